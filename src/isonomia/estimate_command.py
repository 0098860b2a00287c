"""The command `isonomia estimate`: how many there are, when lists that overlap saw only some."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.errors import MissingDependency
from isonomia.printing import table_width
from isonomia.progress import ProgressBar
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.estimation import CaptureHistories, Estimate

DONE, NO_ESTIMATE = 0, 1
METHODS = (
    "stepwise", "bic", "downhill", "decomposable", "latent-class", "independence", "chao", "sample-coverage", "mt",
    "mh", "mth", "mb", "regression", "doubly-robust", "all",
)  # fmt: skip
COLUMNS = ("method", "estimate", "hidden", "low_95", "high_95", "low_80", "high_80", "model", "reportable", "warnings")


def add_estimate(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "estimate",
        help="estimate a hidden population from lists that overlap",
        description="LISTS.csv has a column of 0/1 for each list and `count`, or one row per person without it; other"
        " columns are covariates. Prints the size of the population, how much of it no list saw, intervals, and what"
        " speaks against the figure.",
        epilog="example: isonomia estimate samples/lists/uk_2013.csv --method all --seed 1 -o report.html",
    )
    parser.add_argument("lists", metavar="LISTS.csv", type=Path, help="the capture histories")
    parser.add_argument("--method", choices=METHODS, default="stepwise", help="the estimator (stepwise); all: each")
    parser.add_argument(
        "--max-order", type=_whole, metavar="N",
        help="highest interaction: bic considers one less than the lists up to five, 2 from six on; stepwise pairs",
    )  # fmt: skip
    parser.add_argument(
        "--bootstrap", type=_whole, metavar="B", help="replicates for the intervals of stepwise and bic (1000); 0: none"
    )
    parser.add_argument(
        "--strata", metavar="A,B", type=_names, default=(), help="covariates to estimate by, e.g. sex,age; then in all"
    )
    parser.add_argument("--seed", type=_whole, metavar="N", help="makes every number repeat")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="what to print (table)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write a page with pictures to this file")
    parser.set_defaults(run=run)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def run(options: argparse.Namespace) -> int:
    """Reads the lists, estimates, prints; writes the page where one is asked for."""
    # the matrices are small and many: threads inside one product cost more than they save
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import numpy  # noqa: F401
        import scipy  # noqa: F401
    except ImportError:
        raise MissingDependency("estimating needs numpy and scipy; pip install isonomia[estimation]") from None
    from isonomia.estimation import CaptureHistories

    histories = CaptureHistories.from_csv(options.lists, covariates=options.strata)
    found, strata, remarks = _estimates(histories, options)
    if options.output is not None:
        from isonomia.estimate_page import estimate_page

        page = estimate_page(histories, found, strata=strata, remarks=remarks, file=options.lists)
        write_whole(options.output, page.encode())
        print(f"{options.output} written", file=sys.stderr)
    for remark in remarks:
        print(remark, file=sys.stderr)
    rows = [*found, *strata.values()]
    if options.format == "json":
        answer: Any = [row.to_dict() for row in found]
        if options.method != "all":
            answer = answer[0]
            if strata:
                answer["strata"] = [
                    {"stratum": dict(zip(options.strata, key, strict=True)), **row.to_dict()}
                    for key, row in strata.items()
                ]
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    elif options.format == "csv":
        sys.stdout.write(_csv(found, strata, options.strata))
    else:
        sys.stdout.write(_table(found, strata))
    return DONE if any(row.estimate is not None for row in rows) else NO_ESTIMATE


def _estimates(
    histories: CaptureHistories, options: argparse.Namespace
) -> tuple[list[Estimate], dict[tuple[str, ...], Estimate], list[str]]:
    """The estimates, those of strata by their values, and what is to be said of them all."""
    from isonomia.estimation import Options, estimate
    from isonomia.estimation.side_by_side import estimate_all
    from isonomia.estimation.strata import stratified

    with ProgressBar("estimating") as progress:
        asked = {
            "bootstrap": options.bootstrap, "max_order": options.max_order, "seed": options.seed,
            "progress": progress.tell,
        }  # fmt: skip
        if options.method == "all":
            side = estimate_all(histories, Options(**asked))
            remarks = [f"{method} does not apply: {why}" for method, why in side.inapplicable.items()]
            return list(side.estimates), {}, [*remarks, *side.verdict]
        if options.strata:
            total, strata = stratified(histories, options.strata, options.method, Options(**asked))
            return [total], strata, []
        return [estimate(histories, options.method, **asked)], {}, []


def _limits(row: Estimate, level: str) -> tuple[float | None, float | None]:
    return row.intervals.get(level, (None, None))


def _csv(found: list[Estimate], strata: dict[tuple[str, ...], Estimate], names: tuple[str, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, *COLUMNS])
    for key, row in [*(((), row) for row in found), *strata.items()]:
        cells = [row.estimate, row.hidden, *_limits(row, "0.95"), *_limits(row, "0.80")]
        writer.writerow(
            [
                *(key or [""] * len(names)), row.method,
                *("" if cell is None else f"{cell:.4f}" for cell in cells),
                row.model, str(row.reportable).lower(), " ".join(row.warnings),
            ]
        )  # fmt: skip
    return out.getvalue()


def _table(found: list[Estimate], strata: dict[tuple[str, ...], Estimate]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("method" if not strata else "stratum", overflow="fold")
    for name in ("observed", "estimate", "95 % interval", "80 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("model", overflow="fold")
    rows = [(row.method if not strata else "all", row) for row in found]
    rows += [(", ".join(key), row) for key, row in strata.items()]
    for label, row in rows:
        point = "none" if row.estimate is None else f"{row.estimate:,.0f}"
        spans = [_span(row, level) for level in ("0.95", "0.80")]
        table.add_row(label, f"{row.observed:,}", point + ("" if row.reportable else " *"), *spans, row.model)
    console.print(table)
    if any(not row.reportable for _label, row in rows):
        console.print("* not to be reported as it stands, see below")
    for label, row in rows:
        for warning in row.warnings:
            console.print(f"{label}: {warning}")
    console.print(f"seed {found[0].seed}" if found[0].seed is not None else "")
    return out.getvalue().rstrip() + "\n"


def _span(row: Estimate, level: str) -> str:
    low, high = _limits(row, level)
    if low is None:
        return ""
    return f"{low:,.0f} to " + ("no upper limit" if high is None else f"{high:,.0f}")
