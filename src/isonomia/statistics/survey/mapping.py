"""Which columns of a survey hold its design, the answers that indicators need, and the groups to report by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.errors import DamagedFile
from isonomia.statistics.errors import NotStatistics, UnreadableCell
from isonomia.statistics.survey.design import Design, make_design
from isonomia.statistics.survey.estimate import LONELY
from isonomia.statistics.survey.microdata import Microdata, numbers_of

YES, NO, UNKNOWN = 1, 0, -1
"""What an answer says; unknown where there is none."""
YES_WORDS = frozenset(["yes", "y", "true", "oui", "o", "sí", "si", "s", "да", "نعم", "是"])
NO_WORDS = frozenset(["no", "n", "false", "non", "нет", "لا", "否"])
NO_ANSWER = frozenset(("", ".", "na", "n/a", "nan", "null", "refused", "refusal", "no answer", "not asked"))
UNSURE = frozenset(("don't know", "dont know", "do not know", "dk"))
"""Who does not know has not said yes: counted as no, as in the survey's own tables; who refuses is left out."""
AGES = (0, 15, 30, 45, 60)
"""The age groups of the International Classification of Crime, by their first years."""
NAMES = {"weight": "weight", "stratum": "stratum", "cluster": "cluster", "units_in_stratum": "units_in_stratum"}

AREAS = ("area", "country", "iso3")
"""The groups that tell the surveys of several areas in one file apart, the first that there is."""

Answers = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a question's answer stands: in one column or several (yes where any says yes), and which codes say what."""

    columns: tuple[str, ...]
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Where a characteristic stands, how its codes are named, or from which numbers on its classes begin."""

    column: str
    labels: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The mapping of a survey. `area` and `year` are of all respondents where they are no column."""

    weight: str | None = None
    strata: tuple[str, ...] = ()
    cluster: str | None = None
    units_in_stratum: str | None = None
    lonely: str = "adjust"
    answers: Mapping[str, Answer] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    area: str = ""
    year: int = 0

    def wanted(self, questions: Iterable[str], groups: Iterable[str]) -> set[str]:
        """The columns that have to be read for these questions and groups."""
        names = {name for key in questions if key in self.answers for name in self.answers[key].columns}
        names |= {self.groups[key].column for key in (*groups, *AREAS, "year") if key in self.groups}
        return names | {name for name in (self.weight, self.cluster, self.units_in_stratum, *self.strata) if name}


def columns_by_name(header: Sequence[str]) -> Columns:
    """The mapping of a file whose columns have the names of the questions, e.g. `weight`, `sex`, `bribe_paid`."""
    return read_columns({}, header)


def load_columns(file: str | Path, header: Sequence[str]) -> Columns:
    """A mapping from a TOML file; docs/methods/indicators.md shows one. Raises DamagedFile, NotStatistics."""
    path = Path(file)
    try:
        return read_columns(tomllib.loads(path.read_text(encoding="utf-8")), header, path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(f"the mapping is no TOML ({error}); see the example in the documentation", place=path.name) \
            from None  # fmt: skip


def read_columns(table: Mapping[str, Any], header: Sequence[str], place: str = "mapping") -> Columns:
    """A mapping from its tables; what it does not name is looked for under its own name. Raises NotStatistics."""
    unknown = set(table) - {"area", "year", "design", "answers", "groups"}
    design = dict(table.get("design", {}))
    unknown |= {f"design.{name}" for name in set(design) - {*NAMES, "lonely"}}
    if unknown:
        raise NotStatistics(
            f"{', '.join(sorted(unknown))} is no part of a mapping; parts are area, year, design (weight, stratum,"
            " cluster, units_in_stratum, lonely), answers and groups",
            place=place,
        )
    for name in NAMES:
        design.setdefault(name, name if name in header else None)
    answers = {name: _answer(name, one, place) for name, one in table.get("answers", {}).items()}
    groups = {name: _group(name, one, place) for name, one in table.get("groups", {}).items()}
    stratum = design["stratum"]
    strata = (stratum,) if isinstance(stratum, str) else tuple(stratum or ())
    named = [*strata, *(design[name] for name in NAMES if name != "stratum" and design[name])]
    named += [name for one in answers.values() for name in one.columns] + [one.column for one in groups.values()]
    absent = next((name for name in named if name not in header), None)
    if absent is not None:
        raise NotStatistics(
            f"the survey has no column {absent!r}; its columns are {', '.join(header[:40])}", place=place
        )
    for name in header:
        answers.setdefault(name, Answer((name,)))
        groups.setdefault(name, Group(name, starts=AGES if name == "age" else ()))
    if (lonely := str(design.get("lonely", "adjust"))) not in LONELY:
        raise NotStatistics(f"design.lonely is {lonely!r}; it is one of {', '.join(LONELY)}", place=place)
    return Columns(
        design["weight"], strata, design["cluster"], design["units_in_stratum"], lonely, answers, groups,
        str(table.get("area", "")), int(table.get("year", 0)),
    )  # fmt: skip


def _answer(name: str, given: Any, place: str) -> Answer:
    if isinstance(given, str):
        return Answer((given,))
    named = given.get("columns", [given["column"]] if "column" in given else [])
    if not named or set(given) - {"column", "columns", "yes", "no", "missing"}:
        raise NotStatistics(
            f"answers.{name} names its column (or columns), and yes, no and missing as lists of codes", place=place
        )
    return Answer(tuple(named), *(frozenset(code(c) for c in given.get(key, ())) for key in ("yes", "no", "missing")))


def _group(name: str, given: Any, place: str) -> Group:
    if isinstance(given, str):
        return Group(given, starts=AGES if name == "age" else ())
    if "column" not in given or set(given) - {"column", "labels", "from"}:
        raise NotStatistics(f"groups.{name} names its column, and labels or from (the first years)", place=place)
    labels = {code(key): str(label) for key, label in given.get("labels", {}).items()}
    starts = tuple(int(start) for start in given.get("from", AGES if name == "age" and not labels else ()))
    return Group(given["column"], labels, starts)


def code(cell: object) -> str:
    """A code as it is compared: without white space and case, 1.0 as 1."""
    text = str(cell).strip().casefold()
    return text.removesuffix(".0") if text.removesuffix(".0").lstrip("-").isdecimal() else text


def design_of(data: Microdata, columns: Columns) -> Design:
    """The design of a survey. Raises UnreadableCell."""
    weights = np.ones(len(data))
    if columns.weight:
        # no weight: the respondent is not in the weighted sample
        weights = np.array(numbers_of(data, columns.weight, 0.0))
    strata = [" / ".join(cells) for cells in zip(*(data.columns[name] for name in columns.strata), strict=True)]
    units = columns.units_in_stratum
    return make_design(
        weights,
        strata=strata or None,
        clusters=data.columns[columns.cluster] if columns.cluster else None,
        units_in_stratum=numbers_of(data, units) if units else None,
        file=data.file,
        rows=data.rows,
    )


def answers_of(data: Microdata, answer: Answer, words: Mapping[str, int] | None = None) -> Answers:
    """What each respondent said: YES, NO or UNKNOWN, (n,).

    `words` are the answers of a question that is not answered by yes or no, where the mapping gives no codes. Raises
    UnreadableCell where it is not told what a code says.
    """
    out = np.full(len(data), UNKNOWN, dtype=np.int8)
    for column in answer.columns:
        meant = _meaning(data, column, answer, words or {})
        one = np.fromiter((meant[cell] for cell in data.columns[column]), dtype=np.int8, count=len(data))
        out = np.maximum(out, one)
    return out


def _meaning(data: Microdata, column: str, answer: Answer, words: Mapping[str, int]) -> dict[str, int]:
    """What each text of a column says."""
    texts = dict.fromkeys(data.columns[column])
    known = dict.fromkeys(YES_WORDS, YES) | dict.fromkeys(NO_WORDS | UNSURE, NO) | dict(words)
    if "0" in {code(text) for text in texts}:
        known |= {"0": NO, "1": YES}
    elif not words:
        known |= {"1": YES, "2": NO}
    out: dict[str, int] = {}
    for text in texts:
        said = code(text)
        if said in answer.missing:
            out[text] = UNKNOWN
        elif said in answer.yes:
            out[text] = YES
        elif said in answer.no or (answer.yes and not answer.no and said not in NO_ANSWER):
            out[text] = NO
        elif said in NO_ANSWER:
            out[text] = UNKNOWN
        elif not answer.yes and not answer.no and said in known:
            out[text] = known[said]
        else:
            raise UnreadableCell(
                f"{text!r} is neither yes nor no; say in the mapping which codes count: yes, no, missing",
                place=data.place(data.columns[column].index(text), column),
            )
    return out


def labels_of(data: Microdata, group: Group) -> list[str]:
    """The class of each respondent; empty where it is not known. Raises UnreadableCell."""
    cells = data.columns[group.column]
    silent = [code(cell) in NO_ANSWER for cell in cells]
    numbers = [not none and cell.replace(".", "", 1).isdecimal() for cell, none in zip(cells, silent, strict=True)]
    if group.starts and any(numbers):
        odd = next((i for i, number in enumerate(numbers) if not number and not silent[i]), None)
        if odd is not None:
            raise UnreadableCell(f"{cells[odd]!r} is no number", place=data.place(odd, group.column))
        return [
            _class(float(cell), group.starts) if number else "" for cell, number in zip(cells, numbers, strict=True)
        ]
    if not group.labels:
        return ["" if none else cell for cell, none in zip(cells, silent, strict=True)]
    odd = next((i for i, cell in enumerate(cells) if not silent[i] and code(cell) not in group.labels), None)
    if odd is not None:
        raise UnreadableCell(
            f"{cells[odd]!r} has no label; the mapping names {', '.join(group.labels)}",
            place=data.place(odd, group.column),
        )
    return ["" if none else group.labels[code(cell)] for cell, none in zip(cells, silent, strict=True)]


def _class(number: float, starts: Sequence[int]) -> str:
    inside = [i for i, start in enumerate(starts) if number >= start]
    if not inside:
        return f"under {starts[0]}"
    at = inside[-1]
    return f"{starts[at]}-{starts[at + 1] - 1}" if at + 1 < len(starts) else f"{starts[at]}+"
