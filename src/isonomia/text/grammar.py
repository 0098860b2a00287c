"""The grammar of one language, loaded from its TOML file and compiled once.

The code of the text and mandate rooms asks a Grammar, never which language it reads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from isonomia.errors import UnknownLanguage
from isonomia.text.folding import Folding
from isonomia.text.model import LANGUAGES
from isonomia.text.numbers import NumberWords

Pattern = re.Pattern[str]
NEVER = re.compile(r"(?!)")


def _spaces(form: str) -> str:
    """A space outside a character class stands for any white space."""
    out: list[str] = []
    in_class = False
    escaped = False
    for char in form:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            in_class = True
        elif char == "]":
            in_class = False
        elif char == " " and not in_class:
            out.append(r"\s+")
            continue
        out.append(char)
    return "".join(out)


def unnamed(form: str) -> str:
    """The form with its named groups made plain, so that it can stand twice in one pattern."""
    return re.sub(r"\(\?P<\w+>", "(?:", form)


def alternation(forms: Iterable[str]) -> str:
    """One pattern for many, the longest written form first."""
    ordered = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(ordered) + ")" if ordered else "(?!)"


@dataclass(frozen=True, slots=True)
class Verb:
    """A performative verb: its act and its surface forms as operative and as preambular verb."""

    act: str
    forms: tuple[str, ...]
    preambular: tuple[str, ...]
    inner: str = ""


class Grammar:
    """All that is known of one language; tables and keys as docs/languages.md describes them."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table
        self.language: str = table["language"]
        self.name: str = table["name"]
        self.script: str = table["script"]
        self.direction: str = table["direction"]
        self.cased = self.script in ("Latin", "Cyrillic")
        self.spaced = self.script != "Han"
        self.join: str = table["structure"]["join"]
        numbers = table["numbers"]
        self.numbers = NumberWords(numbers["units"], numbers.get("multipliers", {}))
        months: Mapping[str, int] = table["dates"]["months"]
        self.months = {name.casefold(): number for name, number in months.items()}
        self._names = {"month": alternation(map(re.escape, self.months)) if months else "(?!)"}
        self._names["date"] = unnamed(alternation(map(self._expand, table["dates"]["forms"])))
        self._names["ordinal"] = unnamed(self._expand(table["sessions"]["ordinal"]))
        self._names["session"] = unnamed(
            alternation(
                self._expand(form).replace("{ordinal}", self._names["ordinal"]) for form in table["sessions"]["forms"]
            )
        )
        self._names["year"] = r"(?:1[89]|20|21)\d\d" + (r"\s*年" if self.script == "Han" else "")
        sections: Mapping[str, str] = table["structure"].get("sections", {})
        self._sections = {name.casefold(): number for name, number in sections.items()}
        self.verbs = tuple(
            Verb(
                row["act"],
                tuple(row["forms"]),
                tuple(row.get("preambular", row["forms"])),
                row.get("inner", ""),
            )
            for row in table["verb"]
        )

    def _expand(self, form: str) -> str:
        form = _spaces(form)
        for name, pattern in getattr(self, "_names", {}).items():
            form = form.replace("{" + name + "}", pattern)
        return form

    def source(self, forms: str | Iterable[str]) -> str:
        """The regular expression of one form or of several, placeholders filled in, not compiled."""
        if isinstance(forms, str):
            return self._expand(forms) if forms else ""
        return alternation(map(self._expand, forms))

    def compile(self, forms: str | Iterable[str], *, case: bool = False) -> Pattern:
        """A compiled pattern, remembered; case counts only where `case` says so."""
        return self._compiled(forms if isinstance(forms, str) else tuple(forms), case)

    @lru_cache(maxsize=1024)  # noqa: B019  (grammars live as long as the program)
    def _compiled(self, forms: str | tuple[str, ...], case: bool) -> Pattern:
        source = self.source(forms)
        return re.compile(source, 0 if case else re.IGNORECASE) if source else NEVER

    def get(self, table: str, key: str, default: Any = "") -> Any:
        """A key of a table as it is written in the file."""
        return self.table.get(table, {}).get(key, default)

    @lru_cache(maxsize=256)  # noqa: B019  (grammars live as long as the program)
    def pattern(self, table: str, key: str) -> Pattern:
        """The compiled forms of a key; a pattern that never matches where the file has none."""
        return self.compile(self.get(table, key, ""))

    def section_number(self, printed: str) -> str:
        """The printed number of a section in Latin letters or digits where the language writes it in words (ثالثا is
        III, باء is B), else as it is."""
        return self._sections.get(Folding(printed, self.script).text.casefold(), printed)

    def part_letter(self, line: str) -> str:
        """The letter of a part of an omnibus resolution that stands alone on its line (B, باء); "" for another line."""
        letter = self.section_number(line)
        return letter if re.fullmatch(r"[A-Z]", letter) else ""

    @cached_property
    def date(self) -> Pattern:
        """A full date, without groups; `read_date` reads what it found."""
        return re.compile(self._names["date"], re.IGNORECASE)

    @cached_property
    def _date_forms(self) -> tuple[Pattern, ...]:
        return tuple(re.compile(self._expand(form), re.IGNORECASE) for form in self.table["dates"]["forms"])

    def read_date(self, text: str) -> str | None:
        """The ISO date of a printed date; None where it is no date of the calendar."""
        for form in self._date_forms:
            match = form.search(text)
            if not match:
                continue
            month_text = match["month"].casefold()
            month = self.months.get(month_text) or self.months.get(re.sub(r"\s+", " ", month_text))
            if month is None and month_text.isdigit():
                month = int(month_text)
            digits = re.sub(r"\D", "", match["day"])
            day = int(digits) if digits else self.numbers.parse(match["day"])
            try:
                return date(int(match["year"]), month or 0, day or 0).isoformat()
            except ValueError:
                continue
        return None

    @cached_property
    def session(self) -> Pattern:
        """A session of a body, without groups; `session_number` reads what it found."""
        return re.compile(self._names["session"], re.IGNORECASE)

    @cached_property
    def _ordinal(self) -> Pattern:
        return re.compile(self._names["ordinal"], re.IGNORECASE)

    def session_number(self, text: str) -> int | None:
        """The number of the session that is printed in `text`."""
        match = self.session.search(text)
        if not match:
            return None
        for ordinal in self._ordinal.finditer(match.group()):
            number = self.numbers.parse(ordinal.group())
            if number is not None:
                return number
        return self.numbers.parse(match.group())


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar of a language; UnknownLanguage for one that is not of the six."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"language {language!r} is not read; use one of {', '.join(LANGUAGES)}")
    text = files("isonomia.text.languages").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Grammar(tomllib.loads(text))
