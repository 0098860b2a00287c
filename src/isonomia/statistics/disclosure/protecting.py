"""A file of statistics protected: small counts hidden, and what would give them away; or all counts rounded.

What a hidden cell shows is one mark, the same for all, so that the mark tells nothing. Rates that agree with a hidden
count in all but the unit are hidden with it, for they and the population give it away.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from isonomia.statistics.cells import value_of
from isonomia.statistics.dataset import BELOW, Dataset, coded
from isonomia.statistics.disclosure.audit import Audit, audit, verified
from isonomia.statistics.disclosure.errors import BadRule, NotAdditive
from isonomia.statistics.disclosure.layout import REMARKS, Layout, Parents, layout
from isonomia.statistics.disclosure.primary import Sensitive, by_dominance, by_p_percent, by_threshold
from isonomia.statistics.disclosure.rounding import Rounded, controlled
from isonomia.statistics.disclosure.suppress import Cost, Suppression, suppress
from isonomia.statistics.disclosure.table import Floats, Marks
from isonomia.statistics.errors import NotStatistics, UnreadableCell

Mark = Literal["same", "below"]
MEASURES = ("value", "count", "counts", "number", "total count", "kilograms", "amount")
CONTRIBUTORS = "contributors"
_LARGEST = re.compile(r"largest_?(\d+)$")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is sensitive: counts under `threshold`; with `dominance` (n, k) what n contributors hold k per cent of;
    with `p_percent` what lets a contributor be told so closely."""

    threshold: int = 5
    dominance: tuple[int, float] | None = None
    p_percent: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedFile:
    """`hidden` (n,) rows of the file are not to be shown, of these `primary` for themselves, `twins` because they are
    rates of hidden counts, the others to protect the first. `result` tells loss, bound and gap; `exposed` are rows
    that are told all the same: none, unless totals or zeros must be kept."""

    data: Dataset
    layout: Layout
    result: Suppression
    hidden: Marks
    primary: Marks
    twins: Marks
    exposed: tuple[int, ...]

    def mark(self, row: int, mark: Mark, threshold: int) -> str:
        """What stands in a hidden cell."""
        return f"<{threshold}" if mark == "below" and self.primary[row] else ".."


def read_table(file: str | Path, *, sheet: str | None = None) -> Dataset:
    """A file in a published layout, or any CSV with a column of values (`value`, `count`, `number` ...) beside its
    dimensions. Raises what `read_dataset` raises."""
    from isonomia.statistics.reading import read_dataset

    try:
        return read_dataset(file, sheet=sheet)
    except NotStatistics:
        path = Path(file)
        if sheet is not None or path.suffix.casefold() not in (".csv", ".tsv", ".txt"):
            raise
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    head = text.partition("\n")[0]
    rows = list(csv.reader(text.splitlines(), delimiter=max(",;\t|", key=head.count)))
    names = [re.sub(r"\W+", "_", cell.strip().casefold()).strip("_") for cell in rows[0]]
    measure = next((names.index(name) for name in MEASURES if name in names), None)
    if measure is None or len(names) < 2 or len(set(names)) < len(names):
        raise NotStatistics(
            f"no column of values was found; head one of {', '.join(names)} as value, count or number, and each once",
            place=path.name,
        )
    numbered = [(at, row) for at, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    for at, row in numbered:
        if len(row) != len(names):
            raise UnreadableCell(
                f"{len(row)} cells where the header has {len(names)}; give one for each column",
                place=f"{path.name}, {path.stem}!{at}",
            )
    read = [value_of(row[measure], textual=True) for _, row in numbered]
    year = names.index("year") if "year" in names else None
    years = [row[year].strip() if year is not None else "" for _, row in numbered]
    return Dataset(
        "", {name: coded([row[j].strip() for _, row in numbered]) for j, name in enumerate(names)
             if j not in (measure, year)},
        np.array([int(text) if text.isdecimal() else 0 for text in years], dtype=np.int32),
        np.array([value for value, _ in read], dtype=float), np.array([status for _, status in read], dtype=np.int8),
        np.array([at for at, _ in numbered], dtype=np.int32),
        {i: row[measure].strip() for i, (_, row) in enumerate(numbered) if read[i][1] != 0},
        {name: rows[0][j].strip() for j, name in enumerate(names)} | {"value": rows[0][measure].strip()},
        path.stem, path.name,
    )  # fmt: skip


def protect_file(
    data: Dataset, rules: Rules | None = None, *, hierarchies: Mapping[str, Parents] | None = None,
    cost: Cost = "value", mark: Mark = "same", zeros_shown: bool = True, keep_totals: bool = False,
    seconds: float = 10.0, goal: float = 0.005, progress: Callable[[int, int], None] | None = None,
) -> ProtectedFile:  # fmt: skip
    """Hides what the rules ask and what would give it away, in all tables that the file's rows make.

    With the mark `below` small counts are printed as "<5", which tells that they are 1 to 4 and all other hidden
    counts at least 5: then all from 1 to 4 must remain possible. Raises NotAdditive for a file with cells hidden
    already or below zero, BadRule, and NotProtectable unless `keep_totals`.
    """
    asked = rules or Rules()
    rest, plain = _without_contributions(data)
    laid = layout(plain, hierarchies)
    own = laid.rows.size
    if laid.hidden[:own].any():
        row = int(laid.rows[np.flatnonzero(laid.hidden[:own])[0]])
        raise NotAdditive("the cell is without number; protect the table before anything is hidden in it",
                          place=f"{data.file}, {data.place(row)}")  # fmt: skip
    if (laid.table.values < 0).any():
        row = int(laid.rows[np.flatnonzero(laid.table.values[:own] < 0)[0]])
        raise NotAdditive("the cell is below zero; counts begin at 0", place=f"{data.file}, {data.place(row)}")
    sensitive = _sensitive(laid, rest, asked, zeros_shown)
    known = None
    if mark == "below":
        if asked.dominance or asked.p_percent or CONTRIBUTORS in rest or not laid.table.whole_by_component().all():
            raise BadRule('the mark "<5" is for counts under a threshold; use one mark for all')
        sensitive, known = _marked(laid, sensitive, asked.threshold)
    result = suppress(
        laid.table, sensitive, cost=cost, zeros_shown=zeros_shown, known=known, seconds=seconds, goal=goal,
        keep=laid.table.height > 0 if keep_totals else None, strict=not keep_totals and mark == "same",
        progress=progress,
    )  # fmt: skip
    bare = {*verified(laid.table, result.hidden, result.sensitive, zeros_shown=zeros_shown, known=known),
            *result.unprotected}  # fmt: skip
    hidden = np.zeros(len(data), dtype=bool)
    hidden[laid.rows] = result.hidden[:own]
    primary = np.zeros(len(data), dtype=bool)
    primary[laid.rows] = result.primary[:own]
    twins = _twins(plain, hidden)
    return ProtectedFile(
        data, laid, result, hidden | twins, primary, twins, tuple(int(laid.rows[at]) for at in sorted(bare))
    )


def round_file(data: Dataset, base: int, *, hierarchies: Mapping[str, Parents] | None = None) -> tuple[Layout, Rounded]:
    """All counts of a file rounded to multiples of a base, totals adding up where a way is found. Raises BadRule,
    NotAdditive."""
    laid = layout(data, hierarchies)
    if laid.hidden[: laid.rows.size].any():
        raise NotAdditive("some cells are without number; round the table before anything is hidden in it",
                          place=data.file)  # fmt: skip
    return laid, controlled(laid.table, base)


def audit_file(
    data: Dataset,
    *,
    hierarchies: Mapping[str, Parents] | None = None,
    threshold: int = 5,
    zeros_shown: bool | None = None,
) -> tuple[Layout, Audit]:
    """What can be worked out of the cells of a file that are hidden ("..", blank, "<5").

    `zeros_shown` says that no hidden cell is zero; by default this is taken from the file, if it shows a zero.
    """
    laid = layout(data, hierarchies)
    if zeros_shown is None:
        zeros_shown = bool((laid.table.values[~laid.hidden] == 0).any())
    low = np.maximum(laid.low, 1.0) if zeros_shown else laid.low
    low = np.where(laid.table.outside, 0.0, low)
    return laid, audit(laid.table, laid.hidden, low=low, high=laid.high, threshold=threshold)


def audit_against(
    data: Dataset, truth: Dataset, rules: Rules | None = None, *, hierarchies: Mapping[str, Parents] | None = None,
    zeros_shown: bool = True,
) -> tuple[Layout, Audit]:  # fmt: skip
    """The same for a protected file whose original is at hand: only totals that really add up bind, and what is
    narrowed is judged by the rules. The places told are those of the original. Raises NotAdditive where the original
    has no such row."""
    told, plain = _without_contributions(truth)
    laid = layout(plain, hierarchies)
    hidden_keys = {
        _key(data, row, plain) for row in np.flatnonzero(~np.isfinite(data.value) | (data.status == BELOW)).tolist()
    }
    own = laid.rows.size
    hidden = laid.table.outside.copy()
    hidden[:own] = [_key(plain, row, plain) in hidden_keys for row in laid.rows.tolist()]
    if hidden_keys and not hidden[:own].any():
        raise NotAdditive("no hidden row is in the original; give the file that was protected", place=data.file)
    low = np.where(hidden & ~laid.table.outside & zeros_shown & laid.table.whole_by_component(), 1.0, 0.0)
    wanted = _sensitive(laid, told, rules or Rules(), zeros_shown)
    # what follows from the zeros that are shown alone is no fault of the pattern
    return laid, audit(laid.table, hidden, low=low, wanted=Sensitive(wanted.cells, wanted.above, wanted.below * 0))


def _key(data: Dataset, row: int, like: Dataset) -> tuple[str, ...]:
    names = [name for name in like.columns if name not in REMARKS and data.has(name)]
    return (*(data[name][row] for name in names), str(data.year[row]))


def _without_contributions(data: Dataset) -> tuple[dict[str, Floats], Dataset]:
    """The columns that tell of contributors, as numbers, and the file without them: they are no dimensions."""
    from dataclasses import replace

    told = [name for name in data.columns if name == CONTRIBUTORS or _LARGEST.match(name)]
    numbers = {}
    for name in told:
        read = [value_of(label, textual=True)[0] for label in data[name].labels]
        numbers[name] = np.nan_to_num(np.array(read, dtype=float))[data[name].codes]
    columns = {name: column for name, column in data.columns.items() if name not in numbers}
    return numbers, replace(data, columns=columns) if numbers else data


def _sensitive(laid: Layout, told: Mapping[str, Floats], rules: Rules, zeros_shown: bool) -> Sensitive:
    """The sensitive cells of a table by all rules that apply."""
    table, own = laid.table, laid.rows.size
    values = np.where(table.outside, 0.0, table.values)

    def column(name: str) -> Floats:
        return np.concatenate([told[name][laid.rows], np.zeros(len(table) - own)])

    names = sorted((name for name in told if _LARGEST.match(name)), key=lambda n: int(_LARGEST.findall(n)[0]))
    tops = np.column_stack([column(name) for name in names]) if names else np.zeros((len(table), 0))
    persons = column(CONTRIBUTORS) if CONTRIBUTORS in told else None
    lowest = np.where(zeros_shown & table.whole_by_component(), 1.0, 0.0)
    found = by_threshold(values, rules.threshold, contributors=persons, lowest=lowest)
    if rules.dominance is not None:
        found = found | by_dominance(values, tops, n=rules.dominance[0], k=rules.dominance[1])
    if rules.p_percent is not None:
        found = found | by_p_percent(values, tops, p=rules.p_percent)
    return found


def _marked(laid: Layout, sensitive: Sensitive, threshold: int) -> tuple[Sensitive, tuple[Floats, Floats]]:
    """What must remain possible, and what everyone knows, where small counts are marked as such."""
    table = laid.table
    cells, values = sensitive.cells, table.values
    up = np.where(cells, threshold - 1.0 - values, np.inf)
    down = np.where(cells, values - 1.0, np.where(table.outside, values, np.maximum(values - threshold, 0.0)))
    above = np.where(cells, threshold - 1.0 - values, 0.0)
    below = np.where(cells, values - 1.0, 0.0)
    return Sensitive(cells, above, below), (up, down)


def _twins(data: Dataset, hidden: Marks) -> Marks:
    """Rows that agree with a hidden one in all but the unit."""
    if not data.has("unit"):
        return np.zeros(len(data), dtype=bool)
    key = data.keys(*(name for name in data.columns if name not in REMARKS and name != "unit"))
    return np.asarray(np.isin(key, np.unique(key[hidden])) & ~hidden)
