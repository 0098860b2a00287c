"""The commands `isonomia import` and `isonomia export`: collections in and out of files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

DONE, WRONG_INPUT = 0, 1
FORMATS = ("csv", "xlsx", "json", "jsonl", "parquet")
STATES = ("draft", "submitted", "published")


def add_import(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help="bring records into a collection of the site",
        description="Brings a CSV, XLSX, JSON or JSON Lines file into a collection. Nothing is written unless all rows"
        " are right, or with --partial the right ones; rows whose natural key is there already change their record.",
        epilog="example: isonomia import bodies bodies.csv --dry-run",
    )
    parser.add_argument("collection", metavar="COLLECTION", help="its name, as in its address")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be written and what is wrong")
    parser.add_argument("--partial", action="store_true", help="write the right rows though others are wrong")
    parser.add_argument("--faulty", metavar="FILE", type=Path, help="write the wrong rows to this file, to be mended")
    parser.add_argument("--state", choices=STATES, default="published", help="state of what is new (published)")
    parser.add_argument("--reason", default="", help="why, for the history")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the site's data directory (isonomia-data)")
    parser.set_defaults(run=run_import)


def add_export(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "export",
        help="write a collection of the site to a file",
        description="Writes what the public sees of a collection, whole or as a page's filters narrow it.",
        epilog="example: isonomia export mandates --to xlsx --where 'addressee=unodc' -o unodc.xlsx",
    )
    parser.add_argument("collection", metavar="COLLECTION", help="its name, as in its address")
    parser.add_argument("--to", choices=FORMATS, default="csv", help="(csv)")
    parser.add_argument("--where", metavar="QUERY", default="", help="filters as in the address of the list page")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to this file instead of printing")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the site's data directory (isonomia-data)")
    parser.set_defaults(run=run_export)


def run_import(options: argparse.Namespace) -> int:
    """Imports with a progress bar; exit status 1 where rows are wrong."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from isonomia.site.commands import import_file

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        right = import_file(
            options.collection, options.file, data=options.data, dry_run=options.dry_run, partial=options.partial,
            state=options.state, reason=options.reason, faulty=options.faulty,
            progress=lambda stage, done: bar.update(task, description=stage, completed=done), out=sys.stderr,
        )  # fmt: skip
    if not options.dry_run:
        from isonomia.site.search.keeping import bring_up_to_date

        bring_up_to_date(sys.stderr if sys.stderr.isatty() else None)
    return DONE if right else WRONG_INPUT


def run_export(options: argparse.Namespace) -> int:
    """Writes the collection to the file or to standard output."""
    from isonomia.site.commands import export_file

    export_file(options.collection, options.to, options.output, query=options.where, data=options.data)
    return DONE
