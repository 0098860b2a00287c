"""Indicators that are proportions of answers: declared in declarations.toml, computed from a survey's microdata."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from isonomia.statistics.errors import NotComputable, UnknownIndicator
from isonomia.statistics.survey.design import Design, Mask
from isonomia.statistics.survey.estimate import Estimate, proportion
from isonomia.statistics.survey.mapping import (
    AREAS,
    NO,
    UNKNOWN,
    YES,
    Answers,
    Columns,
    answers_of,
    design_of,
    labels_of,
)
from isonomia.statistics.survey.microdata import Microdata

LEAST, FEW, FEW_UNITS = 30, 50, 8
"""Fewer respondents than LEAST in the denominator: no figure is given. Fewer than FEW, or than FEW_UNITS degrees of
freedom: it is, and flagged."""
METHOD = (
    "weighted share of respondents; standard error by linearisation from the differences between primary sampling units"
    " within strata, interval on the logit scale"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One proportion of an indicator, by the names of the questions."""

    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyIndicator:
    """A declared indicator; the first of its parts is the indicator itself where there is a whole."""

    code: str
    name: str
    custodians: tuple[str, ...]
    formula: str
    disaggregation: tuple[str, ...]
    parts: tuple[Part, ...]
    unit: str = "percent"


@dataclass(frozen=True, slots=True)
class SurveyValue:
    """One proportion in per cent, or None with the reason in `flags`. `numerator` and `denominator` are weighted;
    `n` counts the respondents of the denominator."""

    indicator: str
    area: str
    year: int
    part: str
    group: Mapping[str, str]
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    n_effective: float | None
    design_effect: float | None
    method: str
    flags: tuple[str, ...] = ()
    countries: int = 1
    population_covered: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `isonomia indicator`, with what belongs to a sample."""
        cells: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return cells | {"group": dict(self.group), "flags": list(self.flags)}


@lru_cache(maxsize=1)
def survey_indicators() -> Mapping[str, SurveyIndicator]:
    """All indicators that are computed from microdata, by code."""
    return {
        code: SurveyIndicator(
            code, table["name"], tuple(table["custodians"]), table["formula"], tuple(table["disaggregation"]),
            tuple(
                Part(one["name"], *(tuple(one.get(key, ())) for key in ("numerator", "denominator", "without")))
                for one in table["parts"]
            ),
        )
        for code, table in _tables().items()
        if code != "roles"
    }  # fmt: skip


@lru_cache(maxsize=1)
def questions() -> Mapping[str, str]:
    """The questions that indicators need, by name, as a statement to which yes or no is the answer."""
    return {name: role["text"] for name, role in _tables()["roles"].items()}


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("declarations.toml").read_text(encoding="utf-8"))


def compute_survey(
    code: str,
    data: Microdata,
    columns: Columns,
    *,
    by: Sequence[Sequence[str]] = (),
    level: float = 0.95,
    least: int = LEAST,
) -> list[SurveyValue]:
    """An indicator from microdata: each of its parts for all, then for each group of each tuple of `by`.

    Surveys of several areas or years in one file (columns `area` or `country`, `year`) are estimated each for itself.
    Raises UnknownIndicator, NotComputable, UnreadableCell.
    """
    what = survey_indicator(code)
    parts = [part for part in what.parts if _asked(part, columns)]
    if not parts:
        needs = dict.fromkeys(name for part in what.parts for name in (*part.numerator, *part.denominator))
        wanted = "; ".join(f"{name} ({questions()[name]})" for name in needs)
        raise NotComputable(
            f"the survey has no columns of the questions; name them in a mapping: {wanted}", place=data.file
        )
    for name in {name for names in by for name in names} - set(columns.groups):
        raise NotComputable(f"the survey has no column {name!r} to group by; name it in the mapping", place=data.file)
    answers = {
        name: answers_of(data, columns.answers[name], _words(name))
        for name in dict.fromkeys(name for part in parts for name in _roles(part))
        if name in columns.answers
    }
    whole = design_of(data, columns)
    labels = {name: labels_of(data, columns.groups[name]) for name in {name for names in by for name in names}}
    out = []
    for area, year, rows in _samples(data, columns):
        design = whole if rows.all() else whole.taken(rows)
        here = {name: column[rows] for name, column in answers.items()}
        of = {name: [label for label, inside in zip(column, rows, strict=True) if inside]
              for name, column in labels.items()}  # fmt: skip
        for part in parts:
            for group, inside in _groups(by, of, len(design)):
                found = _one(part, here, design, inside, columns, level, least)
                out.append(_value(what, area, year, part.name, group, found, level))
    return out


def needed(code: str) -> tuple[str, ...]:
    """The names of the questions that an indicator is made of. Raises UnknownIndicator."""
    return tuple(dict.fromkeys(name for part in survey_indicator(code).parts for name in _roles(part)))


def survey_indicator(code: str) -> SurveyIndicator:
    """One of them. Raises UnknownIndicator."""
    known = survey_indicators()
    if code not in known:
        raise UnknownIndicator(f"{code} is no indicator of a survey; these are: {', '.join(known)}")
    return known[code]


def _words(role: str) -> dict[str, int]:
    """The answers to a question that is not answered by yes or no."""
    table = _tables()["roles"][role]
    return dict.fromkeys(table.get("yes", ()), YES) | dict.fromkeys(table.get("no", ()), NO)


def _asked(part: Part, columns: Columns) -> bool:
    """Whether a survey has the questions of a part: one of the numerator's at least, all others."""
    known = columns.answers
    return any(name in known for name in part.numerator) and (
        not part.denominator or any(name in known for name in part.denominator)
    )


def _roles(part: Part) -> tuple[str, ...]:
    above = tuple(_tables()["roles"][name].get("asked_of", "") for name in part.numerator)
    return (*part.numerator, *part.denominator, *part.without, *(name for name in above if name))


def _any(names: Sequence[str], answers: Mapping[str, Answers], size: int) -> Answers:
    """Yes where any is yes; no where all are; a question that was not to be asked is no."""
    out = np.full(size, NO, dtype=np.int8)
    unknown = np.zeros(size, dtype=bool)
    for name in names:
        if name in answers:
            said = answers[name].copy()
            asked_of = _tables()["roles"][name].get("asked_of", "")
            if asked_of in answers:
                said[answers[asked_of] == NO] = NO
            out = np.maximum(out, said)
            unknown |= said == UNKNOWN
    out[unknown & (out != YES)] = UNKNOWN
    return out


def _one(
    part: Part, answers: Mapping[str, Answers], design: Design, inside: Mask, columns: Columns, level: float,
    least: int,
) -> tuple[Estimate | None, int, tuple[str, ...]]:  # fmt: skip
    """The estimate of a part in a group, the number of respondents, and the flags."""
    size = len(design)
    top = _any(part.numerator, answers, size)
    base = _any(part.denominator, answers, size) if part.denominator else np.full(size, YES, dtype=np.int8)
    without = _any(part.without, answers, size) if part.without else np.full(size, NO, dtype=np.int8)
    if part.without:
        # who accessed a mechanism did not exclude himself, whatever the later question says
        without[top == YES] = NO
    among = inside & (base == YES) & (without != YES)
    silent = int((inside & (base == UNKNOWN)).sum() + (among & ((top == UNKNOWN) | (without == UNKNOWN))).sum())
    among &= (top != UNKNOWN) & (without != UNKNOWN)
    flags = [f"not-asked: {name}" for name in _roles(part) if name not in answers]
    if silent:
        flags.append(f"without-answer: {silent}")
    if columns.weight is None:
        flags.append("unweighted")
    if columns.cluster is None:
        flags.append("no-clusters: respondents taken as drawn one by one")
    n = int((among & (design.weights > 0)).sum())
    if n < least:
        return None, n, (f"suppressed: fewer than {least} respondents", *dict.fromkeys(flags))
    found = proportion(design, top == YES, among, level=level, lonely=columns.lonely)
    if n < FEW:
        flags.append(f"few-respondents: {n}")
    if found.degrees < FEW_UNITS:
        flags.append(f"few-primary-units: {found.degrees} degrees of freedom")
    return found, n, (*found.flags, *dict.fromkeys(flags))


def _value(
    what: SurveyIndicator, area: str, year: int, part: str, group: Mapping[str, str],
    found: tuple[Estimate | None, int, tuple[str, ...]], level: float,
) -> SurveyValue:  # fmt: skip
    one, n, flags = found
    if one is None:
        return SurveyValue(what.code, area, year, part, group, None, what.unit, None, None, None, None, None, level, n,
                           None, None, METHOD, flags)  # fmt: skip
    return SurveyValue(
        what.code, area, year, part, group, 100 * one.value, what.unit, one.numerator, one.denominator,
        100 * one.standard_error, 100 * one.low, 100 * one.high, level, n, one.n_effective, one.design_effect, METHOD,
        flags,
    )  # fmt: skip


def _groups(
    by: Sequence[Sequence[str]], labels: Mapping[str, Sequence[str]], size: int
) -> Iterator[tuple[dict[str, str], Mask]]:
    yield {}, np.ones(size, dtype=bool)
    for names in by:
        keys = list(zip(*(labels[name] for name in names), strict=True))
        for key in sorted(set(keys)):
            if all(key):
                yield dict(zip(names, key, strict=True)), np.array([one == key for one in keys])


def _samples(data: Microdata, columns: Columns) -> Iterator[tuple[str, int, Mask]]:
    """The areas and years of a file with the respondents of each."""
    size = len(data)
    named = next((name for name in AREAS if name in columns.groups), "")
    area = [columns.area] * size if columns.area or not named else labels_of(data, columns.groups[named])
    years = [str(columns.year)] * size if columns.year or "year" not in columns.groups else labels_of(
        data, columns.groups["year"])  # fmt: skip
    keys = list(zip(area, years, strict=True))
    for key in sorted(set(keys)):
        yield key[0], int(key[1]) if key[1].isdecimal() else 0, np.array([one == key for one in keys])
