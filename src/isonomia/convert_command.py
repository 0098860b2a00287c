"""The command `isonomia convert`: a table of statistics, or a result, in a form of exchange."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from isonomia.writing import write_whole

DONE, WRONG_CALL = 0, 2
FORMS = ("sdmx-csv", "sdmx-ml", "csv", "xlsx", "parquet", "datapackage")
"""As in isonomia.statistics.exchange, which is not loaded to print the help."""
LISTED = 5
"""So many places of what a form cannot hold are named."""


def add_convert(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "convert",
        help="write a table of statistics in a form of exchange",
        description="Reads a workbook or CSV in the layout of the published ones, and what this command writes. The"
        " JSON of isonomia indicator or estimate becomes SDMX-CSV of the global structure for the Sustainable"
        " Development Goals. SDMX comes with its structure message in a file beside (-o out.csv: out.structure.xml).",
        epilog="example: isonomia convert data_cts_prisons_and_prisoners.xlsx --to sdmx-csv -o prisons.csv",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="workbook (xlsx), CSV, SDMX, Parquet, data package")
    parser.add_argument("--to", choices=FORMS, required=True, help="the form")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet, where several hold tables")
    parser.add_argument("--structure", action="store_true", help="print the structure message of SDMX, not the data")
    parser.add_argument("--area", metavar="NAME", help="the country of a result of isonomia estimate")
    parser.add_argument("--year", metavar="YEAR", type=_year, help="the year of a result of isonomia estimate")
    parser.add_argument("--source", metavar="TEXT", default="", help="who supplied what a result was made from")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write to this file; a folder or .zip for datapackage"
    )
    parser.set_defaults(run=run)


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"{text!r} is no year; write 2019")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Converts the file; gives the exit status."""
    if options.structure and not options.to.startswith("sdmx"):
        print("--structure is of SDMX; add --to sdmx-ml", file=sys.stderr)
        return WRONG_CALL
    binary = options.to in ("xlsx", "parquet", "datapackage")
    if options.output is None and binary and sys.stdout.isatty():
        print(f"{options.to} is nothing to look at; name a file with -o", file=sys.stderr)
        return WRONG_CALL
    result = _result(options.file)
    if result is not None:
        return _convert_result(result, options)
    from isonomia.statistics.exchange import written
    from isonomia.statistics.reading import read_dataset

    data = read_dataset(options.file, sheet=options.sheet)
    name = options.output.name if options.output else ""
    found = written(data, options.to, name)
    if options.to.startswith("sdmx"):
        _tell_left_out(data)
        _tell_unlisted(data)
    if options.structure:
        found = {name or "structure.xml": list(found.values())[1]}
    return _put(found, options.output)


def _put(found: Mapping[str, bytes], output: Path | None) -> int:
    """Writes the files beside one another, or prints the first."""
    if output is None:
        sys.stdout.buffer.write(next(iter(found.values())))
        sys.stdout.buffer.flush()
        return DONE
    for name, content in found.items():
        path = output.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        print(f"{path} written", file=sys.stderr)
    return DONE


def _tell_left_out(data: Any) -> None:
    """Names the observations without a year: SDMX has no place for them."""
    places = [data.place(int(row)) for row in (data.year == 0).nonzero()[0]]
    if places:
        more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        print(
            f"{data.file}: left out, as they have no year: {', '.join(places[:LISTED])}{more}; give each its year",
            file=sys.stderr,
        )


def _tell_unlisted(data: Any) -> None:
    """Names the countries that are in no list: their codes are made from their names."""
    from isonomia.statistics.exchange.about import unlisted_areas

    for label, near in unlisted_areas(data)[:LISTED]:
        hint = f"{near} is near" if near else "give its ISO code"
        print(f"{data.file}: {label!r} is in no list of countries; {hint}", file=sys.stderr)


def _result(path: Path) -> Any:
    """What another command printed as JSON; None where the file is something else. Raises NotStatistics."""
    if path.suffix.lower() != ".json" or path.name == "datapackage.json":
        return None
    from isonomia.statistics.errors import NotStatistics

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NotStatistics(
            f"this is no JSON ({error}); give what isonomia indicator or estimate printed", place=path.name
        ) from None


def _convert_result(result: Any, options: argparse.Namespace) -> int:
    from isonomia.statistics.errors import NotStatistics
    from isonomia.statistics.exchange.sdg import of_estimate, of_indicator, of_table, sdg_csv

    if options.to != "sdmx-csv" or options.structure:
        print("a result becomes SDMX-CSV of the global structure; add --to sdmx-csv", file=sys.stderr)
        return WRONG_CALL
    if isinstance(result, list):
        found, remarks = of_indicator(result, options.source)
    elif isinstance(result, dict):
        if options.area is None or options.year is None:
            print("an estimate says neither its country nor its year; add --area and --year", file=sys.stderr)
            return WRONG_CALL
        make = of_table if "rows" in result else of_estimate
        found, remarks = make(result, options.area, options.year, source=options.source)
    else:
        raise NotStatistics("this is no result of isonomia indicator or estimate", place=options.file.name)
    for remark in remarks:
        print(f"{options.file.name}: {remark}", file=sys.stderr)
    return _put({options.output.name if options.output else "": sdg_csv(found)}, options.output)
