"""Finds the names of a register in a text: Aho-Corasick on the literal head of each form, then the whole form.

In a form a space stands for white space and `*` for any further letters of the word (case endings, gender, number).
Letters compare with case, but for the first of the form. Arabic forms are found behind the proclitics و ف ب ل ك.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: half-open span, the ids it may mean, and whether it is a short (anaphoric) form."""

    start: int
    end: int
    ids: tuple[str, ...]
    short: bool = False


_MARKS = re.compile("[《》〈〉“”]")
_ARABIC_ALIKE = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"))
"""Letters that Arabic print confuses: alef with or without hamza, final ya without dots."""
_GUARDS = {"国": "际", "组": "织成", "方": "式法面案", "部": "门队分署", "所": "需有在", "会": "计", "员": "工"}
"""Chinese characters that end a name, and those after which they belong to another word (各国|际, 专家组|成)."""
_ALIKE = (("’", "'"), ("ё", "е"), ("\u00a0", " "), ("\u2011", "-"))
"""Characters that print alike or are written either way, one for one."""


@lru_cache(maxsize=2)
def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without title marks, and where each of its characters stood."""
    marks = [match.start() for match in _MARKS.finditer(text)]
    kept: list[int] = []
    at = 0
    for mark in [*marks, len(text)]:
        kept.extend(range(at, mark))
        at = mark + 1
    return _MARKS.sub("", text), kept


class Surfaces:
    """The names of one register in one language; `find` gives the longest, leftmost, non-overlapping mentions."""

    def __init__(self, forms: Iterable[tuple[str, str, bool]], *, script: str, overlapping: bool = False) -> None:
        """`forms`: (form, id, short); `script` as in the language file; `overlapping` keeps all mentions."""
        self._overlapping = overlapping
        self._script = script
        owners: dict[tuple[str, bool], list[str]] = {}
        for form, id, short in forms:
            ids = owners.setdefault((form, short), [])
            if id not in ids:
                ids.append(id)
        self._heads: list[str] = []
        self._rows: list[tuple[tuple[str, ...], bool, re.Pattern[str] | None]] = []
        for (form, short), ids in owners.items():
            for variant in self._variants(form, short=short):
                head = variant.split("*", 1)[0]
                if not head:
                    continue
                tail = variant[len(head) :]
                rest = re.compile(re.escape(tail).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")) if tail else None
                self._heads.append(head)
                self._rows.append((tuple(ids), short, rest))
        self._automaton = AhoCorasick(self._heads, matchkind=MatchKind.Standard) if self._heads else None

    def _fold(self, text: str) -> str:
        """Text or form with look-alike characters made one; lengths stay."""
        for char, plain in _ALIKE if self._script != "Arabic" else (*_ALIKE, *_ARABIC_ALIKE):
            text = text.replace(char, plain)
        return text

    def _variants(self, form: str, *, short: bool) -> list[str]:
        """The ways a form may be printed: first letter of either case (a short form's capital stays), لل for ال."""
        form = self._fold(form)
        variants = [form]
        if short and form[:1].islower():
            variants.append(form[0].upper() + form[1:])
        elif not short and form[:1].upper() != form[:1].lower():
            variants = [form[0].upper() + form[1:], form[0].lower() + form[1:]]
        if self._script == "Arabic" and form.startswith("ال"):
            variants.append("ل" + form[1:])
        return variants

    @staticmethod
    def _guarded(text: str, end: int) -> bool:
        """Does a Chinese name end inside another word?"""
        following = text[end : end + 1]
        return bool(following) and following in _GUARDS.get(text[end - 1], "") and text[end : end + 2] != "成员"

    def _starts_word(self, text: str, start: int) -> int:
        """Where the mention begins once proclitics are taken in; -1 where it stands inside another word."""
        if self._script == "Han" or start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_"):
            return start
        if self._script != "Arabic":
            return -1
        at = start
        while at and start - at < 2 and text[at - 1] in "وفبلك":
            at -= 1
        return start if at < start and (at == 0 or not text[at - 1].isalnum()) else -1

    def find(self, text: str) -> list[Mention]:
        """All mentions in order; where two overlap, the longer wins, then the earlier.

        Title marks inside a Chinese name (《》 and quotation marks) do not count.
        """
        if self._automaton is None:
            return []
        text = self._fold(text)
        if self._script != "Han" or not _MARKS.search(text):
            return self._find(text)
        bare, kept = _without_marks(text)
        return [Mention(kept[m.start], kept[m.end - 1] + 1, m.ids, m.short) for m in self._find(bare)]

    def _find(self, text: str) -> list[Mention]:
        assert self._automaton is not None
        found: list[tuple[int, int, int]] = []
        bounded = self._script != "Han"
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            rest = self._rows[index][2]
            if rest is not None:
                match = rest.match(text, end)
                if match is None:
                    continue
                end = match.end()
            if bounded and end < len(text) and text[end].isalnum():
                continue
            if not bounded and self._guarded(text, end):
                continue
            if self._starts_word(text, start) < 0:
                continue
            found.append((start, end, index))
        found.sort(key=lambda row: (row[0], -row[1], self._rows[row[2]][1]))
        out: list[Mention] = []
        for start, end, index in found:
            ids, short, _ = self._rows[index]
            if self._overlapping:
                out.append(Mention(start, end, ids, short))
                continue
            if out and start < out[-1].end:
                last = out[-1]
                if start == last.start and end == last.end and not short and not last.short:
                    merged = last.ids + tuple(id for id in ids if id not in last.ids)
                    out[-1] = Mention(start, end, merged)
                elif set(ids) & set(last.ids) and not short and not last.short and end > last.end:
                    out[-1] = Mention(last.start, end, last.ids)  # one name that runs on in another of the same body
                elif end - start > last.end - last.start and start != last.start:
                    out[-1] = Mention(start, end, ids, short)
                continue
            out.append(Mention(start, end, ids, short))
        return out


@lru_cache(maxsize=16)
def _surfaces(register: str, language: str, script: str) -> Surfaces:
    from isonomia import registers

    forms: list[tuple[str, str, bool]] = []
    if register == "bodies":
        for body in registers.bodies().values():
            forms += [(form, body.id, False) for form in body.names.get(language, ())]
            forms += [(form, body.id, True) for form in body.short.get(language, ())]
    else:
        for instrument in registers.instruments().values():
            forms += [(form, instrument.id, False) for form in instrument.titles.get(language, ())]
            forms += [(form, instrument.id, True) for form in instrument.defined.get(language, ())]
    return Surfaces(forms, script=script)


@lru_cache(maxsize=4)
def body_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The bodies and actors named in a text; the last texts are remembered, as several rooms ask for the same."""
    return tuple(_surfaces("bodies", language, script).find(text))


@lru_cache(maxsize=4)
def instrument_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The instruments named in a text; the last texts are remembered."""
    return tuple(_surfaces("instruments", language, script).find(text))
