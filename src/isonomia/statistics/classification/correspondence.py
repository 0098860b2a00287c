"""Tables of correspondence from a national list to the classification: many to many, with conditions, weights, the
days on which each line holds, and who decided it when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from isonomia.statistics.cells import value_of
from isonomia.statistics.classification.iccs import category, tags
from isonomia.statistics.classification.lists import Table, nearest, read_date, read_table
from isonomia.statistics.classification.names import EXCLUDED as PROPOSED_EXCLUDED
from isonomia.statistics.classification.propose import DECIDED, Proposal
from isonomia.statistics.classification.review import as_csv
from isonomia.statistics.classification.rollup import EXCLUDED, NO_EQUIVALENT, Link
from isonomia.statistics.dataset import NUMBER, TEXT_NUMBER
from isonomia.statistics.errors import UnknownCode, UnreadableCell

COLUMNS = ("code", "iccs", "weight", "condition", "valid_from", "valid_to", "author", "date", "note")
HEADS: Mapping[str, Sequence[str]] = {name: (name, name.replace("_", " ")) for name in COLUMNS} | {
    "code": ("code", "national", "national code"), "count": ("count", "counts", "value"),
}  # fmt: skip
EARLIEST, LATEST = date.min, date.max
ROUNDING = 1e-6
"""Weights add up to one within this: thirds are written with few digits."""


@dataclass(frozen=True, slots=True)
class Line:
    """The national code counts under `iccs` (a code, EXCLUDED or NO_EQUIVALENT) with `weight` where `condition` holds
    ("At=Completed", or empty), from `valid_from` to `valid_to`, both included."""

    national: str
    iccs: str
    weight: float = 1.0
    condition: str = ""
    valid_from: date = EARLIEST
    valid_to: date = LATEST
    author: str = ""
    decided: str = ""
    note: str = ""
    place: str = ""

    def holds(self, day: date) -> bool:
        """Whether the line is in force on a day."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A table whose lines are sound: see `sound`."""

    lines: tuple[Line, ...]

    def versions(self) -> tuple[date, ...]:
        """The days on which something changes, the first first."""
        return tuple(sorted({line.valid_from for line in self.lines if line.valid_from > EARLIEST}))

    def links(self, on: date | None = None) -> list[Link]:
        """What holds on a day, for rolling up; the last version of every code and condition where no day is named."""
        if on is not None:
            held = [line for line in self.lines if line.holds(on)]
        else:
            held = [line for group in _groups(self.lines).values() for line in group[max(group)]]
        total: dict[tuple[str, str], float] = {}
        for line in held:
            key = (line.national, line.condition)
            total[key] = total.get(key, 0.0) + line.weight
        return [
            Link(line.national, line.iccs, line.weight / total[line.national, line.condition], line.condition)
            for line in held
        ]

    def to_csv(self) -> bytes:
        """The table as CSV, read back unchanged by `read_correspondence`."""
        rows = [
            {"code": line.national, "iccs": line.iccs, "weight": repr(line.weight).removesuffix(".0"),
             "condition": line.condition,
             "valid_from": line.valid_from.isoformat() if line.valid_from > EARLIEST else "",
             "valid_to": line.valid_to.isoformat() if line.valid_to < LATEST else "",
             "author": line.author, "date": line.decided, "note": line.note}
            for line in self.lines
        ]  # fmt: skip
        return as_csv(rows, COLUMNS)


def read_correspondence(file: str | Path) -> Correspondence:
    """Reads a table with the columns code and iccs, and those others of COLUMNS that it has.

    Raises what reading a list does, UnknownCode for a code or condition that the classification has not, and
    UnreadableCell for a weight or date that is none and for what `sound` refuses, each with its row.
    """
    table = read_table(Path(file), HEADS, ("code", "iccs"))
    return sound(_line(table, number, cells) for number, cells in table.rows)


def sound(lines: Iterable[Line]) -> Correspondence:
    """The table, where its lines agree: weights of a code and condition add up to one on every day, versions do not
    overlap, no code stands twice. Raises UnreadableCell with the place."""
    held = tuple(lines)
    for (national, condition), versions in _groups(held).items():
        about = f"{national} ({condition})" if condition else national
        periods = sorted(versions)
        for (first, last), (start, _) in pairwise(periods):
            if start <= last:
                raise UnreadableCell(
                    f"versions of {about} overlap: one from {_day(first)} to {_day(last)}, one from {_day(start)};"
                    " end the first before the second begins",
                    place=versions[min(p for p in periods if p[0] == start)][-1].place,
                )
        for period, group in versions.items():
            codes = [line.iccs for line in group]
            twice = next((code for code in codes if codes.count(code) > 1), None)
            if twice:
                raise UnreadableCell(f"{about} goes to {twice} twice; give it once", place=group[-1].place)
            total = sum(line.weight for line in group)
            if abs(total - 1) > ROUNDING:
                when = "" if period == (EARLIEST, LATEST) else f" from {_day(period[0])} to {_day(period[1])}"
                raise UnreadableCell(
                    f"the weights of {about}{when} add up to {total:g}; they must add up to 1", place=group[-1].place
                )
    return Correspondence(held)


def read_counts(file: str | Path) -> dict[tuple[str, str], float]:
    """Reads counts by national code and, where the column is there, condition. Raises what reading a list does, and
    UnreadableCell for a count that is none or a code and condition that stand twice."""
    table = read_table(Path(file), HEADS, ("code", "count"))
    out: dict[tuple[str, str], float] = {}
    for number, cells in table.rows:
        key = (cells.get("code", ""), cells.get("condition", ""))
        if key in out:
            raise UnreadableCell(f"{' '.join(key).strip()} stands twice; add up its counts", place=table.place(number))
        text = cells.get("count", "")
        value, status = value_of(text, textual=True)
        if status not in (NUMBER, TEXT_NUMBER) or value < 0:
            raise UnreadableCell(
                f"{text!r} is no count; give a number of 0 or more", place=table.place(number, "count")
            )
        out[key] = value
    return out


def drafted(proposals: Sequence[Proposal]) -> Correspondence:
    """Proposals as a table to be reviewed: a line of several codes is divided evenly; what has no proposal
    or no national code is left out. The note says of every line whether an expert decided it."""
    out = []
    for row in proposals:
        if not row.offence.code:
            continue
        codes = [row.iccs, *(code for code, _ in row.alternatives if row.standing == DECIDED)]
        if not row.iccs:
            codes = [EXCLUDED] if row.reason.startswith(PROPOSED_EXCLUDED) else []
        note = row.standing if row.standing == DECIDED else f"proposed, confidence {row.confidence:.2f}: not reviewed"
        out += [Line(row.offence.code, code, 1 / len(codes), note=note) for code in codes]
    return sound(out)


def _line(table: Table, number: int, cells: Mapping[str, str]) -> Line:
    code = cells.get("iccs", "")
    if code not in (EXCLUDED, NO_EQUIVALENT):
        try:
            category(code)
        except UnknownCode as error:
            hint = f"{nearest(code)}, or write {EXCLUDED} or {NO_EQUIVALENT}" if "see the list" in error.message else ""
            said = f"{code!r} is no code of the classification; {hint}" if hint else error.message
            raise UnknownCode(said, place=table.place(number, "iccs")) from None
    if not cells.get("code"):
        raise UnreadableCell("the national code is absent; every line has one", place=table.place(number, "code"))
    condition = cells.get("condition", "")
    if condition:
        _known_condition(condition, table.place(number, "condition"))
    days = {}
    for name, absent in (("valid_from", EARLIEST), ("valid_to", LATEST)):
        text = cells.get(name, "")
        days[name] = read_date(text, table.place(number, name)) if text else absent
    if days["valid_to"] < days["valid_from"]:
        raise UnreadableCell("the line ends before it begins", place=table.place(number, "valid_to"))
    if decided := cells.get("date", ""):
        read_date(decided, table.place(number, "date"))
    return Line(
        cells["code"], code, _weight(table, number, cells.get("weight", "")), condition, days["valid_from"],
        days["valid_to"], cells.get("author", ""), decided, cells.get("note", ""), table.place(number),
    )  # fmt: skip


def _weight(table: Table, number: int, text: str) -> float:
    if not text:
        return 1.0
    value, status = value_of(text, decimal_comma="," in text, textual=True)
    if status not in (NUMBER, TEXT_NUMBER) or not 0 < value <= 1:
        raise UnreadableCell(f"{text!r} is no weight; give one over 0 and up to 1", place=table.place(number, "weight"))
    return value


def _known_condition(condition: str, place: str) -> None:
    found = re.fullmatch(r"(\w+)=(.+)", condition)
    values = {value.casefold() for tag in tags() if found and tag.tag == found[1] for value in tag.values}
    if not found or found[1] not in {tag.tag for tag in tags()}:
        raise UnknownCode(
            f"{condition!r} is no condition; write a disaggregating variable and its value, such as At=Completed",
            place=place,
        )
    if len(values) > 1 and found[2].casefold() not in values:
        known = ", ".join(value for tag in tags() if tag.tag == found[1] for value in tag.values)
        raise UnknownCode(f"{found[2]!r} is no value of {found[1]}; it has {known}", place=place)


def _groups(lines: Sequence[Line]) -> dict[tuple[str, str], dict[tuple[date, date], list[Line]]]:
    out: dict[tuple[str, str], dict[tuple[date, date], list[Line]]] = {}
    for line in lines:
        versions = out.setdefault((line.national, line.condition), {})
        versions.setdefault((line.valid_from, line.valid_to), []).append(line)
    return out


def _day(day: date) -> str:
    return "the beginning" if day == EARLIEST else "now on" if day == LATEST else day.isoformat()
