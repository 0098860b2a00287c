"""The command `isonomia check`: what is wrong in a table of statistics, where, and what would be right."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.printing import chosen_form, inert, table_width
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.statistics.checks.finding import Finding
    from isonomia.statistics.dataset import Dataset

DONE, FOUND, WRONG_CALL = 0, 1, 2
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
KINDS = ("un-cts", "glotip", "iafq")
SHOWN = 12
"""Findings of a rule that the table shows; the other formats have all."""


def add_check(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="find what is wrong in a table of statistics",
        description="Reads a workbook or CSV in the layout of the published ones and prints every defect with its"
        " places, and what would be right. Ends with 1 where there is an error. Prints JSON where it is no terminal.",
        epilog="example: isonomia check data_cts_prisons_and_prisoners.xlsx -o findings.html",
    )
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="workbook (xlsx) or CSV")
    parser.add_argument("--as", dest="kind", choices=KINDS, help="the collection; found by the source column if absent")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet, where several hold tables")
    parser.add_argument("--rules", action="store_true", help="explain the rules, each with an example")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the messages (en)")
    parser.add_argument("--format", choices=("table", "json", "csv"), help="what to print")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write a page that shows the cells in place")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Checks the file and prints what was found; gives the exit status."""
    if options.rules:
        return _print_rules(options)
    if options.file is None:
        print("name a file to check, or --rules to read what is checked", file=sys.stderr)
        return WRONG_CALL
    from isonomia.statistics.checks import check
    from isonomia.statistics.reading import read_dataset

    data = read_dataset(options.file, sheet=options.sheet)
    if options.kind and data.kind and options.kind != data.kind:
        print(f"{options.file.name} says of itself that it is {data.kind}, not {options.kind}", file=sys.stderr)
    found = check(data)
    if options.output is not None:
        from isonomia.check_page import check_page

        write_whole(options.output, check_page(data, found, options.language).encode())
        print(f"{options.output} written", file=sys.stderr)
    form = chosen_form(options.format)
    if form == "json":
        rows = [finding.to_dict(data, options.language) for finding in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write((_csv if form == "csv" else _table)(data, found, options.language))
    return FOUND if any(finding.severity == "error" for finding in found) else DONE


def _print_rules(options: argparse.Namespace) -> int:
    from isonomia.statistics.checks.explained import explained

    rules = explained()
    if chosen_form(options.format) == "json":
        sys.stdout.write(json.dumps(rules, ensure_ascii=False, indent=1) + "\n")
    else:
        for rule in rules:
            print(f"{rule['rule']} ({rule['severity']})\n  {rule['explanation']}\n  e.g. {rule['example']}\n")
    return DONE


def _csv(data: Dataset, found: list[Finding], language: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["rule", "severity", "places", "series", "message"])
    for finding in found:
        row = finding.to_dict(data, language)
        series = "; ".join(f"{name}={value}" for name, value in row["series"].items())
        cells = (row["rule"], row["severity"], " ".join(row["places"]), series, row["message"])
        writer.writerow([inert(cell) for cell in cells])
    return out.getvalue()


def _table(data: Dataset, found: list[Finding], language: str) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False, highlight=False)
    counts = Counter(finding.rule for finding in found)
    console.print(f"{data.file}: {len(data):,} observations, {len(found):,} findings")
    for rule, number in counts.items():
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"{rule}: {number:,}", title_justify="left")
        table.add_column("where", overflow="fold")
        table.add_column("about", overflow="fold", ratio=2)
        table.add_column("what", overflow="fold", ratio=3)
        for finding in [row for row in found if row.rule == rule][:SHOWN]:
            row = finding.to_dict(data, language)
            about = ", ".join(
                str(row["series"][n]) for n in ("country", "year", "indicator", "category") if row["series"].get(n)
            )
            where = ", ".join(place.rpartition("!")[2] for place in row["places"][:6])
            more = f" and {len(row['places']) - 6} more" if len(row["places"]) > 6 else ""
            table.add_row(Text(where + more), Text(about), Text(row["message"]))
        console.print(table)
        if number > SHOWN:
            console.print(f"and {number - SHOWN:,} more of {rule}; --format csv has all")
    return out.getvalue()
