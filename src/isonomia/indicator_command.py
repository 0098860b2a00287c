"""The command `isonomia indicator`: an indicator of the Sustainable Development Goals from a table or a survey."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from isonomia.printing import chosen_form, inert, table_width

DONE, WRONG_CALL = 0, 2
AREAS = ("world", "region", "subregion", "country")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel begin."""
Row = dict[str, Any]


def add_indicator(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "indicator",
        help="compute an indicator of the Sustainable Development Goals",
        description="From published workbooks: by country as reported, for regions and the world by the rule of its"
        " metadata, with what it rests on; published aggregates inside the file are never its input. From a survey's"
        " microdata: with standard errors and intervals. What cannot be computed is answered with the reason.",
        epilog="examples: isonomia indicator 16.3.2 data_cts_prisons_and_prisoners.xlsx --area region --year 2015:2020;"
        " isonomia indicator 16.5.1 survey.csv --mapping survey.toml --by sex",
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help="e.g. 16.3.2; --list names all")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="workbook (xlsx), CSV, or microdata (CSV)")
    parser.add_argument("--area", choices=AREAS, default="world", help="of a workbook (world)")
    parser.add_argument("--year", metavar="2010:2020", type=years_of, help="a year, or the first and the last")
    parser.add_argument(
        "--by",
        metavar="NAME",
        action="append",
        default=[],
        help="sex, age, relationship, mechanism, ...; of a survey any column, sex,age for both; of wildlife taxon",
    )
    parser.add_argument("--sex", metavar="LABEL", help="of these persons only, as the file says it, e.g. Female")
    parser.add_argument("--population", metavar="FILE", type=Path, help="table of countries, years and persons")
    parser.add_argument("--mapping", metavar="FILE.toml", type=Path, help="which columns of a survey hold what")
    parser.add_argument("--least", metavar="N", type=_count, default=30, help="respondents for a figure (30)")
    parser.add_argument("--permits", metavar="FILE", type=Path, help="for 15.7.1: export permits; FILE is seizures")
    parser.add_argument("--prices", metavar="FILE", type=Path, help="for 15.7.1: import prices")
    parser.add_argument("--conversions", metavar="FILE", type=Path, help="for 15.7.1: products to standard units")
    parser.add_argument("--list", action="store_true", help="the indicators that can be computed, with their formulas")
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), help="what to print; JSON where it is no terminal"
    )
    parser.set_defaults(run=run)


def years_of(text: str) -> range:
    """The years of "2010:2020" or "2019". Raises ArgumentTypeError."""
    found = re.fullmatch(r"(\d{4})(?::(\d{4}))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise argparse.ArgumentTypeError(f"{text!r} are no years; write 2010:2020 or 2019")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of respondents; give 1 or more")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Computes and prints; gives the exit status."""
    from isonomia.statistics.errors import NotComputable
    from isonomia.statistics.indicators.catalogue import entry

    form = chosen_form(options.format)
    if options.list:
        return _list(form)
    if options.code is None or options.file is None:
        print("name an indicator and a file, e.g. isonomia indicator 16.3.2 prisons.xlsx; --list names the indicators",
              file=sys.stderr)  # fmt: skip
        return WRONG_CALL
    what = entry(options.code)
    try:
        found = computed(options)
    except NotComputable as error:
        found = [_not_computed(what.code, what.unit, options, error)]
    if form == "json":
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write((_csv if form == "csv" else _table)(found))
    return DONE


def computed(options: argparse.Namespace) -> list[Row]:
    """The values of an indicator as JSON objects, from whatever kind of file it is computed from.

    Raises NotComputable and the errors of reading.
    """
    from isonomia.statistics.errors import NotComputable
    from isonomia.statistics.indicators.catalogue import SURVEY, WORKBOOK, entry
    from isonomia.statistics.indicators.wildlife import CODES

    what = entry(options.code)
    if what.instead:
        raise NotComputable(what.instead)
    if what.code in CODES:
        return _wildlife(options)
    if SURVEY in what.data and (WORKBOOK not in what.data or options.mapping or _is_microdata(options)):
        return _survey(options)
    return _workbook(options)


def _is_microdata(options: argparse.Namespace) -> bool:
    """Whether the file has a column named as one of the indicator's questions."""
    from isonomia.errors import IsonomiaError
    from isonomia.statistics.survey.microdata import read_header
    from isonomia.statistics.survey.proportions import needed

    try:
        return bool(set(needed(options.code)) & set(read_header(options.file)))
    except IsonomiaError:
        return False


def _workbook(options: argparse.Namespace) -> list[Row]:
    from isonomia.statistics.indicators.compute import compute
    from isonomia.statistics.indicators.population import given_population
    from isonomia.statistics.reading import read_dataset

    data = read_dataset(options.file)
    people = given_population(read_dataset(options.population)) if options.population else None
    persons = {"sex": options.sex} if options.sex else {}
    return [
        value.to_dict()
        for by in options.by or [None]
        for value in compute(
            options.code, data, area=options.area, years=options.year, population=people, by=by, **persons
        )
    ]


def _survey(options: argparse.Namespace) -> list[Row]:
    from isonomia.statistics.errors import NotComputable
    from isonomia.statistics.survey.mapping import columns_by_name, load_columns
    from isonomia.statistics.survey.microdata import read_header, read_microdata
    from isonomia.statistics.survey.proportions import compute_survey, needed

    if options.file.is_file() and options.file.read_bytes()[:4] in WORKBOOKS:
        raise NotComputable(
            "it is computed from a survey's microdata, one respondent a row in a CSV, and this is a workbook",
            place=options.file.name,
        )
    header = read_header(options.file)
    columns = load_columns(options.mapping, header) if options.mapping else columns_by_name(header)
    by = [tuple(names.split(",")) for names in options.by]
    data = read_microdata(options.file, columns.wanted(needed(options.code), [name for names in by for name in names]))
    found = compute_survey(options.code, data, columns, by=by, least=options.least)
    return [value.to_dict() for value in found if options.year is None or value.year in options.year]


def _wildlife(options: argparse.Namespace) -> list[Row]:
    from isonomia.statistics.errors import NotComputable
    from isonomia.statistics.indicators.wildlife import conversions, illegal_share, prices, trade
    from isonomia.statistics.survey.microdata import read_microdata

    if options.permits is None or options.prices is None:
        raise NotComputable(
            "it is computed from three tables: seizures (FILE), --permits and --prices", place=options.file.name
        )
    standard = conversions(read_microdata(options.conversions)) if options.conversions else None
    found = illegal_share(
        trade(read_microdata(options.file)),
        trade(read_microdata(options.permits)),
        prices(read_microdata(options.prices)),
        standard=standard,
        by_taxon="taxon" in options.by,
        years=options.year,
    )
    return [
        {
            "indicator": options.code, "area": "all of the tables", "year": share.year,
            "value": None if share.value is None else 100 * share.value, "unit": "percent",
            "numerator": share.numerator, "denominator": share.denominator, "countries": None,
            "population_covered": None, "method": "value of seizures over value of permits and seizures, at mean"
            " declared import prices", "priced": share.priced, "flags": list(share.flags), "group": dict(share.group),
        }
        for share in found
    ]  # fmt: skip


def _not_computed(code: str, unit: str, options: argparse.Namespace, error: Any) -> Row:
    """The answer where there is no value: the same object with the reason."""
    return {
        "indicator": code, "area": options.area, "year": options.year[0] if options.year else None, "value": None,
        "unit": unit, "numerator": None, "denominator": None, "countries": 0, "population_covered": None,
        "method": "none", "flags": ["not-computable"], "reason": f"not computable, because {error.message}",
    }  # fmt: skip


def _list(form: str) -> int:
    from isonomia.statistics.indicators.catalogue import catalogue

    rows = [asdict(one) for one in catalogue().values()]
    if form == "json":
        told = [{"indicator": row.pop("code"), **row} for row in rows]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return DONE
    for row in rows:
        print(f"{row['code']}  {row['name']}\n    {row['formula']} ({', '.join(row['custodians'])})")
        print(
            "    " + (f"not computed here: {row['instead']}" if row["instead"] else f"from {' or '.join(row['data'])}")
        )
    return DONE


def _csv(found: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = list(dict.fromkeys(name for row in found for name in row)) or ["indicator"]
    writer.writerow(names)
    for row in found:
        writer.writerow([_cell(row.get(name)) for name in names])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return inert("; ".join(f"{name}={label}" for name, label in value.items()))
    if isinstance(value, list):
        return inert("; ".join(map(str, value)))
    return "" if value is None else inert(value) if isinstance(value, str) else value


def _table(found: Sequence[Row]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    sampled = any("standard_error" in row for row in found)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("of", overflow="fold")
    for name in ("year", "value", *(("95 per cent interval", "respondents") if sampled else ("countries", "covered"))):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("flags", overflow="fold", ratio=1)
    for row in found:
        of = [row["area"], row.get("part", ""), *(row.get("group") or {}).values()]
        told = _sampled(row) if sampled else _covered(row)
        value = "none" if row["value"] is None else f"{row['value']:,.2f}"
        flags = "; ".join(row["flags"])
        table.add_row(*map(Text, (", ".join(filter(None, of)), str(row["year"] or ""), value, *told, flags)))
    console = Console(file=out, width=table_width(), force_terminal=False, highlight=False)
    console.print(table)
    for line in dict.fromkeys(row.get("reason") or f"{row['unit']}: {row['method']}" for row in found):
        console.print(Text(f"{found[0]['indicator']}, {line}"))
    return out.getvalue()


def _sampled(row: Row) -> tuple[str, str]:
    limits = "" if row.get("low") is None else f"{row['low']:,.2f} to {row['high']:,.2f}"
    return limits, str(row.get("n", ""))


def _covered(row: Row) -> tuple[str, str]:
    covered = row["population_covered"]
    return str(row["countries"] or ""), "" if covered is None else f"{covered:.0%}"
