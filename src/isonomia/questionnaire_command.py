"""The command `isonomia questionnaire`: the survey's workbook for a respondent, and what was written in it."""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

from isonomia.writing import write_whole

DONE, WRONG_CALL = 0, 2
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
MOST_YEARS = 10
"""So many years fit a sheet that people can still read."""


def add_questionnaire(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "questionnaire",
        help="make the survey's questionnaire as a workbook",
        description="A workbook with drop-downs, instructions in six languages and checks inside. What respondents fill"
        " in is read by check, indicator and convert as any table; an empty cell is not available, never zero.",
        epilog="example: isonomia questionnaire --module prisons --country AUT --year 2022 --language fr -o out.xlsx",
    )
    parser.add_argument("--module", metavar="NAME", help="what it asks about; --list names the modules")
    parser.add_argument("--country", metavar="NAME", help="filled in beforehand: name or code of three letters")
    parser.add_argument(
        "--year", metavar="2020:2022", type=_years, help="a year, or the first and the last (last year)"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the questions (en)")
    parser.add_argument("--list", action="store_true", help="the modules, with the number of their questions")
    parser.add_argument(
        "--notes", metavar="FILLED", type=Path, help="print who filled it in, metadata and notes (JSON)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="the workbook to write (MODULE.xlsx)")
    parser.set_defaults(run=run)


def _years(text: str) -> range:
    found = re.fullmatch(r"(\d{4})(?::(\d{4}))?", text)
    if not found or not 0 <= int(found[2] or found[1]) - int(found[1]) < MOST_YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} are no years; write 2022, or 2020:2022, at most {MOST_YEARS}")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def run(options: argparse.Namespace) -> int:
    """Makes the workbook, or prints what is asked; gives the exit status."""
    if options.notes is not None:
        from isonomia.statistics.questionnaire.filled import beside

        sys.stdout.write(json.dumps(beside(options.notes), ensure_ascii=False, indent=1) + "\n")
        return DONE
    from isonomia.statistics.questionnaire import modules, questionnaire

    if options.list:
        for name, one in modules().items():
            print(f"{name}  {one.titles[options.language]} ({len(one.questions)})")
        return DONE
    if options.module is None:
        print(f"name a module with --module: {', '.join(modules())}", file=sys.stderr)
        return WRONG_CALL
    years = options.year or [datetime.datetime.now(tz=datetime.UTC).year - 1]
    content = questionnaire(options.module, years=list(years), country=options.country, language=options.language)
    path = options.output or Path(f"{options.module}.xlsx")
    write_whole(path, content)
    print(f"{path} written", file=sys.stderr)
    return DONE
