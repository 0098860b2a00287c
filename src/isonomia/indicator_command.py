"""The command `isonomia indicator`: an indicator of the Sustainable Development Goals from a table of statistics."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.printing import table_width

if TYPE_CHECKING:
    from isonomia.statistics.indicators.compute import Value

DONE, WRONG_CALL = 0, 2
AREAS = ("world", "region", "subregion", "country")


def add_indicator(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "indicator",
        help="compute an indicator of the Sustainable Development Goals",
        description="By country as reported, for regions and the world by the rule of its metadata, with what it rests"
        " on. Published aggregates inside the file are never its input.",
        epilog="example: isonomia indicator 16.3.2 data_cts_prisons_and_prisoners.xlsx --area region --year 2015:2020",
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help="e.g. 16.3.2; --list names all")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="workbook (xlsx) or CSV")
    parser.add_argument("--area", choices=AREAS, default="world", help="(world)")
    parser.add_argument("--year", metavar="2010:2020", type=_years, help="a year, or the first and the last")
    parser.add_argument("--sex", metavar="LABEL", help="of these persons only, as the file says it, e.g. Female")
    parser.add_argument("--population", metavar="FILE", type=Path, help="table of countries, years and persons")
    parser.add_argument("--list", action="store_true", help="the indicators that can be computed, with their formulas")
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), help="what to print; JSON where it is no terminal"
    )
    parser.set_defaults(run=run)


def _years(text: str) -> range:
    found = re.fullmatch(r"(\d{4})(?::(\d{4}))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise argparse.ArgumentTypeError(f"{text!r} are no years; write 2010:2020 or 2019")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def run(options: argparse.Namespace) -> int:
    """Computes and prints; gives the exit status."""
    from isonomia.statistics.indicators.declaration import indicators

    form = options.format or ("table" if sys.stdout.isatty() else "json")
    if options.list:
        rows = [
            {"indicator": one.code, "name": one.name, "custodians": list(one.custodians), "formula": one.formula,
             "unit": one.unit, "aggregate": one.aggregate, "note": one.note}
            for one in indicators().values()
        ]  # fmt: skip
        for row in [] if form == "json" else rows:
            print(f"{row['indicator']}  {row['name']}\n    {row['formula']} ({', '.join(row['custodians'])})")
        if form == "json":
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return DONE
    if options.code is None or options.file is None:
        print("name an indicator and a file, e.g. isonomia indicator 16.3.2 prisons.xlsx; --list names the indicators",
              file=sys.stderr)  # fmt: skip
        return WRONG_CALL
    from isonomia.statistics.indicators.compute import compute
    from isonomia.statistics.indicators.population import given_population
    from isonomia.statistics.reading import read_dataset

    data = read_dataset(options.file)
    people = given_population(read_dataset(options.population)) if options.population else None
    persons = {"sex": options.sex} if options.sex else {}
    found = compute(options.code, data, area=options.area, years=options.year, population=people, **persons)
    if form == "json":
        sys.stdout.write(json.dumps([value.to_dict() for value in found], ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write((_csv if form == "csv" else _table)(found))
    return DONE


def _csv(found: list[Value]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = [value.to_dict() for value in found]
    writer.writerow(list(rows[0]) if rows else ["indicator"])
    for row in rows:
        writer.writerow(
            ["; ".join(cell) if isinstance(cell, list) else "" if cell is None else cell for cell in row.values()]
        )
    return out.getvalue()


def _table(found: list[Value]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    out = io.StringIO()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("area", overflow="fold")
    for name in ("year", "value", "countries", "covered"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("flags", overflow="fold", ratio=1)
    for row in found:
        covered = "" if row.population_covered is None else f"{row.population_covered:.0%}"
        value = "none" if row.value is None else f"{row.value:,.2f}"
        table.add_row(row.area, str(row.year), value, str(row.countries), covered, "; ".join(row.flags))
    console = Console(file=out, width=table_width(), force_terminal=False, highlight=False)
    console.print(table)
    for line in dict.fromkeys(f"{row.indicator}, {row.unit}: {row.method}" for row in found):
        console.print(line)
    return out.getvalue()
