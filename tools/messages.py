"""Keeps the words of the site's interface: gathers them from code and templates, adds what is new to each translation,
compiles. Needs neither gettext nor the network.

    python tools/messages.py            add new words to the .po files, drop those that are gone, compile
    python tools/messages.py --check    say what is missing, stale or not translated; change nothing
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src" / "isonomia" / "site"
LANGUAGES = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "es": "nplurals=2; plural=n != 1;",
    "fr": "nplurals=2; plural=n > 1;",
    "ru": ("nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;"),
    "zh_Hans": "nplurals=1; plural=0;",
}
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
"""Calls whose first text says in what sense the others are meant; how many others there are."""
SENSE = "\x04"
"""Stands between a context and the text itself in the name of a word."""


@dataclass
class Word:
    """A text of the interface, its plural where it has one, and where it stands."""

    text: str
    plural: str = ""
    places: set[str] = field(default_factory=set)
    context: str = ""


def homes() -> list[Path]:
    """The folders that keep translations of their own: the frame, and each application that has `locale/`."""
    return sorted(path.parent for path in [SITE / "locale", *SITE.glob("*/locale")] if path.is_dir())


def applications() -> list[Path]:
    """The folders whose words are theirs: the frame has none of them."""
    return sorted(path.parent for path in SITE.glob("*/__init__.py"))


def _sources(home: Path) -> Iterator[Path]:
    """The code and templates of a folder, without those of folders below it that keep their own."""
    below = [other for other in applications() if other != home and home in other.parents]
    for path in sorted(home.rglob("*")):
        if path.suffix in (".py", ".html") and not any(other in path.parents for other in below):
            yield path


def _in_code(text: str) -> Iterator[tuple[str, str]]:
    """The words of a module: name and plural."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [row.value for row in node.args if isinstance(row, ast.Constant) and isinstance(row.value, str)]
        if name in SINGLE and texts:
            yield texts[0], ""
        elif name in PLURAL and len(texts) >= 2:
            yield texts[0], texts[1]
        elif len(texts) > IN_CONTEXT.get(name, len(texts)):
            yield SENSE.join(texts[:2]), texts[2] if IN_CONTEXT[name] == 2 else ""


_TEXT = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"\b(n?)(p?)gettext\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?")


def _in_template(text: str) -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    for several, context, *texts in _CALL.findall(templatize(text)):
        words = [ast.literal_eval(found) for found in texts if found]
        name = SENSE.join(words[:2]) if context else words[0]
        yield name, words[-1] if several else ""


def gather(home: Path) -> dict[str, Word]:
    """All words of a folder by their English text, in front of it the context where there is one."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    out: dict[str, Word] = {}
    for path in _sources(home):
        read = _in_code if path.suffix == ".py" else _in_template
        for text, plural in read(path.read_text(encoding="utf-8")):
            if text:
                context, _sep, english = text.rpartition(SENSE)
                word = out.setdefault(text, Word(english, context=context))
                word.plural = word.plural or plural
                word.places.add(path.relative_to(home).as_posix())
    return out


def po_path(home: Path, language: str) -> Path:
    """Where a translation is."""
    return home / "locale" / language / "LC_MESSAGES" / "django.po"


def read(home: Path, language: str) -> polib.POFile:
    """A translation as it is; an empty one where there is none yet."""
    path = po_path(home, language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    held = polib.POFile(wrapwidth=110)
    held.metadata = {
        "Project-Id-Version": "Isonomia",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    return held


def name_of(entry: polib.POEntry) -> str:
    """The name of a word in a translation, as `gather` gives it."""
    return f"{entry.msgctxt}{SENSE}{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def renewed(held: polib.POFile, words: dict[str, Word], language: str) -> polib.POFile:
    """The translation with all words and no others, in order of their text."""
    known = {name_of(entry): entry for entry in held}
    out = polib.POFile(wrapwidth=110)
    out.metadata = held.metadata
    for name in sorted(words):
        word, entry = words[name], known.get(name)
        if entry is None or bool(entry.msgid_plural) != bool(word.plural):
            entry = polib.POEntry(msgid=word.text, msgctxt=word.context or None)
            if word.plural:
                count = int(LANGUAGES[language].split("nplurals=")[1].split(";")[0])
                entry.msgid_plural, entry.msgstr_plural = word.plural, dict.fromkeys(range(count), "")
        entry.occurrences = [(place, "") for place in sorted(word.places)]
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)s", word.text) else []
        out.append(entry)
    return out


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def untranslated(held: polib.POFile) -> list[str]:
    """The words without a translation, or whose translation lacks a placeholder or has one of its own."""
    out = []
    for entry in held:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        names = _names(entry.msgid) | _names(entry.msgid_plural or "")
        lacks = not all(texts) or any(not _names(text) <= names for text in texts)
        if lacks or (not entry.msgid_plural and _names(entry.msgstr) != names):
            out.append(name_of(entry))
    return out


def faults() -> Iterator[str]:
    """What is not as it should be: words that a translation lacks or need not have, and compiled files that are old."""
    for home in homes():
        words = gather(home)
        for language in LANGUAGES:
            place = po_path(home, language).relative_to(ROOT)
            held = read(home, language)
            there = {name_of(entry) for entry in held}
            for text in sorted(words.keys() - there):
                yield f"{place}: lacks {text!r}; run tools/messages.py"
            for text in sorted(there - words.keys()):
                yield f"{place}: has {text!r}, which nothing says any more; run tools/messages.py"
            for text in untranslated(held):
                yield f"{place}: {text!r} is not translated"
            compiled = po_path(home, language).with_suffix(".mo")
            if not compiled.exists() or compiled.read_bytes() != held.to_binary():
                yield f"{place}: the compiled file is old; run tools/messages.py"


def main(arguments: list[str] | None = None) -> int:
    """Runs the tool; gives its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if "--check" in arguments:
        found = list(faults())
        print("\n".join(found) or "all words are there in all languages")
        return 1 if found else 0
    for home in homes():
        words = gather(home)
        for language in LANGUAGES:
            path = po_path(home, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            held = renewed(read(home, language), words, language)
            held.save(str(path))
            path.with_suffix(".mo").write_bytes(held.to_binary())
            missing = len(untranslated(held))
            print(f"{path.relative_to(ROOT)}: {len(held)} words, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
