"""An estimate as one page: the figure and what speaks against it, the lists, what it hangs on, how it was made."""

from __future__ import annotations

import datetime
import hashlib
import platform
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from isonomia.charts import svg
from isonomia.errors import IsonomiaError
from isonomia.estimation import CaptureHistories, Estimate
from isonomia.estimation.estimating import Options
from isonomia.estimation.pictures import curve, forest, upset
from isonomia.estimation.sensitivity import assumption_curve, internal_consistency, leave_one_out, merged_pairs
from isonomia.pages.shell import page

SMALL = 5
"""Histories that fewer persons share are hidden on the page: someone might be recognised."""
SLOW = frozenset({"latent-class"})
"""Estimators that are not run again for each list: the page varies the lists with `stepwise` instead."""
DEEP = 14
"""Rows of a table of diagnostics that are shown."""


def estimate_page(
    histories: CaptureHistories,
    found: Sequence[Estimate],
    *,
    strata: Mapping[tuple[str, ...], Estimate] | None = None,
    remarks: Sequence[str] = (),
    file: Path | None = None,
) -> str:
    """The page of one estimator or several. One file without script or address. Raises MissingDependency."""
    described = tomllib.loads(files("isonomia.estimation").joinpath("methods.toml").read_text(encoding="utf-8"))
    labelled = [(row.method, row) for row in found] + [(", ".join(key), row) for key, row in (strata or {}).items()]
    given = [row for _, row in labelled if row.estimate is not None]
    return page(
        "estimate.html.j2",
        styles=("page.css", "estimate.css"),
        histories=histories,
        found=found,
        first=found[0],
        labelled=labelled,
        remarks=remarks,
        forest=_picture(forest(labelled), "the estimates with their intervals") if given else "",
        upset=_picture(upset(_protected(histories)), "how many persons share which lists"),
        overlaps=_overlaps(histories),
        small=len(histories.small_cells(SMALL)),
        below=SMALL,
        hangs=_hangs(histories, found[0]),
        diagnostics=[(row.method, list(_tables(row.diagnostics))) for row in found],
        described=[described[row.method] for row in found if row.method in described],
        made=_made(file, found[0]),
    )


def _picture(spec: dict[str, Any], label: str) -> Markup:
    return Markup(svg(spec, label))  # drawn here from numbers and escaped names


def _protected(histories: CaptureHistories) -> CaptureHistories:
    """The lists without the histories that few persons share."""
    counts = histories.counts.copy()
    counts[counts < SMALL] = 0
    return histories.with_counts(counts)


def _overlaps(histories: CaptureHistories) -> list[tuple[str, list[str]]]:
    shared = histories.overlaps()
    return [(name, [_few(int(shared[i, j])) for j in range(histories.size)]) for i, name in enumerate(histories.lists)]


def _few(count: int) -> str:
    return f"<{SMALL}" if 0 < count < SMALL else f"{count:,}"


def _hangs(histories: CaptureHistories, one: Estimate) -> dict[str, Any]:
    """What the figure does when its assumption fails, when lists are left out or merged, and on known lists."""
    if one.estimate is None:
        return {}
    method = "stepwise" if one.method in SLOW else one.method
    options = Options(bootstrap=0, seed=one.seed)
    points = assumption_curve(one)
    rows = [
        {"factor": p.factor, "estimate": p.estimate, "low": _limit(p.intervals, 0), "high": _limit(p.intervals, 1)}
        for p in points
    ]
    drawn = curve(rows, "factor", "the hidden are so many times what the assumption says")
    parts: dict[str, Any] = {
        "method": method,
        "points": points,
        "assumption": _picture(drawn, "the estimate where its assumption fails by a factor"),
    }
    for name, vary in (("without", leave_one_out), ("merged", merged_pairs)):
        try:
            parts[name] = vary(histories, method, options)
        except IsonomiaError as error:
            parts[name] = ()
            parts[f"{name}_not"] = error.message
    try:
        parts["known"] = internal_consistency(histories, method, options)
    except IsonomiaError as error:
        parts["known_not"] = error.message
    return parts


def _limit(intervals: Mapping[str, tuple[float, float | None]], side: int) -> float | None:
    return intervals["0.95"][side] if "0.95" in intervals else None


def _tables(diagnostics: Mapping[str, Any]) -> Any:
    """Diagnostics as rows of (name, text) and tables of (name, columns, rows)."""
    for name, value in diagnostics.items():
        label = name.replace("_", " ")
        if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            columns = list(dict.fromkeys(key for row in value for key in row))
            yield label, columns, [[_said(row.get(key)) for key in columns] for row in value[:DEEP]], len(value)
        else:
            yield label, [], [[_said(value)]], 1


def _said(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, Mapping):
        return "; ".join(f"{str(key).replace('_', ' ')} {_said(cell)}" for key, cell in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(cell) for cell in value[:DEEP]) + (" ..." if len(value) > DEEP else "")
    return str(value)


def _made(file: Path | None, one: Estimate) -> list[tuple[str, str]]:
    """Where the numbers are from and what made them."""
    rows = [("made on", datetime.datetime.now(tz=datetime.UTC).date().isoformat())]
    if file is not None:
        rows += [("file", file.name), ("SHA-256", hashlib.sha256(file.read_bytes()).hexdigest())]
    rows.append(("seed", "none needed" if one.seed is None else str(one.seed)))
    rows.append(("isonomia", one.to_dict()["version"]))
    rows += [(name, version(name)) for name in ("numpy", "scipy")]
    return [*rows, ("Python", platform.python_version())]
