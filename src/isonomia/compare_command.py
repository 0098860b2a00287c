"""The command `isonomia compare`: two resolutions, or a chain of them, as a table, as JSON or as a page."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.printing import table_width
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.mandates.chain import Chain
    from isonomia.mandates.lineage import Comparison, Pair
    from isonomia.text.model import Document

PAGE = (".html", ".htm")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def add_compare(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser = commands.add_parser(
        "compare",
        help="show what became of each paragraph of a resolution in a later one",
        description="Pairs paragraphs by meaning: same, strengthened, weakened, widened, narrowed, merged, split,"
        " dropped, added. More than two documents give each paragraph's life across them.",
        epilog="example: isonomia compare A_RES_68_193.zh.txt A_RES_76_187.zh.txt -o changes.html",
    )
    parser.add_argument("old", metavar="OLD", type=Path, help="the earlier document")
    parser.add_argument("new", metavar="NEW", type=Path, help="the later document")
    parser.add_argument("more", metavar="MORE", nargs="*", type=Path, help="still later documents, in order")
    parser.add_argument("--preamble", action="store_true", help="compare preambular paragraphs too")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="what to print (table)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write to this file; one named .html becomes the page"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="language of the texts; found by itself where not given")
    parser.add_argument("--ocr", action="store_true", help="read scans with tesseract, where it is installed")
    parser.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> int:
    from isonomia.mandates.chain import chain
    from isonomia.text.read import read

    documents = [
        read(path, language=options.language, ocr=options.ocr) for path in (options.old, options.new, *options.more)
    ]
    compared = chain(documents, preamble=options.preamble)
    for remark in remarks(documents):
        print(remark, file=sys.stderr)
    text = _rendered(compared, documents, options)
    if options.output is None:
        sys.stdout.write(text)
    else:
        write_whole(options.output, text.encode())
    return 0


def _rendered(compared: Chain, documents: Sequence[Document], options: argparse.Namespace) -> str:
    if options.output is not None and options.output.suffix.lower() in PAGE:
        from isonomia.compare_page import comparison_page

        return comparison_page(compared, documents)
    one = compared.comparisons[0] if len(compared.comparisons) == 1 else None
    if options.format == "json":
        plain = one.to_dict() if one else compared.to_dict()
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    return comparison_table(one) if one else chain_table(compared)


def remarks(documents: Sequence[Document]) -> list[str]:
    """What the reader of a comparison should know about the choice of documents."""
    out: list[str] = []
    for old, new in pairwise(documents):
        if old == new:
            out.append(f"{new.symbol or 'the second file'}: the same document twice, so nothing changed")
        elif old.date and new.date and old.date > new.date:
            out.append(f"{old.symbol} ({old.date}) is later than {new.symbol} ({new.date}); the earlier one goes first")
    return out


# -- tables --------------------------------------------------------------------------------------------------------


def comparison_table(comparison: Comparison) -> str:
    """What became of each paragraph, a line each, then what was dropped and added."""
    from rich.text import Text

    table = _table(("old", "new", "relation", "alike", "force", "who is asked", "due"))
    for pair in comparison.pairs:
        cells = (pair.old, pair.new, pair.relation, f"{pair.similarity:.2f}", *_changed(pair))
        table.add_row(*(Text(cell) for cell in cells))
    for id in comparison.dropped:
        table.add_row(Text(id), "", Text("dropped"))
    for id in comparison.added:
        table.add_row("", Text(id), Text("added"))
    lines = [f"{comparison.old or 'OLD'} and {comparison.new or 'NEW'}", table, _summary(comparison)]
    if comparison.new_topics:
        lines.append("subjects that are new: " + ", ".join(comparison.new_topics))
    return _printed(lines)


def _summary(comparison: Comparison) -> str:
    counts = comparison.counts()
    kept = len({pair.old for pair in comparison.pairs})
    parts = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{kept} of {len(comparison.old_passages)} paragraphs live on: {parts}"


def _changed(pair: Pair) -> tuple[str, str, str]:
    """Force, addressees and due date where they changed."""
    changes = pair.changes
    force = "" if changes.force[0] == changes.force[1] else " > ".join(map(str, changes.force))
    before, after = (set(ids) for ids in changes.addressees)
    who = [f"+{id}" for id in changes.addressees[1] if id not in before]
    who += [f"-{id}" for id in changes.addressees[0] if id not in after]
    was, now = ((due.text, due.year) if due else ("-", None) for due in changes.due)
    moved = "" if was == now else " > ".join(f"{text} ({year})" if year else text for text, year in (was, now))
    return force, " ".join(who), moved


def chain_table(compared: Chain) -> str:
    """Each paragraph's life, a line each, and a summary of each step."""
    from rich.text import Text

    table = _table(compared.documents)
    for life in compared.lives:
        stages = {stage.document: stage for stage in life.stages}
        cells: list[str] = []
        for name in compared.documents:
            stage = stages.get(name)
            if stage is None:
                cells.append("ended" if name == life.ended else "")
                continue
            back = ", came back" if stage.revived else ""
            cells.append(f"{', '.join(stage.paragraphs)} ({stage.relation or 'began'}{back})")
        table.add_row(*(Text(cell) for cell in cells))
    return _printed(
        [table, *(f"{step.old or 'OLD'} and {step.new or 'NEW'}: {_summary(step)}" for step in compared.comparisons)]
    )


def _table(names: Sequence[str]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    return table


def _printed(lines: Sequence[Any]) -> str:
    from rich.console import Console

    out = io.StringIO()
    width = table_width()
    console = Console(file=out, width=width, force_terminal=False, markup=False, highlight=False)
    for line in lines:
        console.print(line)
    return out.getvalue()
