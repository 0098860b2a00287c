"""The command `isonomia load`: adds documents to the site."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DONE, WRONG_INPUT, WRONG_CALL = 0, 1, 2


def add_load(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "load",
        help="add documents to the site",
        description="Reads documents into the site's database, with their mandates; folders are read whole. A file that"
        " is loaded already changes nothing; another version of a document replaces it, and corrections are applied"
        " again.",
        epilog="example: isonomia load report.pdf --symbol A/73/131",
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="files or folders")
    parser.add_argument("--symbol", metavar="S", help="symbol of a document that prints none, e.g. A/73/131")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the text; found by itself where not given")
    parser.add_argument("--ocr", action="store_true", help="read scans with tesseract, where it is installed")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the site's data directory (isonomia-data)")
    parser.add_argument(
        "--again", action="store_true", help="read all documents of the site anew from their files, as after an update"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Loads the files one by one; a fault of one stops none of the others."""
    from isonomia.bulk import expand

    paths = expand(options.files)
    if fault := _fault(options, paths):
        print(fault, file=sys.stderr)
        return WRONG_CALL
    from isonomia.site.serve import migrate, prepare

    prepare(options.data)
    migrate()
    failed = _load(options, paths)
    if options.again:
        failed += _read_again()
    from isonomia.site.search.keeping import bring_up_to_date

    bring_up_to_date(sys.stderr if sys.stderr.isatty() else None)
    return WRONG_INPUT if failed else DONE


def _fault(options: argparse.Namespace, paths: list[Path]) -> str:
    """A fault of the call; empty where it is right."""
    if not paths and not options.again:
        return "no readable file was found there; name files, or a folder with .pdf, .docx, .html, .txt or .xml"
    if options.symbol is None:
        return ""
    from isonomia.errors import UnknownSymbol
    from isonomia.text.symbols import parse_symbol

    if len(paths) != 1:
        return "--symbol names one document; give one file with it"
    try:
        parse_symbol(options.symbol)
    except UnknownSymbol as error:
        return f"--symbol: {error.message}"
    return ""


def _load(options: argparse.Namespace, paths: list[Path]) -> int:
    """Loads files; gives how many could not be."""
    from isonomia.errors import IsonomiaError
    from isonomia.site.documents.loading import SAME, load_document
    from isonomia.site.documents.pairings import relate

    failed = 0
    changed = {}
    for path in _tracked(paths, "Loading"):
        try:
            done = load_document(path, options.symbol, language=options.language, ocr=options.ocr)
        except IsonomiaError as error:
            failed += 1
            place = "" if error.place in ("", str(path), path.name) else f"{error.place}: "
            print(f"{path}: {place}{error.message}", file=sys.stderr)
            continue
        if done.change != SAME:
            changed[done.document.pk] = done.document
        print(f"{path}: {done.document.symbol} ({done.language}), {_said(done)}")
    for document in changed.values():
        relate(document)
    return failed


def _said(done: Any) -> str:
    if done.change == "same":
        return "loaded already, nothing changed"
    what = done.outcome
    words = "new" if done.change == "new" else "replaces what was there"
    lost = f"; {what.unanchored} corrections find their clause no more" if what.unanchored else ""
    return f"{words}: {what.mandates} mandates ({what.new} new, {what.changed} changed, {what.gone} gone){lost}"


def _read_again() -> int:
    """Reads all documents anew; gives how many could not be."""
    from isonomia.errors import IsonomiaError
    from isonomia.site.documents.loading import read_again
    from isonomia.site.documents.models import Document
    from isonomia.site.documents.pairings import relate

    failed = 0
    documents = list(Document.objects.filter(revises=None).order_by("symbol"))
    for document in _tracked(documents, "Reading again"):
        try:
            what = read_again(document, reason="Read again.")
        except IsonomiaError as error:
            failed += 1
            print(f"{document.symbol}: {error.message}", file=sys.stderr)
            continue
        print(f"{document.symbol}: {what.mandates} mandates ({what.new} new, {what.changed} changed, {what.gone} gone)")
    for document in documents:
        relate(document)
    return failed


def _tracked(rows: list[Any], words: str) -> Iterable[Any]:
    """The rows, with a bar on standard error where that is a terminal and there are several."""
    if len(rows) < 2 or not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    return track(rows, words, console=Console(stderr=True))
