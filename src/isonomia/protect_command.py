"""The command `isonomia protect`: small counts hidden so that no total gives them away, and the audit of what is."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.printing import chosen_form, inert, table_width
from isonomia.progress import ProgressBar
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.statistics.dataset import Dataset
    from isonomia.statistics.disclosure.protecting import ProtectedFile

DONE, FOUND, WRONG_CALL = 0, 1, 2
SHOWN = 40
"""Cells that the table of an audit shows; JSON and CSV have all."""


def add_protect(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "protect",
        help="hide small counts so that no total gives them away",
        description="Hides counts under a threshold and what is needed to protect them, at the least loss: prints what"
        " was lost and a bound that no other choice can undercut, and writes the protected table. With --audit, tries"
        " to recover the hidden cells of a table instead; ends with 1 where one can be. What an audit finds in a table"
        " of others is for you alone.",
        epilog="example: isonomia protect victims.csv --hierarchy offence=iccs -o protected.csv",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="workbook (xlsx) or CSV with dimensions and a value")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet, where several hold tables")
    parser.add_argument("--audit", action="store_true", help="try to recover what is hidden")
    parser.add_argument(
        "--truth", metavar="FILE", type=Path, help="with --audit: the table before it was protected; places are its own"
    )
    parser.add_argument("--threshold", metavar="N", type=int, default=5, help="counts from 1 to N-1 are hidden (5)")
    parser.add_argument(
        "--dominance", metavar="N,K", type=_dominance,
        help="hide sums of which N contributors (columns largest_1, ...) hold over K per cent",
    )  # fmt: skip
    parser.add_argument(
        "--p-percent", metavar="P", type=float, help="hide sums by which a contributor is told within P per cent"
    )
    parser.add_argument(
        "--hierarchy", metavar="COLUMN=WHAT", action="append", type=_hierarchy, default=[],
        help="what stands above the labels of a column: iccs, m49, or a CSV of label,parent; may be given again",
    )  # fmt: skip
    parser.add_argument("--cost", choices=("value", "cells", "log"), default="value", help="what hiding loses (value)")
    parser.add_argument(
        "--mark", choices=("same", "below"), default="same", help='one mark for all, or "<5" where small (same)'
    )
    parser.add_argument("--hide-zeros", action="store_true", help="zeros may be hidden to protect others")
    parser.add_argument("--keep-totals", action="store_true", help="totals stay; cells that they tell are named")
    parser.add_argument("--round", metavar="BASE", type=int, help="round all counts to multiples of 3, 5 ... instead")
    parser.add_argument("--seconds", metavar="S", type=float, default=10.0, help="how long to look for better (10)")
    parser.add_argument("--format", choices=("table", "json", "csv"), help="what to print; JSON where no terminal")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write the protected table (CSV), or findings"
    )
    parser.set_defaults(run=run)


def _dominance(text: str) -> tuple[int, float]:
    count, _, share = text.partition(",")
    try:
        return int(count), float(share)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no rule of dominance; write 1,75") from None


def _hierarchy(text: str) -> tuple[str, str]:
    column, mark, what = text.partition("=")
    if not mark or not column or not what:
        raise argparse.ArgumentTypeError(f"{text!r} names no column and hierarchy; write offence=iccs")
    return column, what


def run(options: argparse.Namespace) -> int:
    """Protects, rounds or audits the file; gives the exit status."""
    from isonomia.statistics.disclosure.layout import hierarchy
    from isonomia.statistics.disclosure.protecting import read_table

    data = read_table(options.file, sheet=options.sheet)
    parents = {
        column: hierarchy(what, data[column].labels) if data.has(column) else {} for column, what in options.hierarchy
    }
    if options.audit:
        return _audit(data, parents, options)
    if options.round is not None:
        return _round(data, parents, options)
    from isonomia.statistics.disclosure.protecting import Rules, protect_file

    with ProgressBar("looking for the least loss") as bar:
        found = protect_file(
            data, Rules(options.threshold, options.dominance, options.p_percent), hierarchies=parents,
            cost=options.cost, mark=options.mark, zeros_shown=not options.hide_zeros,
            keep_totals=options.keep_totals, seconds=options.seconds, progress=bar.tell,
        )  # fmt: skip
    if options.output is not None:
        hidden = {row: found.mark(row, options.mark, options.threshold) for row in found.hidden.nonzero()[0].tolist()}
        _write(options.output, data, hidden)
    _print([_summary(found, options)], options)
    return FOUND if found.exposed else DONE


def _summary(found: ProtectedFile, options: argparse.Namespace) -> dict[str, Any]:
    result, data = found.result, found.data
    return {
        "file": data.file, "observations": len(data), "cells": int(found.layout.rows.size),
        "primary": int(result.primary.sum()), "secondary": int(result.secondary.sum()),
        "rates_of_hidden": int(found.twins.sum()), "cost": options.cost, "loss": round(result.loss, 6),
        "bound": round(result.bound, 6), "gap": round(result.gap, 6), "seconds": round(result.seconds, 2),
        "still_told": [data.place(row) for row in found.exposed],
        "overlapping_totals": [data.place(row) for row in found.layout.overlapping],
    }  # fmt: skip


def _round(data: Dataset, parents: Any, options: argparse.Namespace) -> int:
    from isonomia.statistics.disclosure.protecting import round_file

    laid, rounded = round_file(data, options.round, hierarchies=parents)
    if options.output is not None:
        values = zip(laid.rows.tolist(), rounded.values.tolist(), strict=False)
        _write(options.output, data, {row: str(int(value)) for row, value in values}, flag="rounded")
    _print(
        [
            {
                "file": data.file, "observations": len(data), "cells": int(laid.rows.size), "base": rounded.base,
                "additive": rounded.additive, "furthest": rounded.furthest,
            }
        ],
        options,
    )  # fmt: skip
    return DONE


def _audit(data: Dataset, parents: Any, options: argparse.Namespace) -> int:
    from isonomia.statistics.disclosure.protecting import Rules, audit_against, audit_file, read_table

    if options.truth is not None:
        truth = read_table(options.truth)
        rules = Rules(options.threshold, options.dominance, options.p_percent)
        laid, audit = audit_against(data, truth, rules, hierarchies=parents, zeros_shown=not options.hide_zeros)
        data = truth
    else:
        zeros = False if options.hide_zeros else None
        laid, audit = audit_file(data, hierarchies=parents, threshold=options.threshold, zeros_shown=zeros)
    exposed = [one for one in audit.exposures if one.status != "safe"]
    rows = []
    for one in exposed:
        row = int(laid.rows[one.cell])
        about = {name: value for name, value in data.series(row).items() if value not in ("", 0, "Total")}
        rows.append({"place": data.place(row), "status": one.status, "lowest": one.lowest, "highest": one.highest,
                     "exact": one.exact, "series": about})  # fmt: skip
    counts = f"{len(audit.exposures):,} hidden cells, {len(audit.of('recovered')):,} recovered, "
    counts += f"{len(audit.of('narrowed')):,} narrowed"
    if options.truth is None:
        counts += ", if parts add up to totals; for you alone where the table is not yours"
    if audit.contradictions:
        counts += f"; {len(audit.contradictions):,} totals contradict what is shown and were left out"
    print(counts, file=sys.stderr)
    if options.output is not None:
        write_whole(options.output, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
    else:
        _print(rows, options)
    return FOUND if exposed else DONE


def _write(path: Path, data: Dataset, shown: dict[int, str], flag: str = "suppressed") -> None:
    """The table as CSV, with what stands in some cells of the value changed and said so in a column of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = list(data.columns)
    heads = [data.header.get(name, name) for name in names]
    dated = bool((data.year > 0).any())
    years = [data.header.get("year", "Year")] if dated else []
    writer.writerow([*heads, *years, data.header.get("value", "value"), "flag"])
    for row in range(len(data)):
        cells = [inert(data[name][row]) for name in names]
        year = [str(int(data.year[row]) or "")] if dated else []
        writer.writerow([*cells, *year, shown.get(row) or _printed(data, row), flag if row in shown else ""])
    write_whole(path, out.getvalue().encode())
    print(f"{path} written", file=sys.stderr)


def _printed(data: Dataset, row: int) -> str:
    return data.texts.get(row, "") if data.value[row] != data.value[row] else data.printed(row)


def _print(rows: list[dict[str, Any]], options: argparse.Namespace) -> None:
    form = chosen_form(options.format)
    if form == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(list(rows[0]) if rows else ["place"])
        for row in rows:
            writer.writerow([inert(_cell(cell)) for cell in row.values()])
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    if len(rows) == 1 and "observations" in rows[0]:
        table.add_column("")
        table.add_column("", overflow="fold")
        for name, cell in rows[0].items():
            table.add_row(Text(name.replace("_", " ")), Text(_cell(cell)))
    else:
        for name in rows[0] if rows else ("place",):
            table.add_column(name, overflow="fold")
        for row in rows[:SHOWN]:
            table.add_row(*(Text(_cell(cell)) for cell in row.values()))
    console = Console(width=table_width(), highlight=False)
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN:,} more; --format csv has all")


def _cell(cell: Any) -> str:
    if isinstance(cell, dict):
        return ", ".join(str(value) for value in cell.values())
    if isinstance(cell, list):
        return ", ".join(map(str, cell)) or "none"
    if isinstance(cell, float):
        return f"{cell:g}" if abs(cell) < 1e6 else f"{cell:,.0f}"
    return "" if cell is None else str(cell)
