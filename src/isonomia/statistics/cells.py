"""What a cell of a value says: a number, a number written as text, "<5", nothing, or something else."""

from __future__ import annotations

import datetime
import math
import re

from isonomia.statistics.dataset import BELOW, DATE, MISSING, NOT_A_NUMBER, NUMBER, TEXT_NUMBER

ABSENT = frozenset({"", "-", "..", "...", "…", "na", "n/a", "n.a.", "nan", "null", "none", "not available"})
"""Blank means not available, never zero (United Nations survey on crime trends, instructions)."""
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_BELOW = re.compile(r"^<\s*(\d+(?:[.,]\d+)?)$")
_PLAIN = re.compile(r"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_GROUPED_DOTS = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")


def value_of(cell: object, decimal_comma: bool = False, textual: bool = False) -> tuple[float, int]:
    """A cell's number (NaN where there is none; the bound of "<5") and its status.

    A comma before three digits groups thousands unless the file is known to write decimal commas. Where the column is
    `textual` (a CSV, a column of texts), digits are a number as any other.
    """
    if isinstance(cell, bool):
        return math.nan, NOT_A_NUMBER
    if isinstance(cell, int | float):
        return (float(cell), NUMBER) if math.isfinite(cell) else (math.nan, NOT_A_NUMBER)
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return math.nan, DATE
    if textual and _PLAIN.match(cell_text := str(cell).strip()) and not decimal_comma:
        return float(cell_text), NUMBER
    text = _SPACES.sub("", str(cell))
    if text.casefold() in ABSENT:
        return math.nan, MISSING
    below = _BELOW.match(text)
    if below:
        return float(below.group(1).replace(",", ".")), BELOW
    if decimal_comma or _GROUPED_DOTS.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif _GROUPED.match(text):
        text = text.replace(",", "")
    elif _DECIMAL_COMMA.match(text):
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return math.nan, NOT_A_NUMBER
    return (number, TEXT_NUMBER) if math.isfinite(number) else (math.nan, NOT_A_NUMBER)


def writes_decimal_commas(cells: list[object]) -> bool:
    """Whether texts of a column show that a comma is its decimal mark: one followed by other than three digits, and no
    point where a decimal mark stands."""
    texts = [_SPACES.sub("", cell) for cell in cells if isinstance(cell, str)]
    commas = [text for text in texts if "," in text]
    if not commas:
        return False
    shown = sum(bool(_DECIMAL_COMMA.match(text)) and len(text.split(",")[1]) != 3 for text in commas)
    points = any(_PLAIN.match(text) and "." in text and len(text.split(".")[1]) != 3 for text in texts)
    return shown > 0 and not points and not any("." in text and text.rfind(".") > text.rfind(",") for text in commas)
