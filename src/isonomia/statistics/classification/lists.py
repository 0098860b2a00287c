"""National lists of offences, coded examples, dictionaries and tables of correspondence as CSV files: read with the
place of every fault, whatever encoding and separator a spreadsheet gave them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat
from isonomia.statistics.classification.iccs import iccs, normal_code
from isonomia.statistics.classification.learning import Coded
from isonomia.statistics.classification.names import EXCLUDED
from isonomia.statistics.classification.propose import Offence
from isonomia.statistics.classification.wording import folded
from isonomia.statistics.errors import NotStatistics, UnknownCode, UnreadableCell

HEADS = {
    "code": ("code", "codigo", "national code", "national"),
    "label": ("label", "glosa", "libelle", "etiqueta", "description", "offence"),
    "iccs": ("iccs", "iccs code", "iccs_code"),
    "count": ("count", "counts", "n", "number"),
    "decision": ("decision",),
    "author": ("author", "decided by"),
    "date": ("date", "decided on"),
}
"""How files head the columns used here; other columns are left alone."""
NONE_OF_IT = {
    "excluded", "excluido", "excluida", "exclu", "exclue", "no equivalent", "no-equivalent", "none", "ninguno",
    "sin equivalente", "aucun",
}  # fmt: skip
"""What experts write where there is no code."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: `head` as used here, `rows` of cells by column with their row in the file, counted from 1."""

    file: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def place(self, row: int, column: str = "") -> str:
        """Where a cell stands."""
        return f"{self.file}, row {row}" + (f", column {column}" if column else "")


def read_table(path: Path, heads: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Table:
    """Reads a CSV file in UTF-8, UTF-16 or Windows-1252 with any of the usual separators.

    Raises EmptyFile, UnknownFormat, DamagedFile, NotStatistics where a needed column is absent or headed twice.
    """
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("the file is empty; give a CSV table", place=path.name)
    cells = _cells(path.name, data)
    head = [_head(cell, heads) for cell in cells[0]]
    for name in needed:
        if name not in head:
            raise NotStatistics(
                f"there is no column {name!r}; the first row must head the columns {', '.join(needed)}"
                f" (it has {', '.join(cells[0]) or 'nothing'})",
                place=f"{path.name}, row 1",
            )
    for name in heads:
        if head.count(name) > 1:
            raise NotStatistics(f"two columns are headed as {name}; keep one", place=f"{path.name}, row 1")
    rows = []
    for number, row in enumerate(cells[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(head) and any(cell.strip() for cell in row[len(head) :]):
            raise DamagedFile(
                f"{len(row)} cells where the first row has {len(head)}; put a label that holds the separator in"
                " quotation marks",
                place=f"{path.name}, row {number}",
            )
        rows.append((number, {name: cell.strip() for name, cell in zip(head, row, strict=False) if name}))
    if not rows:
        raise EmptyFile("no line stands under the first row", place=path.name)
    return Table(path.name, tuple(name for name in head if name), tuple(rows))


def read_offences(file: str | Path) -> list[Offence]:
    """Reads a list with the columns code and label, and count where there is one.

    Raises what read_table does, and UnreadableCell where a code stands twice or a count is none.
    """
    table = read_table(Path(file), HEADS, ("code", "label"))
    met: dict[str, int] = {}
    out = []
    for number, cells in table.rows:
        code = cells.get("code", "")
        if code and code in met:
            raise UnreadableCell(
                f"the code {code} stands in row {met[code]} already; give each offence of the list once",
                place=table.place(number, "code"),
            )
        met[code] = number
        out.append(Offence(code, cells.get("label", ""), _count(table, number, cells.get("count", "")), number))
    return out


def read_examples(file: str | Path) -> tuple[list[Coded], list[str]]:
    """Reads coded examples: columns code, label and iccs, or a review queue, of which only what has a decision counts.

    A code that lost its leading zero is mended, one that the classification has not is set aside: each with a note.
    Several codes of one line are divided by semicolons or stand in lines of their own. Raises what read_table does,
    UnreadableCell for a decision without author or date, UnknownCode where no code of the file is one.
    """
    path = Path(file)
    table = read_table(path, HEADS, ("code", "label"))
    if not {"iccs", "decision"} & set(table.head):
        raise NotStatistics(
            "there is no column 'iccs'; coded examples have the columns code, label, iccs", place=f"{path.name}, row 1"
        )
    column = "decision" if "decision" in table.head else "iccs"
    out, notes, mended = [], [], 0
    for number, cells in table.rows:
        text = cells.get(column, "")
        if not text:
            continue
        codes, fixed, strange = _codes(text)
        mended += fixed
        if column == "decision":
            _signed(table, number, cells)
        if strange:
            place = table.place(number, column)
            notes.append(f"{place}: {strange} is no code of the classification; {nearest(strange)}; line set aside")
            continue
        day = cells.get("date", "")
        if day:
            read_date(day, table.place(number, "date"))
        out.append(Coded(cells.get("code", ""), cells.get("label", ""), codes, cells.get("author", ""), day))
    if notes and not out:
        raise UnknownCode(notes[0].partition(": ")[2], place=notes[0].partition(": ")[0])
    if mended:
        notes.insert(0, f"{path.name}: codes mended that had lost their leading zero or gained a decimal: {mended}")
    return out, notes


def settled(examples: Sequence[Coded]) -> list[Coded]:
    """One example for each national code and label: the latest decision where dates tell, else all codes given."""
    by_line: dict[tuple[str, str], list[Coded]] = {}
    for one in examples:
        key = (one.national, "" if one.national else one.label)
        by_line.setdefault(key, []).append(one)
    out = []
    for group in by_line.values():
        latest = max(one.date for one in group)
        last = [one for one in group if one.date == latest]
        codes = tuple(dict.fromkeys(code for one in last for code in one.codes))
        out.append(Coded(last[-1].national, last[-1].label, codes, last[-1].author, last[-1].date))
    return out


def read_dictionary(file: str | Path) -> dict[str, str]:
    """Reads a dictionary: a column of words or phrases and one of their translations, headed word and translation.

    Raises what read_table does, and UnreadableCell for a word without a translation.
    """
    heads = {"word": ("word", "term"), "translation": ("translation", "meaning")}
    table = read_table(Path(file), heads, ("word", "translation"))
    out = {}
    for number, cells in table.rows:
        if not cells.get("word") or not cells.get("translation"):
            raise UnreadableCell("a word and its translation stand in each line", place=table.place(number))
        out[folded(cells["word"])] = cells["translation"]
    return out


def read_date(text: str, place: str) -> date:
    """A date written as 2024-03-31. Raises UnreadableCell."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableCell(f"{text!r} is no date; write it as 2024-03-31", place=place) from None


def nearest(code: str) -> str:
    """What a wrong code may be meant to be, in words: codes that begin alike, with or without a zero before."""
    plain = code.strip().removesuffix(".0")

    def alike(one: str, text: str) -> int:
        same = next((i for i, (a, b) in enumerate(zip(one, text, strict=False)) if a != b), min(len(one), len(text)))
        return same - abs(len(one) - len(text))

    return f"near are {', '.join(sorted(iccs(), key=lambda one: -max(alike(one, plain), alike(one, f'0{plain}')))[:3])}"


def _codes(text: str) -> tuple[tuple[str, ...], bool, str]:
    """The codes of a cell, whether one was mended, and the first that is none."""
    if folded(text).strip() in NONE_OF_IT or re.match(r"exclu", folded(text)):
        return (EXCLUDED,), False, ""
    out, fixed = [], False
    for part in (part.strip() for part in re.split(r"[;|]", text) if part.strip()):
        plain = re.sub(r"^iccs[ _-]?", "", part, flags=re.IGNORECASE)
        code = normal_code(plain)
        if code is None:
            return (), fixed, part
        fixed |= code != plain
        out.append(code)
    return tuple(dict.fromkeys(out)), fixed, ""


def _signed(table: Table, number: int, cells: Mapping[str, str]) -> None:
    for name in ("author", "date"):
        if not cells.get(name):
            raise UnreadableCell(f"a decision has its {name}; fill it in", place=table.place(number, name))


def _count(table: Table, number: int, text: str) -> float | None:
    from isonomia.statistics.cells import value_of
    from isonomia.statistics.dataset import MISSING, NUMBER, TEXT_NUMBER

    value, status = value_of(text, textual=True)
    if status == MISSING:
        return None
    if status not in (NUMBER, TEXT_NUMBER) or value < 0:
        raise UnreadableCell(f"{text!r} is no count; give a number of 0 or more", place=table.place(number, "count"))
    return value


def _cells(name: str, data: bytes) -> list[list[str]]:
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnknownFormat("this is a workbook; save its sheet as CSV", place=name)
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\x00" in data[:4096] and not utf16:
        raise UnknownFormat("this is no table of text; give a CSV file", place=name)
    text = None
    for encoding in ("utf-16" if utf16 else "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None:
        raise DamagedFile("the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8", place=name)
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(",;\t|", key=first.count)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise DamagedFile(f"the table breaks off ({error}); see to its quotation marks", place=name) from None
    return [row for i, row in enumerate(cells) if i or any(cell.strip() for cell in row)] or [[]]


def _head(cell: str, heads: Mapping[str, Sequence[str]]) -> str:
    text = folded(re.sub(r"\s+", " ", cell)).strip()
    return next((name for name, known in heads.items() if text in known), "")
