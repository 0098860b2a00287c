"""A filled-in questionnaire, read back as the observations that it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from isonomia.errors import EmptyFile
from isonomia.statistics.areas import Area, area
from isonomia.statistics.dataset import Dataset, coded
from isonomia.statistics.errors import NotStatistics, UnknownArea, UnreadableCell
from isonomia.statistics.exchange.about import HEADS
from isonomia.statistics.merged import cell_name
from isonomia.statistics.questionnaire.making import (
    COUNTRY_CELL,
    KEY_COLUMNS,
    KEYS,
    METADATA,
    PERSON_ROWS,
    QUESTIONS,
    SIGN,
    START,
)
from isonomia.statistics.questionnaire.questions import VERSION, module

Rows = Sequence[Sequence[object]]
Sheets = Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class Key:
    """Which observation a cell is: `said` are its labels in the order of KEY_COLUMNS, the year aside."""

    question: str
    row: int
    column: int
    source: int
    said: tuple[str, ...]
    year: int


def filled_in(sheets: Sheets, file: str) -> Dataset:
    """The answers of a filled-in questionnaire, each with the row of its question; an empty cell is no observation.

    Raises NotStatistics (made with another version), UnknownArea, UnreadableCell (no country, a question is gone),
    EmptyFile (nothing is filled in).
    """
    from isonomia.statistics.reading import dataset_of

    name, keys = _keys(sheets, file)
    one = module(name)
    where = _country(sheets, file)
    rows = _found(keys, sheets.get(QUESTIONS, ()), file)
    answers: list[tuple[Key, object, str]] = []
    for key in keys:
        value = _cell(sheets[QUESTIONS], rows[key.question], key.column)
        if not (isinstance(value, str) and not value.strip()):
            source = str(_cell(sheets[QUESTIONS], rows[key.question], key.source)).partition(" – ")[0].strip()
            answers.append((key, value, f"{one.source}/{source}" if source else one.source))
    if not answers:
        raise EmptyFile("no question is answered; fill in the white cells", place=f"{file}, {QUESTIONS}")
    columns = {"iso3": [where.iso3] * len(answers), "country": [where.names["en"]] * len(answers)}
    for place, column in enumerate(KEY_COLUMNS[:-1]):
        columns[column] = [key.said[place] for key, *_ in answers]
    columns["source"] = [source for *_, source in answers]
    data = dataset_of(
        {column: coded(labels) for column, labels in columns.items()}, [key.year for key, *_ in answers],
        [value for _, value, _ in answers], [rows[key.question] + 1 for key, *_ in answers], QUESTIONS, file, "",
        {column: HEADS[column] for column in (*columns, "year", "value")},
    )  # fmt: skip
    return replace(data, kind=one.kind)


def beside(file: str | Path) -> dict[str, Any]:
    """What a respondent wrote beside the numbers: who, the answers on metadata, the notes by question.

    Raises as `filled_in`.
    """
    from isonomia.statistics.reading import sheets_of

    path = Path(file)
    sheets = sheets_of(path)
    if KEYS not in sheets:
        raise NotStatistics("this is no questionnaire of isonomia; give one that it made", place=path.name)
    name, keys = _keys(sheets, path.name)
    rows = _found(keys, sheets.get(QUESTIONS, ()), path.name)
    notes = {key.question: str(_cell(sheets[QUESTIONS], rows[key.question], key.source + 1)).strip() for key in keys}
    asked = {str(row[0]): str(_cell(sheets[METADATA], at, 1)) for at, row in enumerate(sheets.get(METADATA, ())) if row}
    return {
        "module": name,
        "country": _country(sheets, path.name).iso3,
        **{key: str(_cell(sheets[START], row, 1)) for key, row in PERSON_ROWS.items()},
        "metadata": asked,
        "notes": {id: note for id, note in notes.items() if note},
    }


def _keys(sheets: Sheets, file: str) -> tuple[str, list[Key]]:
    """The module, and which observation each cell is."""
    rows = sheets[KEYS]
    first = list(rows[0]) if rows else []
    try:
        if first[0] != SIGN:
            raise ValueError(first[0])
        version, name = _whole(first[1]), str(first[2])
        keys = [
            Key(
                str(row[0]), _whole(row[1]), _whole(row[2]), _whole(row[3]), tuple(map(str, row[4:10])),
                _whole(row[10]),
            )
            for row in rows[2:] if row
        ]  # fmt: skip
    except (ValueError, IndexError):
        raise NotStatistics(
            "the hidden sheet of keys is damaged; fill in a fresh questionnaire", place=f"{file}, {KEYS}"
        ) from None
    if version != VERSION:
        raise NotStatistics(
            f"the questionnaire was made with version {version} of the layout, this program reads {VERSION}; fill in a"
            " fresh one",
            place=f"{file}, {KEYS}!B1",
        )
    return name, keys


def _whole(cell: object) -> int:
    return int(float(str(cell)))


def _country(sheets: Sheets, file: str) -> Area:
    said = str(_cell(sheets.get(START, ()), *COUNTRY_CELL)).strip()
    place = f"{file}, {START}!{cell_name(*COUNTRY_CELL)}"
    if not said:
        raise UnreadableCell("no country is chosen; choose one from the list", place=place)
    try:
        return area(said)
    except UnknownArea as error:
        raise UnknownArea(error.message, place=place) from None


def _found(keys: Sequence[Key], rows: Rows, file: str) -> dict[str, int]:
    """The row of each question: where its number stands, which is its own unless rows were put in between."""
    now = {str(row[0]).strip().removesuffix(".0"): at for at, row in enumerate(rows) if row and row[0] != ""}
    for key in keys:
        if key.question not in now:
            raise UnreadableCell(
                f"question {key.question} is not there; fill in the questionnaire without deleting rows or numbers",
                place=f"{file}, {QUESTIONS}!A{key.row + 1}",
            )
    return now


def _cell(rows: Rows, row: int, column: int) -> object:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
