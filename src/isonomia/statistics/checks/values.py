"""Cells that hold no number, or a number that is something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, shown
from isonomia.statistics.dataset import DATE, NOT_A_NUMBER, NUMBER, TEXT_NUMBER, Dataset

_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE_TEXT = re.compile(
    rf"^(?:\d{{1,4}}[/.\-]\d{{1,2}}[/.\-]\d{{1,4}}|\d{{1,2}}[\- ](?:{_MONTHS})\w*|(?:{_MONTHS})\w*[\- ]\d{{1,4}})$",
    re.I,
)
FAR = 20
"""A number that reads as a date is taken for one where the rest of its series stays so many times below it."""
SEVEN_DIGITS = 999_999
"""Dates that lost their separators have seven digits or eight."""


def not_a_number(data: Dataset) -> Iterator[Finding]:
    """An error for each cell that is no number, a warning for each number written as text with separators."""
    for row in (data.status == NOT_A_NUMBER).nonzero()[0].tolist():
        if not _DATE_TEXT.match(data.texts[row]):
            yield Finding("not-a-number", ERROR, (row,), {"cell": data.texts[row]})
    far = _stands_out(data)
    for row in (data.status == TEXT_NUMBER).nonzero()[0].tolist():
        if not (far[row] and _dated(float(data.value[row]))):
            facts = {"cell": data.texts[row], "number": shown(float(data.value[row]))}
            yield Finding("not-a-number.text", WARNING, (row,), facts)


def date_as_number(data: Dataset) -> Iterator[Finding]:
    """An error for each cell that holds a date, or a date whose separators were lost: 6,112,019 for 6/11/2019."""
    for row in ((data.status == DATE) | (data.status == NOT_A_NUMBER)).nonzero()[0].tolist():
        if data.status[row] == DATE or _DATE_TEXT.match(data.texts[row]):
            yield Finding("date-as-number.date", ERROR, (row,), {"cell": data.texts[row]})
    numbers = (data.status == NUMBER) | (data.status == TEXT_NUMBER)
    for row in (numbers & _stands_out(data)).nonzero()[0].tolist():
        date = _dated(float(data.value[row]))
        if date:
            yield Finding("date-as-number", ERROR, (row,), {"number": shown(float(data.value[row])), "date": date})


def _reads_as_date(number: int) -> str:
    """The date that digits without separators may be, day first: 6112019 is 6/11/2019; empty where they are none."""
    text = str(number)
    if not 7 <= len(text) <= 8 or not 1990 <= int(text[-4:]) <= 2059:
        return ""
    head = text[:-4]
    for cut in (1, 2):
        if cut >= len(head):
            break
        first, second = int(head[:cut]), int(head[cut:])
        day, month = max(first, second), min(first, second)
        if head[cut] != "0" and month in range(1, 13) and day in range(1, 32):
            return f"{first}/{second}/{text[-4:]}"
    return ""


def _stands_out(data: Dataset) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which values are FAR times above all others of their country and indicator that do not read as dates."""
    names = [name for name in ("iso3", "country", "indicator", "unit") if data.has(name)]
    out = np.zeros(len(data), dtype=bool)
    if not np.any(np.nan_to_num(data.value) > SEVEN_DIGITS):
        return out
    for group in data.groups(*names, year=False):
        values = np.nan_to_num(data.value[group])
        large = values > SEVEN_DIGITS
        if large.any():
            plain = [v for v, big in zip(values.tolist(), large.tolist(), strict=True) if not (big and _dated(v))]
            out[group] = values > FAR * max([1.0, *plain])
    return out


def _dated(value: float) -> str:
    return _reads_as_date(int(value)) if value == int(value) else ""
