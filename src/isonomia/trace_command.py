"""The command `isonomia trace`: what a report shows of what a resolution asked, as a table, as JSON or as CSV."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.printing import inert, short, table_width
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.mandates.evidence import Trace
    from isonomia.text.model import Document

COLUMNS = ("paragraph", "status", "evidence", "score", "sentences", "shared")
WORDING = 160
"""Characters of a sentence that the table shows."""


def add_trace(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "trace",
        help="show which paragraphs of a report answer what a resolution asked",
        description="For each paragraph that asks a body of the United Nations to act: the paragraphs of the report"
        " that show work on it, best first, with the sentences that show it. A report first: which of its"
        " recommendations the later resolution took up. The two may be in different languages.",
        epilog="example: isonomia trace samples/documents/A_RES_68_193.zh.txt samples/documents/A_73_131.zh.txt",
    )
    parser.add_argument("asking", metavar="RESOLUTION", type=Path, help="the resolution (or a report, see above)")
    parser.add_argument("answering", metavar="REPORT", type=Path, help="the report (or the later resolution)")
    parser.add_argument(
        "--threshold",
        type=_share,
        metavar="X",
        help="least score of evidence, 0 to 1 (0.5); higher shows less that is surer, see docs/methods/evidence.md",
    )
    parser.add_argument("--all", action="store_true", help="keep evidence under the threshold too")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="what to print (table)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to this file")
    parser.add_argument("--symbol", metavar="S", help="symbol of the report, where it prints none, e.g. A/73/131")
    parser.add_argument("--ocr", action="store_true", help="read scans with tesseract, where it is installed")
    parser.set_defaults(run=run)


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def run(options: argparse.Namespace) -> int:
    """Reads the two documents, traces one in the other, prints or writes what was found."""
    from isonomia.mandates.evidence import THRESHOLD, trace
    from isonomia.text.read import read

    asking, answering = (read(path, ocr=options.ocr) for path in (options.asking, options.answering))
    if options.symbol:
        asking, answering = (_named(row, options.symbol) for row in (asking, answering))
    threshold = THRESHOLD if options.threshold is None else options.threshold
    found = trace(asking, answering, threshold=threshold, all=options.all)
    for remark in remarks(found, asking, answering):
        print(remark, file=sys.stderr)
    text = rendered(found, options.format)
    if options.output is None:
        sys.stdout.write(text)
    else:
        write_whole(options.output, text.encode())
    return 0


def _named(document: Document, symbol: str) -> Document:
    """The document, under the symbol given for the report if it is that and prints none."""
    from isonomia.mandates.evidence import is_report

    return replace(document, symbol=symbol) if is_report(document) and document.symbol is None else document


def remarks(found: Trace, asking: Document, answering: Document) -> list[str]:
    """What the reader of a trace should know about the choice of documents."""
    out: list[str] = []
    if not found.mandates:
        out.append(
            f"{asking.symbol or 'the report'} recommends nothing"
            if found.taken_up
            else f"{asking.symbol or 'the resolution'} asks no body of the United Nations to act"
        )
    if asking.date and answering.date and answering.date < asking.date:
        out.append(
            f"{answering.symbol} ({answering.date}) is older than {asking.symbol} ({asking.date}):"
            " what is shown is earlier work on the same subjects"
        )
    return out


def rendered(found: Trace, form: str) -> str:
    """A trace in one of the command's formats."""
    if form == "json":
        return json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
    return _csv(found) if form == "csv" else _table(found)


def _csv(found: Trace) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for answer in found.mandates:
        if not answer.evidence:
            writer.writerow([answer.paragraph, answer.status, "", "", "", ""])
        for row in answer.evidence:
            told = " … ".join(sentence.text for sentence in row.sentences)
            cells = (answer.paragraph, answer.status, row.paragraph, f"{row.score:.3f}", told, "; ".join(row.shared))
            writer.writerow([inert(cell) for cell in cells])
    return out.getvalue()


def _table(found: Trace) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("asked in", "answered in", "score"):
        table.add_column(name, no_wrap=True)
    table.add_column("what shows it", overflow="fold", ratio=1)
    for answer in found.mandates:
        table.add_section()
        if not answer.evidence:
            table.add_row(Text(answer.paragraph), Text("none"), "", "")
        for at, row in enumerate(answer.evidence):
            told = " … ".join(short(sentence.text, WORDING) for sentence in row.sentences)
            cells = (answer.paragraph if not at else "", row.paragraph, f"{row.score:.2f}", told)
            table.add_row(*(Text(cell) for cell in cells))
    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False, markup=False, highlight=False)
    asking, answering = found.resolution, found.report
    if found.taken_up:
        asking, answering = answering, asking
    console.print(f"{asking or 'without symbol'} in {answering or 'without symbol'}")
    console.print(table)
    answered = sum(1 for answer in found.mandates if answer.evidence)
    console.print(
        f"{answered} of {len(found.mandates)} {'recommendations' if found.taken_up else 'mandates'} have evidence"
        f" (score at least {found.threshold:g}); {len(found.unprompted)} paragraphs answer none:"
        f" {', '.join(found.unprompted) or '-'}"
    )
    return out.getvalue()
