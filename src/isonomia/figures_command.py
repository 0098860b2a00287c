"""The command `isonomia figures`: the quantities of one document, or those of several side by side."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from isonomia.printing import inert, table_width

DONE, WRONG_INPUT, WRONG_CALL = 0, 1, 2
COLUMNS = ("paragraph", "value", "value_high", "unit", "subject", "qualifier", "as_of", "measure", "text")


def add_figures(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    from isonomia.text.model import LANGUAGES

    parser: argparse.ArgumentParser = commands.add_parser(
        "figures",
        help="list the quantities of reports; of several, the same figure side by side",
        description="Every quantity with value, unit, subject, qualifier and as-of; several files give series as well.",
        epilog="example: isonomia figures samples/documents/A_73_131.zh.txt --format csv",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="files or folders")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the text; found by itself where not given")
    parser.add_argument("--symbol", metavar="S", help="symbol of a document that prints none, e.g. A/73/131")
    parser.add_argument("--ocr", action="store_true", help="read scans with tesseract, where it is installed")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="(table)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Reads the files and prints their figures; gives the exit status."""
    from isonomia.bulk import expand
    from isonomia.errors import IsonomiaError
    from isonomia.mandates.figure_series import figure_series
    from isonomia.mandates.figures import extract_figures
    from isonomia.text.read import read

    paths = expand(options.files)
    if not paths:
        print("no readable file was found there; name files, or a folder with documents", file=sys.stderr)
        return WRONG_CALL
    if options.symbol and len(paths) > 1:
        print("--symbol names one document; give one file with it", file=sys.stderr)
        return WRONG_CALL
    failed = 0
    found: list[tuple[str, Any, list[Any]]] = []
    for path in paths:
        try:
            document = read(path, language=options.language, symbol=options.symbol, ocr=options.ocr)
        except IsonomiaError as error:
            failed += 1
            place = "" if error.place in ("", str(path), path.name) else f"{error.place}: "
            print(f"{path}: {place}{error.message}", file=sys.stderr)
            continue
        found.append((path.name, document, extract_figures(document)))
    if not found:
        return WRONG_INPUT
    rows = {name: [figure.to_dict() for figure in figures] for name, _, figures in found}
    series = [one.to_dict() for one in figure_series([row[1] for row in found], figures=[row[2] for row in found])]
    sys.stdout.write(_render(rows, series, options.format, several=len(paths) > 1))
    return WRONG_INPUT if failed else DONE


def _render(rows: dict[str, list[dict[str, Any]]], series: list[dict[str, Any]], form: str, *, several: bool) -> str:
    only = next(iter(rows.values()))
    if form == "json":
        result: Any = {"figures": rows, "series": series} if several else only
        return json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(rows, several=several)
    return _table(rows, series, several=several)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _csv(rows: dict[str, list[dict[str, Any]]], *, several: bool) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(["document"] if several else []), *COLUMNS])
    for name, figures in rows.items():
        for figure in figures:
            cells = [inert(_cell(figure[column])) for column in COLUMNS]
            writer.writerow([inert(name), *cells] if several else cells)
    return out.getvalue()


def _table(rows: dict[str, list[dict[str, Any]]], series: list[dict[str, Any]], *, several: bool) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False)
    for name, figures in rows.items():
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text(name), title_justify="left")
        for column in ("paragraph", "value", "unit", "subject", "as of", "text"):
            table.add_column(column, justify="right" if column == "value" else "left", overflow="fold")
        for row in figures:
            table.add_row(*(Text(cell) for cell in _line(row)))
        console.print(table)
        console.print(Text(f"{len(figures)} figure{'s' if len(figures) != 1 else ''}"))
    if several:
        console.print(_series_table(series))
    return out.getvalue()


def _series_table(series: Sequence[dict[str, Any]]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not series:
        return Text("No figure stands in two of these documents.")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text("The same figure side by side"), title_justify="left")
    for column in ("figure", "unit", "values"):
        table.add_column(column, overflow="fold")
    for one in series:
        values = "; ".join(
            f"{_amount(point)} ({point['document']} {point['paragraph'] or ''})" for point in one["points"]
        )
        table.add_row(Text(one["label"]), Text(one["unit"]), Text(values))
    return table


SIGNS = {"more_than": ">", "nearly": "<~", "about": "~", "less_than": "<", "at_least": "≥"}


def _amount(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return _cell(row["qualifier"])
    high = f"–{row['value_high']:,}" if row["value_high"] is not None else ""
    return f"{SIGNS.get(row['qualifier'] or '', '')}{row['value']:,}{high}"


def _line(row: dict[str, Any]) -> list[str]:
    return [
        _cell(row["paragraph"]), _amount(row), row["unit"], _cell(row["subject"]), _cell(row["as_of"]), row["text"],
    ]  # fmt: skip
