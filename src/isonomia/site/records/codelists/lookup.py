"""Labels of codes, in memory. Each request asks the database once whether a list has changed."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asgiref.local import Local
from django.core.signals import request_started

FALLBACK = ("en", "fr", "es", "ru", "ar", "zh")


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its labels. `retired`: it is not given to new records."""

    code: str
    labels: Mapping[str, str]
    broader: str = ""
    retired: bool = False
    replaced_by: str = ""

    def label(self, language: str) -> str:
        """The label in a language; in another one where there is none, at last the code."""
        for candidate in (language, *FALLBACK):
            if text := self.labels.get(candidate):
                return text
        return self.code


class Terms:
    """One code list."""

    def __init__(self, name: str, stamp: int, entries: Mapping[str, Entry]) -> None:
        self.name = name
        self.stamp = stamp
        self._entries = dict(entries)
        self._in_order: dict[str, list[Entry]] = {}

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, code: str) -> Entry:
        """The entry of a code; for a code that is not of the list, one that is labelled with the code itself."""
        return self._entries.get(code) or Entry(code, {})

    def label(self, code: str, language: str) -> str:
        """The label of a code."""
        return self.get(code).label(language)

    def in_order(self, language: str) -> list[Entry]:
        """The entries in the order of their labels in a language."""
        if language not in self._in_order:
            self._in_order[language] = sorted(self, key=lambda entry: collated(entry.label(language), language))
        return self._in_order[language]

    def active(self) -> list[Entry]:
        """What a new record may use, in the order of the list."""
        return [entry for entry in self if not entry.retired]

    def near(self, text: str, most: int = 3) -> list[str]:
        """Codes that look like a text, or whose label is it."""
        folded = fold(text)
        same = [entry.code for entry in self if folded in {fold(label) for label in entry.labels.values()}]
        return same[:most] or difflib.get_close_matches(text, list(self._entries), most)

    def code_of(self, text: str) -> str | None:
        """The code that a text names: the code itself, or a label in any of the six languages; None if not one."""
        if text in self._entries:
            return text
        folded = fold(text)
        found = {entry.code for entry in self if folded in {fold(label) for label in entry.labels.values()}}
        return found.pop() if len(found) == 1 else None

    def find(self, text: str) -> list[str]:
        """The codes whose code, or label in any language, has the text in it."""
        folded = fold(text)
        return [
            entry.code
            for entry in self
            if folded in fold(entry.code) or any(folded in fold(label) for label in entry.labels.values())
        ]


def fold(text: str) -> str:
    """A text without case and marks, for finding labels."""
    text = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return "".join(letter for letter in text if not unicodedata.combining(letter)).strip()


def collated(text: str, language: str) -> tuple[object, str]:
    """What a text is sorted by: without case and marks; Chinese as its national standard has it, by pronunciation."""
    return (text.encode("gb18030") if language == "zh" else fold(text), text)


_lists: dict[str, Terms] = {}
_request: Any = Local()


def forget(**_signal: Any) -> None:
    """Lets the next look-up ask the database whether a list has changed."""
    _request.stamps = None


request_started.connect(forget, dispatch_uid="records.codelists")


def _stamps() -> dict[str, int]:
    stamps: dict[str, int] | None = getattr(_request, "stamps", None)
    if stamps is None:
        from isonomia.site.records.models import CodeList

        stamps = dict(CodeList.objects.values_list("name", "stamp"))
        _request.stamps = stamps
    return stamps


def terms(name: str) -> Terms:
    """The code list of a name; empty where there is none."""
    stamp = _stamps().get(name, 0)
    held = _lists.get(name)
    if held is not None and held.stamp == stamp:
        return held
    from isonomia.site.records.models import Term

    entries = {
        row.code: Entry(row.code, row.labels, row.broader, row.retired, row.replaced_by)
        for row in Term.objects.filter(code_list__name=name)
    }
    _lists[name] = Terms(name, stamp, entries)
    return _lists[name]
