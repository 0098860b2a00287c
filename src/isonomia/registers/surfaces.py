"""Finds the names of a register in a text: Aho-Corasick on the literal head of each form, then the whole form.

In a form a space stands for white space and `*` for any further letters of the word (case endings, gender, number).
Letters compare with case, but for the first of the form. Arabic forms are found behind the proclitics و ف ب ل ك.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind


class Mention(NamedTuple):
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


_NEXT_WORD = re.compile(r"\w*\s+(\S{1,80})")


def _after_word(text: str, end: int) -> str:
    """The beginning of the word that follows the one of which `end` is inside; nothing where none follows."""
    match = _NEXT_WORD.match(text, end)
    return match[1] if match else ""


def _lower(text: str) -> str:
    """The text in small letters, as long as before: the few letters whose small form is longer stay."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=1 << 15)
def _tail_pattern(tail: str) -> re.Pattern[str]:
    """A form or what follows its literal head; compiled when a head is met, as most never are."""
    return re.compile(re.escape(tail).replace(r"\*", r"\w*").replace(r"\ ", r"\s+"))


class _Row(NamedTuple):
    """One way of printing a form: what follows its literal head, the next word's beginning, the form in its case."""

    ids: tuple[str, ...]
    short: bool
    tail: str
    then: str
    exact: str


class Surfaces:
    """The names of one register in one language; `find` gives the longest, leftmost, non-overlapping mentions."""

    def __init__(
        self, forms: Iterable[tuple[str, str, bool]], *, script: str, overlapping: bool = False, case: str = "first"
    ) -> None:
        """`forms`: (form, id, short); `script` as in the language file; `overlapping` keeps all mentions.

        `case`: "first" lets the first letter of a form be of either case, "kept" keeps a capital there as in names of
        places (Turkey, not turkey), "free" finds a form without capitals however it is printed (in a title, say).
        """
        self._overlapping = overlapping
        self._case = case
        self._script = script
        owners: dict[tuple[str, bool], list[str]] = {}
        for form, id, short in forms:
            ids = owners.setdefault((form, short), [])
            if id not in ids:
                ids.append(id)
        self._rows: list[_Row] = []
        heads: dict[str, list[int]] = {}
        for (form, short), ids in owners.items():
            for variant in self._variants(form, short=short):
                searched = variant.lower() if case == "free" else variant
                head, star, tail = searched.partition("*")
                if head:
                    exact = variant if searched != variant else ""
                    then = re.match(r" ([^ *]+)", tail)
                    heads.setdefault(head, []).append(len(self._rows))
                    self._rows.append(_Row(tuple(ids), short, star + tail, then[1] if then else "", exact))
        self._by_head = list(heads.values())
        self._automaton = AhoCorasick(list(heads), matchkind=MatchKind.Standard) if heads else None

    def _fold(self, text: str) -> str:
        """Text or form with look-alike characters made one; lengths stay."""
        for char, plain in _ALIKE if self._script != "Arabic" else (*_ALIKE, *_ARABIC_ALIKE):
            text = text.replace(char, plain)
        return text

    def _variants(self, form: str, *, short: bool) -> list[str]:
        """The ways a form may be printed: first letter of either case (a short form's capital stays), لل for ال."""
        form = self._fold(form)
        variants = [form]
        if self._case == "free" and form[1:] == form[1:].lower():
            variants = [form.lower()]
        elif (short or self._case == "kept") and form[:1].islower():
            variants.append(form[0].upper() + form[1:])
        elif not short and self._case != "kept" and form[:1].upper() != form[:1].lower():
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

    def _find(self, printed: str) -> list[Mention]:
        assert self._automaton is not None
        text = _lower(printed) if self._case == "free" else printed
        found: list[tuple[int, int, int]] = []
        bounded = self._script != "Han"
        for head, start, head_end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if self._starts_word(text, start) < 0:
                continue
            after: str | None = None  # the word after that of the head, once it is asked for
            for index in self._by_head[head]:
                row, end = self._rows[index], head_end
                if row.then:
                    if after is None:
                        after = _after_word(text, head_end)
                    if not after.startswith(row.then):
                        continue
                if row.tail:
                    match = _tail_pattern(row.tail).match(text, end)
                    if match is None:
                        continue
                    end = match.end()
                if bounded and end < len(text) and text[end].isalnum():
                    continue
                if not bounded and self._guarded(text, end):
                    continue
                if not row.exact or _tail_pattern(row.exact).fullmatch(printed, start, end):
                    found.append((start, end, index))
        found.sort(key=lambda row: (row[0], -row[1], self._rows[row[2]].short))
        out: list[Mention] = []
        beaten: list[Mention] = []  # by the last of `out`: they stand again where that one is beaten in turn
        for start, end, index in found:
            ids, short = self._rows[index].ids, self._rows[index].short
            if self._overlapping or not out or start >= out[-1].end:
                out.append(Mention(start, end, ids, short))
                beaten = []
                continue
            last = out[-1]
            if start == last.start and end == last.end and not short and not last.short:
                merged = last.ids + tuple(id for id in ids if id not in last.ids)
                out[-1] = Mention(start, end, merged)
            elif set(ids) & set(last.ids) and not short and not last.short and end > last.end:
                out[-1] = Mention(last.start, end, last.ids)  # one name that runs on in another of the same body
            elif end - start > last.end - last.start and start != last.start:
                out.pop()
                for mention in beaten:
                    if mention.end <= start and (not out or mention.start >= out[-1].end):
                        out.append(mention)
                beaten = [*(mention for mention in beaten if mention.end > start), last]
                out.append(Mention(start, end, ids, short))
        return out


_NAMED = {
    "organ", "commission", "committee", "conference_of_parties", "congress", "agency", "fund", "organization",
    "secretariat_entity", "treaty_body", "institute", "programme",
}  # fmt: skip
"""Kinds of bodies whose names hold words that are no subject there: the Office on Drugs, the Children's Fund."""


_CASE = {"concepts": "free", "places": "kept"}


def _forms(register: str, language: str) -> list[tuple[str, str, bool]]:
    """(form, id, short) of a register; the id "" is of a form that keeps others from being found inside it."""
    from isonomia import registers

    bodies = registers.bodies().values()
    if register in ("concepts", "places"):
        if register == "concepts":
            rows = [(concept.id, concept.terms, concept.guards) for concept in registers.concepts().values()]
        else:
            rows = [(place.id, place.names, place.guards) for place in registers.places().values()]
        found = [(form, id, False) for id, forms, _ in rows for form in forms.get(language, ())]
        guards = {form for _, _, kept in rows for form in kept.get(language, ())}
        own = {id for id, _, _ in rows}
        for body in bodies:
            names = body.names.get(language, ())
            if body.id in own and body.kind != "other":  # a programme or network that is a subject too
                found += [(form, body.id, False) for form in names]
            elif body.kind in _NAMED:
                guards.update(names)
        return found + [(form, "", False) for form in sorted(guards - {form for form, _, _ in found})]
    if register == "bodies":
        return [(form, it.id, False) for it in bodies for form in it.names.get(language, ())] + [
            (form, it.id, True) for it in bodies for form in it.short.get(language, ())
        ]
    instruments = registers.instruments().values()
    return [(form, it.id, False) for it in instruments for form in it.titles.get(language, ())] + [
        (form, it.id, True) for it in instruments for form in it.defined.get(language, ())
    ]


@lru_cache(maxsize=32)
def _surfaces(register: str, language: str, script: str) -> Surfaces:
    return Surfaces(_forms(register, language), script=script, case=_CASE.get(register, "first"))


def _without_guards(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions of something: those of a guard alone are left out, and its empty id from the others."""
    return tuple(
        Mention(m.start, m.end, tuple(id for id in m.ids if id), m.short) if "" in m.ids else m
        for m in mentions
        if m.ids != ("",)
    )


@lru_cache(maxsize=4)
def body_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The bodies and actors named in a text; the last texts are remembered, as several rooms ask for the same."""
    return tuple(_surfaces("bodies", language, script).find(text))


@lru_cache(maxsize=4)
def instrument_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The instruments named in a text; the last texts are remembered."""
    return tuple(_surfaces("instruments", language, script).find(text))


@lru_cache(maxsize=4)
def concept_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The finer subjects a text speaks of, each at its longest wording; not those inside the name of a body."""
    return _without_guards(_surfaces("concepts", language, script).find(text))


@lru_cache(maxsize=4)
def place_mentions(text: str, language: str, script: str) -> tuple[Mention, ...]:
    """The countries, areas and regions named in a text."""
    return _without_guards(_surfaces("places", language, script).find(text))
