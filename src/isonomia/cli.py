"""The commands, thin: arguments in, library calls, printed results out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from isonomia.writing import write_whole

DONE, WRONG_INPUT, WRONG_CALL = 0, 1, 2
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def _parser() -> argparse.ArgumentParser:
    from isonomia import __version__

    parser = argparse.ArgumentParser(
        prog="isonomia",
        description="United Nations documents in six languages: who was asked to do what, how strongly, by when.",
        epilog="example: isonomia mandates samples/documents/A_RES_76_187.zh.txt --addressee unodc",
    )
    parser.add_argument("--version", action="version", version=f"isonomia {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    read = commands.add_parser(
        "read",
        help="read documents into numbered paragraphs, notes and citations",
        description="Reads PDF, DOCX, HTML, plain text and Akoma Ntoso; folders are read whole.",
        epilog="example: isonomia read resolution.pdf --to akn -o out/",
    )
    _reading(read)
    read.add_argument("--to", choices=("json", "akn", "text", "html"), default="json", help="what to write (json)")
    read.add_argument("-o", "--output", metavar="DIR", type=Path, help="write one file per document into this folder")
    read.set_defaults(run=_read)

    mandates = commands.add_parser(
        "mandates",
        help="list who is asked to do what",
        description="One row per operative clause that asks an actor to act (of a report: per recommendation).",
        epilog="example: isonomia mandates resolution.docx --addressee unodc --format csv",
    )
    _reading(mandates)
    mandates.add_argument("--all", action="store_true", help="add the clauses that ask no one (takes note, reaffirms)")
    mandates.add_argument("--addressee", metavar="ID", help="only what asks this actor, e.g. unodc, member_states")
    mandates.add_argument("--format", choices=("table", "json", "csv", "html"), default="table", help="(table)")
    mandates.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to this file instead of printing")
    mandates.set_defaults(run=_mandates)
    expressions = commands.add_parser(
        "expressions",
        help="set language versions of one document side by side and show where they disagree",
        description="Matches the clauses of language versions by paragraph, act and addressee; the first file leads.",
        epilog="example: isonomia expressions A_RES_99_501.en.txt A_RES_99_501.fr.html --format json",
    )
    _reading(expressions)
    expressions.add_argument("--format", choices=("table", "json", "csv"), default="table", help="(table)")
    expressions.set_defaults(run=_expressions)
    from isonomia.figures_command import add_figures

    add_figures(commands)
    from isonomia.compare_command import add_compare

    add_compare(commands)
    from isonomia.trace_command import add_trace

    add_trace(commands)
    from isonomia.estimate_command import add_estimate

    add_estimate(commands)
    from isonomia.check_command import add_check

    add_check(commands)
    from isonomia.classify_command import add_classify

    add_classify(commands)
    from isonomia.indicator_command import add_indicator

    add_indicator(commands)
    from isonomia.trend_command import add_trend

    add_trend(commands)
    from isonomia.convert_command import add_convert

    add_convert(commands)
    from isonomia.questionnaire_command import add_questionnaire

    add_questionnaire(commands)
    from isonomia.protect_command import add_protect

    add_protect(commands)
    from isonomia.site.serve_command import add_serve

    add_serve(commands)
    from isonomia.site.load_command import add_load

    add_load(commands)
    from isonomia.site.collection_commands import add_export, add_import

    add_import(commands)
    add_export(commands)
    from isonomia.site.user_command import add_user

    add_user(commands)
    return parser


def _reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="files or folders")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the text; found by itself where not given")
    parser.add_argument("--symbol", metavar="S", help="symbol of a document that prints none, e.g. A/73/131")
    parser.add_argument("--ocr", action="store_true", help="read scans with tesseract, where it is installed")
    parser.add_argument("--jobs", metavar="N", type=_positive, help="processes to use (as many as there are cores)")


def _positive(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; gives the exit status: 0 done, 1 the input is wrong, 2 the call is wrong."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    from isonomia.errors import IsonomiaError

    try:
        return int(options.run(options))
    except IsonomiaError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"{place}{error.strerror or error}; {_instead(error, options)}", file=sys.stderr)
        return WRONG_CALL


def _instead(error: OSError, options: argparse.Namespace) -> str:
    """What to name instead of a file that the system refuses: one to read, unless it is where the output goes."""
    output = getattr(options, "output", None)
    if error.filename is None or (output is not None and str(error.filename).startswith(str(output))):
        return "name a place that can be written to"
    return "see to its name" if isinstance(error, FileNotFoundError) else "name a file that can be read"


# -- tasks: what a worker process does with one file ---------------------------------------------------------------


def _document(path: Path, *, language: str | None, symbol: str | None, ocr: bool) -> Any:
    from isonomia.text.read import read

    return read(path, language=language, symbol=symbol, ocr=ocr)


def _rendered(path: Path, *, to: str, **how: Any) -> Any:
    document = _document(path, **how)
    if to == "json":
        return document.to_dict()
    if to == "text":
        return document.text
    if to == "html":
        from isonomia.pages import document_page

        return document_page(document)
    from isonomia.text.akn import to_akn

    return to_akn(document)


def _extracted(path: Path, *, all: bool, addressee: str | None, **how: Any) -> list[dict[str, Any]]:
    from isonomia.mandates.extract import extract_mandates

    rows = extract_mandates(_document(path, **how), all=all)
    return [row.to_dict() for row in rows if addressee is None or addressee in row.addressees]


# -- commands ------------------------------------------------------------------------------------------------------


class _Run:
    """Goes over the files with a progress bar and gathers the faults."""

    def __init__(self, options: argparse.Namespace) -> None:
        from isonomia.bulk import expand

        self.options = options
        self.paths = expand(options.files)
        self.failed = 0

    def check(self) -> str | None:
        """A fault of the call, or None."""
        if not self.paths:
            return "no readable file was found there; name files, or a folder with .pdf, .docx, .html, .txt or .xml"
        if self.options.symbol is not None:
            from isonomia.errors import UnknownSymbol
            from isonomia.text.symbols import parse_symbol

            if len(self.paths) > 1:
                return "--symbol names one document; give one file with it"
            try:
                parse_symbol(self.options.symbol)
            except UnknownSymbol as error:
                return f"--symbol: {error.message}"
        return None

    def results(self, task: Any) -> Iterator[tuple[Path, Any]]:
        """The results in order; faults go to standard error."""
        from isonomia.bulk import each

        outcomes = each(task, self.paths, jobs=self.options.jobs)
        if len(self.paths) > 1 and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import track

            outcomes = track(outcomes, "Reading", total=len(self.paths), console=Console(stderr=True))  # type: ignore[assignment]
        for outcome in outcomes:
            if outcome.error is not None:
                self.failed += 1
                print(outcome.error, file=sys.stderr)
            else:
                yield outcome.path, outcome.result

    @property
    def status(self) -> int:
        return WRONG_INPUT if self.failed else DONE

    def how(self) -> dict[str, Any]:
        """The options of reading."""
        return {"language": self.options.language, "symbol": self.options.symbol, "ocr": self.options.ocr}


SUFFIX = {"json": ".json", "akn": ".xml", "text": ".txt", "html": ".html"}


def _read(options: argparse.Namespace) -> int:
    run = _Run(options)
    if fault := run.check():
        print(fault, file=sys.stderr)
        return WRONG_CALL
    if options.output is None and options.to != "json" and len(run.paths) > 1:
        print(f"several documents --to {options.to} need -o DIR", file=sys.stderr)
        return WRONG_CALL
    names = [path.name for path in run.paths]
    if options.output is not None and (twice := {name for name in names if names.count(name) > 1}):
        print(f"two files are called {min(twice)}; one would overwrite the other in {options.output}", file=sys.stderr)
        return WRONG_CALL
    results = run.results(partial(_rendered, to=options.to, **run.how()))
    if options.output is not None:
        options.output.mkdir(parents=True, exist_ok=True)
        for path, result in results:
            text = json.dumps(result, ensure_ascii=False, indent=1) if options.to == "json" else result
            data = text if isinstance(text, bytes) else text.encode("utf-8")
            write_whole(options.output / (path.name + SUFFIX[options.to]), data)
    elif options.to == "json":
        _print_json((result for _, result in results), many=len(run.paths) > 1)
    else:
        for _, result in results:
            sys.stdout.write(result.decode("utf-8") if isinstance(result, bytes) else result + "\n")
    return run.status


def _print_json(items: Iterator[Any], *, many: bool) -> None:
    """One JSON document: the item, or an array that is written as it comes."""
    if not many:
        for item in items:
            json.dump(item, sys.stdout, ensure_ascii=False, indent=1)
            print()
        return
    print("[")
    first = True
    for item in items:
        if not first:
            print(",")
        first = False
        json.dump(item, sys.stdout, ensure_ascii=False)
    print("\n]")


def _mandates(options: argparse.Namespace) -> int:
    run = _Run(options)
    fault = run.check() or _unknown_addressee(options.addressee)
    if fault:
        print(fault, file=sys.stderr)
        return WRONG_CALL
    results = run.results(partial(_extracted, all=options.all, addressee=options.addressee, **run.how()))
    rows = (row for _, found in results for row in found)
    if options.format == "json" and options.output is None:
        _print_json(rows, many=True)
        return run.status
    from isonomia.printing import render

    found = list(rows)
    if not found and run.failed == len(run.paths):
        return run.status
    text = render(found, options.format)
    if options.output is not None:
        write_whole(options.output, text.encode("utf-8"))
    else:
        sys.stdout.write(text)
    return run.status


def _expressions(options: argparse.Namespace) -> int:
    from isonomia.bulk import expand
    from isonomia.mandates.expressions import compare_expressions
    from isonomia.printing import render_expressions

    paths = expand(options.files)
    if len(paths) < 2:
        print("give at least two language versions of one document", file=sys.stderr)
        return WRONG_CALL
    how = {"language": options.language, "symbol": options.symbol, "ocr": options.ocr}
    work = compare_expressions([_document(path, **how) for path in paths])
    sys.stdout.write(render_expressions(work.to_dict(), options.format))
    return DONE


def _unknown_addressee(id: str | None) -> str | None:
    if id is None:
        return None
    from isonomia.mandates.actors import known_addressees

    known = known_addressees()
    if id in known:
        return None
    import difflib

    near = difflib.get_close_matches(id, known, 3)
    hint = f"did you mean {', '.join(near)}?" if near else "see docs/registers.md for the ids"
    return f"--addressee {id}: no such actor in the register; {hint}"


if __name__ == "__main__":
    sys.exit(main())
