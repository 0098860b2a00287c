"""Writes the documentation that follows from code and data: docs/registers.md, docs/errors.md, docs/commands.md.

python tools/docs.py [--check]
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "isonomia"
LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")

MEANINGS = {
    "citation-lost": "A citation stored in an Akoma Ntoso file stands no longer in its text; it is left out.",
    "embedded-document": "A Word file holds other documents inside it; they were not read.",
    "garbled-page": "The text of a page is in a private font encoding; it cannot be relied on.",
    "guessed-encoding": "The file names no encoding and is not UTF-8; the encoding was guessed from its bytes.",
    "note-numbers-by-page": "Notes are numbered anew on each page, and pages are not known: they are numbered through.",
    "note-without-call": "A note has a text, but nothing in the document calls it.",
    "note-without-text": "A note is called, but has no text in the file.",
    "number-date-disagree": "A resolution is cited with a date outside its session; one of the two is wrong in print.",
    "number-missing": "The numbers of the operative paragraphs have a gap.",
    "number-repeated": "A paragraph number is printed twice; the second one's id has a suffix.",
    "ocr": "The text was recognised from a picture; compare it with the page.",
    "ocr-language": "A picture was recognised with all installed language data; `--language` names the one to use.",
    "ocr-layer": "The page is a scan with a hidden text layer, which was taken unchecked.",
    "ocr-poor": "The text was recognised from a picture with low confidence; it needs correcting.",
    "page-without-text": "A page is a picture without text and was not read; `--ocr` reads it.",
    "symbol-assigned": "The document prints no such symbol: the one that was given was assigned.",
    "tracked-changes": "A Word file holds tracked changes: insertions were kept, deletions dropped.",
    "undecodable-bytes": "Some bytes could not be decoded and are shown as �.",
    "unnamed-characters": "The fonts of a PDF do not name some of its characters, which stand as �.",
}
"""What each warning code means. A code that the source emits and this table lacks is an error, and the reverse."""

KINDS = {
    "group_of_states": "Groups of States",
    "organ": "Principal organs",
    "office_holder": "Office holders",
    "commission": "Commissions",
    "committee": "Committees",
    "conference_of_parties": "Conferences of parties",
    "congress": "Congresses",
    "expert_group": "Expert groups",
    "working_group": "Working groups",
    "task_force": "Task forces",
    "treaty_body": "Treaty bodies",
    "secretariat_entity": "Parts of the Secretariat",
    "programme": "Programmes",
    "fund": "Funds",
    "agency": "Agencies",
    "institute": "Institutes",
    "network": "Networks",
    "organization": "Organizations outside the United Nations",
    "other": "Other actors",
}
"""Headings of the kinds of the register of bodies; a kind that is not here is an error."""


class IncompleteError(Exception):
    """The source has something that a table of this tool does not explain, or the reverse."""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    return lines + [f"| {' | '.join(map(_cell, row))} |" for row in rows]


def _code(text: str) -> str:
    return f"`{text}`"


# -- registers -----------------------------------------------------------------------------------------------------


def registers_page() -> str:
    """Addressees, instruments, topics, concepts and places with their ids and labels."""
    from isonomia.mandates.actors import PARTIES, known_addressees
    from isonomia.registers import bodies, concepts, instruments, places, topics

    groups: dict[str, list[str]] = {}
    for body in bodies().values():
        groups.setdefault(body.kind, []).append(body.id)
    if unknown := sorted(set(groups) - set(KINDS)):
        raise IncompleteError(f"kinds of bodies without a heading in tools/docs.py: {', '.join(unknown)}")
    lines = [
        "# Registers",
        "",
        "Written by `make docs` from `src/isonomia/registers/*.toml`; do not edit.",
        "",
        "Ids are stable. The names by which a text is searched are in the registers, with their short forms; here are",
        "the labels.",
        "",
        "## Addressees",
        "",
        f"The {len(bodies())} bodies and actors of the register, and these, which have no name of their own:",
        "",
    ]
    derived = {
        "other": "an actor that is asked and is not in the register; its wording is in `addressee_texts`",
        "states_parties_multi": "the parties to several treaties named together",
    }
    for id in dict.fromkeys(PARTIES.values()):
        treaties = ", ".join(_code(treaty) for treaty, parties in PARTIES.items() if parties == id)
        derived[id] = f"the parties to {treaties}"
    for id in known_addressees():
        if id not in bodies():
            if id not in derived:
                raise IncompleteError(f"addressee {id} is neither in the register nor explained in tools/docs.py")
            lines.append(f"- `{id}`: {derived[id]}")
    for kind, heading in KINDS.items():
        if kind in groups:
            rows = (
                [_code(id), *(bodies()[id].label.get(language, "") for language in LANGUAGES)]
                for id in sorted(groups[kind])
            )
            lines += ["", f"### {heading}", "", *_table(["id", *LANGUAGES], rows)]
    lines += ["", "## Instruments", ""]
    lines += ["The targets of citations that are no document symbols. `kind` is also the kind of the citation.", ""]
    rows = ([_code(row.id), row.label.get("en", ""), row.kind] for row in instruments().values())
    lines += _table(["id", "label", "kind"], iter(sorted(rows, key=lambda row: (row[2] != "treaty", row[2], row[0]))))
    lines += [
        "",
        "## Topics",
        "",
        "A closed list; a mandate has those that its words, instruments and bodies show.",
        "",
    ]
    topic_rows = (
        [_code(row.id), *(row.label.get(language, "") for language in LANGUAGES)] for row in topics().values()
    )
    lines += _table(["id", *LANGUAGES], topic_rows)
    lines += [
        "",
        "## Concepts",
        "",
        "Subjects finer than the topics, by which a mandate and the paragraphs that answer it are found alike.",
        "",
    ]
    concept_rows = (
        [_code(row.id), _code(row.broader) if row.broader else "", *(row.label[language] for language in LANGUAGES)]
        for row in concepts().values()
    )
    lines += _table(["id", "kind of", *LANGUAGES], concept_rows)
    lines += [
        "",
        "## Places",
        "",
        "Countries and areas by their code of three letters (ISO 3166), with the regions of the M49 and usual groups.",
        "",
    ]
    place_rows = (
        [_code(row.id), row.m49, *(row.label[language] for language in LANGUAGES)]
        for row in sorted(places().values(), key=lambda row: (row.kind != "country", row.id))
    )
    return "\n".join(lines + _table(["id", "M49", *LANGUAGES], place_rows)) + "\n"


# -- errors and warnings -------------------------------------------------------------------------------------------


def sources() -> list[Path]:
    """All Python files of the package, in order of their names."""
    return sorted(SOURCE.rglob("*.py"))


def error_classes() -> list[tuple[str, str, str]]:
    """(class, code, docstring) of every error class of the package, the base first."""
    known: dict[str, str] = {}
    out: list[tuple[str, str, str]] = []
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources()]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while True:
        added = False
        for node in classes:
            bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
            parent = next((base for base in bases if base in known), None)
            if node.name in known or (node.name != "IsonomiaError" and parent is None):
                continue
            code = next((_assigned(item) for item in node.body if _assigned(item)), known.get(parent or "", ""))
            doc = ast.get_docstring(node)
            if not doc or not code:
                raise IncompleteError(f"error class {node.name} has no docstring or no code")
            known[node.name] = code
            out.append((node.name, code, doc.split("\n\n")[0]))
            added = True
        if not added:
            return out


def _assigned(item: ast.stmt) -> str:
    """The text of `code = "..."` in a class body."""
    if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and item.targets[0].id == "code":
        return _strings(item.value)[0]
    return ""


def _strings(node: ast.expr) -> list[str]:
    """The string constants that an expression can be: itself, or both ends of a conditional."""
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _is_message(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "message"
    return isinstance(node, ast.JoinedStr) or any(" " in text for text in _strings(node))


def warning_codes() -> dict[str, set[str]]:
    """Every warning code that the source can emit, with the modules that emit it.

    A warning is `Warning("code", place, message)`; readers write the triple alone.
    """
    out: dict[str, set[str]] = {}
    for path in sources():
        reader = "readers" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            codes: list[str] = []
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Warning"
                and node.args
            ):
                codes = _strings(node.args[0])
            elif reader and isinstance(node, ast.Tuple) and len(node.elts) == 3 and _is_message(node.elts[2]):
                codes = [code for code in _strings(node.elts[0]) if CODE.fullmatch(code)]
            for code in codes:
                parts = path.relative_to(SOURCE).with_suffix("").parts
                out.setdefault(code, set()).add(".".join(part for part in parts if part != "__init__"))
    return out


def errors_page() -> str:
    """Exit statuses, error classes and warning codes. Raises IncompleteError for a code without a meaning."""
    from isonomia.cli import DONE, WRONG_CALL, WRONG_INPUT

    emitted = warning_codes()
    if missing := sorted(set(emitted) - set(MEANINGS)):
        raise IncompleteError(f"warning codes without a meaning in tools/docs.py: {', '.join(missing)}")
    if idle := sorted(set(MEANINGS) - set(emitted)):
        raise IncompleteError(f"warning codes in tools/docs.py that nothing emits: {', '.join(idle)}")
    classes = error_classes()
    lines = [
        "# Errors and warnings",
        "",
        "Written by `make docs` from the source; do not edit.",
        "",
        "## Exit status of a command",
        "",
        f"- {DONE}: done",
        f"- {WRONG_INPUT}: the input is wrong: one line per fault on standard error, `FILE:PLACE: what is wrong;",
        "  what would be right`; of many files the others are read all the same",
        f"- {WRONG_CALL}: the call is wrong: an unknown option, an unknown id, no file",
        "",
        "## Errors",
        "",
        "All are subclasses of `isonomia.IsonomiaError` and have `code`, `place` and `message`.",
        "",
    ]
    rows = ([_code(code), _code(name), doc, str(WRONG_INPUT)] for name, code, doc in classes)
    lines += _table(["code", "class", "when", "exit status"], rows)
    lines += [
        "",
        "## Warnings",
        "",
        "In `Document.warnings` (JSON: `warnings`), each with a code, a place and a message. None changes the exit",
        "status.",
        "",
    ]
    told = ([_code(code), MEANINGS[code], ", ".join(sorted(emitted[code]))] for code in sorted(emitted))
    return "\n".join(lines + _table(["code", "meaning", "from"], told)) + "\n"


# -- commands ------------------------------------------------------------------------------------------------------


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of every command by its name, in the order of `isonomia --help`."""
    from isonomia.cli import _parser

    for action in _parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise IncompleteError("the command line has no commands")


def _argument(action: argparse.Action) -> list[str]:
    metavar = action.metavar if isinstance(action.metavar, str) else (action.dest.upper() if action.nargs != 0 else "")
    if action.choices and not action.metavar:
        metavar = "{" + ",".join(map(str, action.choices)) + "}"
    if not action.option_strings:
        name = f"{metavar}..." if action.nargs in ("+", "*") else metavar
    else:
        name = ", ".join(action.option_strings) + (f" {metavar}" if action.nargs != 0 else "")
    return [_code(name), action.help or ""]


def commands_page() -> str:
    """Every command with its description, arguments and example."""
    from isonomia.cli import _parser

    top = _parser()
    lines = ["# Commands", "", "Written by `make docs` from the command line's own help; do not edit.", ""]
    lines += [top.description or "", ""]
    lines += ["Messages and progress go to standard error; for the exit statuses see [errors.md](errors.md).", ""]
    lines += _example(top)
    summaries = _summaries(top)
    for name, parser in commands().items():
        lines += ["", f"## isonomia {name}", "", summaries[name][:1].upper() + summaries[name][1:] + ".", ""]
        lines += [parser.description or "", "", *_example(parser), ""]
        actions = (action for action in parser._actions if action.help != argparse.SUPPRESS and action.dest != "help")
        lines += _table(["argument", "meaning"], (_argument(action) for action in actions))
    return "\n".join(lines) + "\n"


def _example(parser: argparse.ArgumentParser) -> list[str]:
    example = re.sub(r"^example:\s*", "", parser.epilog or "")
    return ["```", example, "```"] if example else []


def _summaries(parser: argparse.ArgumentParser) -> dict[str, str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {choice.dest: choice.help or "" for choice in action._choices_actions}
    return {}


PAGES: dict[str, Callable[[], str]] = {
    "registers.md": registers_page,
    "errors.md": errors_page,
    "commands.md": commands_page,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the pages; with --check only says which are not current (exit status 1)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is not current")
    options = parser.parse_args(arguments)
    status = 0
    for name, build in PAGES.items():
        try:
            text = build()
        except IncompleteError as fault:
            print(fault, file=sys.stderr)
            status = 1
            continue
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if options.check:
            print(f"docs/{name} is not current; run `make docs`", file=sys.stderr)
            status = 1
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/{name}")
    return status


if __name__ == "__main__":
    sys.exit(main())
