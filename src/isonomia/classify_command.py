"""The command `isonomia classify`: codes of the international classification for a national list of offences."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.errors import MissingDependency
from isonomia.printing import chosen_form, inert, table_width
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.statistics.classification.learning import Coded
    from isonomia.statistics.classification.propose import Proposals
    from isonomia.statistics.classification.rollup import Rolled

DONE, WRONG_CALL = 0, 2
COLUMNS = ("code", "label", "iccs", "confidence", "reason", "alternatives")
TOTALS = ("iccs", "label", "level", "count", "own")


def add_classify(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "classify",
        help="map a national list of offences to the international classification",
        description="Proposes a code of the International Classification of Crime for Statistical Purposes for every"
        " line of a list (CSV with the columns code and label), with its reason, how sure it is and what else it may"
        " be. Learns from an expert's examples (columns code, label, iccs); what these decide is kept as it is.",
        epilog="example: isonomia classify offences.csv --examples coded.csv --queue review.csv -o mapped.csv",
    )
    parser.add_argument("file", metavar="OFFENCES.csv", type=Path, help="code, label; count, where there is one")
    parser.add_argument("--to", choices=("iccs",), default="iccs", help="the classification (iccs)")
    parser.add_argument(
        "--examples", metavar="FILE", type=Path, action="append", default=[],
        help="coded lines: code, label, iccs; or a queue with decisions. May be given several times",
    )  # fmt: skip
    parser.add_argument("--language", choices=("en", "es", "fr"), help="of the labels; told from them where not given")
    parser.add_argument("--dictionary", metavar="FILE", type=Path, help="word, translation: for any other language")
    parser.add_argument(
        "--queue", metavar="FILE", type=Path,
        help="write the lines to review, most at stake first; decisions that the file holds are kept and learned from",
    )  # fmt: skip
    parser.add_argument("--table", metavar="FILE", type=Path, help="write the codes as a table of correspondence")
    parser.add_argument(
        "--totals", metavar="FILE", type=Path, help="write the counts by code at every level, with what is left over"
    )
    parser.add_argument(
        "--through", metavar="TABLE", type=Path,
        help="roll the counts (code, count; condition) up through this table of correspondence; proposes nothing",
    )  # fmt: skip
    parser.add_argument("--on", metavar="DATE", type=_day, help="the day whose version of the table holds (the last)")
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), help="what to print; JSON where it is no terminal"
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the mapped list as CSV to this file")
    parser.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2024-03-31") from None


def run(options: argparse.Namespace) -> int:
    """Proposes, writes and prints; gives the exit status."""
    for file in (options.file, options.through, options.dictionary, *options.examples):
        if file is not None and not file.is_file():
            print(f"{file}: there is no such file", file=sys.stderr)
            return WRONG_CALL
    try:
        import scipy  # noqa: F401
    except ImportError:
        raise MissingDependency("classifying needs numpy and scipy; pip install isonomia[statistics]") from None
    if options.through is not None:
        return _through(options)
    if options.on is not None:
        print("--on names the version of a table; give the table with --through", file=sys.stderr)
        return WRONG_CALL
    from isonomia.statistics.classification.lists import read_dictionary, read_offences
    from isonomia.statistics.classification.propose import propose

    offences = read_offences(options.file)
    if options.totals is not None and all(line.count is None for line in offences):
        print("--totals needs a column count in the list", file=sys.stderr)
        return WRONG_CALL
    examples = _examples(options)
    dictionary = read_dictionary(options.dictionary) if options.dictionary else None
    found = propose(offences, examples, language=options.language, dictionary=dictionary)
    _write(options, found, examples)
    _report(found, len(examples))
    if options.output is None:
        rows = [row.to_dict() for row in found.rows]
        form = chosen_form(options.format)
        if form == "json":
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write(_csv(rows, COLUMNS).decode() if form == "csv" else _table(rows, COLUMNS))
    return DONE


def _examples(options: argparse.Namespace) -> list[Coded]:
    from isonomia.statistics.classification.lists import read_examples, settled

    files = [*options.examples, *([options.queue] if options.queue and options.queue.exists() else [])]
    out: list[Coded] = []
    for file in files:
        read, notes = read_examples(file)
        out += read
        for note in notes:
            print(note, file=sys.stderr)
    return settled(out)


def _write(options: argparse.Namespace, found: Proposals, examples: Sequence[Coded]) -> None:
    from isonomia.statistics.classification.review import COLUMNS as QUEUE
    from isonomia.statistics.classification.review import queued

    if options.output is not None:
        write_whole(options.output, _csv([row.to_dict() for row in found.rows], COLUMNS))
    if options.queue is not None:
        write_whole(options.queue, _csv(queued(found.rows, examples), QUEUE))
    if options.table is None and options.totals is None:
        return
    from isonomia.statistics.classification.correspondence import drafted
    from isonomia.statistics.classification.rollup import roll_up

    table = drafted(found.rows)
    if options.table is not None:
        write_whole(options.table, table.to_csv())
    if options.totals is not None:
        counts = {row.offence.code or f"row {row.offence.row}": row.offence.count or 0.0 for row in found.rows}
        _write_totals(options.totals, roll_up(counts, table.links()))


def _through(options: argparse.Namespace) -> int:
    """Counts through a table of correspondence that stands."""
    from isonomia.statistics.classification.correspondence import read_correspondence, read_counts
    from isonomia.statistics.classification.rollup import roll_up

    if options.examples or options.queue or options.table or options.output or options.dictionary:
        print("--through proposes nothing; it goes with --totals and --on only", file=sys.stderr)
        return WRONG_CALL
    table = read_correspondence(options.through)
    rolled = roll_up(read_counts(options.file), table.links(options.on))
    if options.totals is not None:
        _write_totals(options.totals, rolled)
        return DONE
    form = chosen_form(options.format)
    rows = rolled.rows()
    if form == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(_csv(rows, TOTALS).decode() if form == "csv" else _table(rows, TOTALS))
    return DONE


def _write_totals(path: Path, rolled: Rolled) -> None:
    write_whole(path, _csv(rolled.rows(), TOTALS))


def _report(found: Proposals, examples: int) -> None:
    """What was done, in words, on standard error."""
    from isonomia.statistics.classification.names import KNOWN_WORDS

    standing = Counter(row.standing for row in found.rows)
    done = ", ".join(f"{number} {name}" for name, number in standing.items())
    told = "from the examples" if found.calibrated else "by constants"
    print(f"{len(found.rows)} lines: {done}; language {found.language}; {examples} examples; confidence told {told}",
          file=sys.stderr)  # fmt: skip
    if found.known_words < KNOWN_WORDS:
        print(
            f"only {found.known_words:.0%} of the words of the labels are known in {found.language};"
            " give --dictionary (word, translation) or more --examples",
            file=sys.stderr,
        )


def _csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    from isonomia.statistics.classification.review import as_csv

    return as_csv(rows, columns, _cell)


def _cell(value: object) -> object:
    return inert(value) if isinstance(value, str) else f"{value:.12g}" if isinstance(value, float) else value


def _table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(f"{row[n]:,g}" if isinstance(row[n], float) else str(row[n])) for n in columns))
    Console(file=out, width=table_width(), force_terminal=False, highlight=False).print(table)
    return out.getvalue()
