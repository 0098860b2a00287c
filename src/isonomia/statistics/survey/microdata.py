"""Microdata: one respondent a row, as a table of text, with the columns that a mapping names."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat
from isonomia.statistics.cells import value_of, writes_decimal_commas
from isonomia.statistics.dataset import MISSING, NUMBER, TEXT_NUMBER
from isonomia.statistics.errors import NotStatistics, UnreadableCell


@dataclass(frozen=True, slots=True, eq=False)
class Microdata:
    """Answers by column as texts without white space at their ends; `rows` are the lines of the table, the header
    being 1; `header` names all columns of the file, those that were not read as well."""

    columns: Mapping[str, list[str]]
    rows: list[int]
    header: tuple[str, ...]
    file: str

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, at: int, column: str) -> str:
        """Where an answer stands."""
        return f"{self.file}, row {self.rows[at]}, column {column}"


def numbers_of(data: Microdata, column: str, blank: float | None = None) -> list[float]:
    """A column of numbers of 0 or more; an empty cell is `blank`, or refused. Raises UnreadableCell with its place."""
    cells = data.columns[column]
    commas = writes_decimal_commas(list(cells))
    out = []
    for at, cell in enumerate(cells):
        number, status = value_of(cell, commas, True)
        if status == MISSING and blank is not None:
            number = blank
        elif status not in (NUMBER, TEXT_NUMBER) or number < 0:
            raise UnreadableCell(f"{cell!r} is no number of 0 or more; write 1200.5", place=data.place(at, column))
        out.append(number)
    return out


def read_header(file: str | Path) -> tuple[str, ...]:
    """The names of the columns. Raises EmptyFile, UnknownFormat, DamagedFile."""
    path = Path(file)
    return _header(path, _text(path))[0]


def read_microdata(file: str | Path, wanted: Collection[str] | None = None) -> Microdata:
    """Reads a CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252), of it the columns `wanted`.

    Raises EmptyFile, UnknownFormat, DamagedFile, NotStatistics (two columns of a name) and UnreadableCell (a row that
    is shorter than the header).
    """
    path = Path(file)
    text = _text(path)
    header, separator = _header(path, text)
    places = [(name, j) for j, name in enumerate(header) if wanted is None or name in wanted]
    columns: dict[str, list[str]] = {name: [] for name, _ in places}
    rows: list[int] = []
    last = max((j for _, j in places), default=-1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        next(reader)
        for number, cells in enumerate(reader, 2):
            if not any(cells):
                continue
            if len(cells) <= last:
                raise UnreadableCell(
                    f"{len(cells)} cells where the header has {len(header)}; give one for each column",
                    place=f"{path.name}, row {number}",
                )
            rows.append(number)
            for name, j in places:
                columns[name].append(cells[j].strip())
    except csv.Error as error:
        raise DamagedFile(f"the table breaks off ({error}); see to its quotation marks", place=path.name) from None
    if not rows:
        raise EmptyFile("no respondent stands under the header", place=path.name)
    return Microdata(columns, rows, header, path.name)


def _header(path: Path, text: str) -> tuple[tuple[str, ...], str]:
    line = text.split("\n", 1)[0]
    separator = max(",;\t|", key=line.count)
    header = tuple(cell.strip() for cell in next(csv.reader([line.rstrip("\r")], delimiter=separator), []))
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice:
        raise NotStatistics(f"two columns are headed {twice!r}; name every column once", place=path.name)
    return header, separator


def _text(path: Path) -> str:
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("the file is empty; give a CSV with one respondent a row", place=path.name)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if data[:4] == b"PK\x03\x04" or (b"\x00" in data[:4096] and not wide):
        raise UnknownFormat("microdata are read from CSV; save the sheet or data file as CSV UTF-8", place=path.name)
    for encoding in ("utf-16" if wide else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise DamagedFile("the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8", place=path.name)
