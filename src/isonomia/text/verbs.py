"""The performative verbs of a language as one matcher: which act does a text open with?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from isonomia.text.grammar import Grammar, Verb, grammar
from isonomia.text.openings import openings

MANY = 1.5
"""Times that a form may stand in the sorted alternation, on average; more takes longer to compile than it saves."""
_GROUP = re.compile(r"(?<!\\)\((?:\?P<\w+>|(?!\?))")


@dataclass(frozen=True, slots=True)
class VerbMatch:
    """A performative verb at a place: its act, the span with its modifiers, and where its connectives began.

    `inner` says where it may stand inside a paragraph: "" anywhere, "linked" after a connective only, "never".
    """

    act: str
    start: int
    end: int
    opened: int
    modifiers: str
    inner: str = ""

    def printed(self, text: str) -> str:
        """The verb as it is printed, with its modifiers, without connectives."""
        return text[self.start : self.end]


class VerbForms:
    """All verb forms of a language, as operative and as preambular verbs."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        modifiers = grammar.source(grammar.get("clause", "modifiers", []))
        connectives = grammar.source(grammar.get("clause", "connectives", []))
        gap = r"\s*" if not grammar.spaced else r",?\s+"
        link = r"[,，、]?\s*"
        self._modifier = f"(?:{modifiers}{gap})*" if modifiers != "(?!)" else ""
        after = rf"(?:,?\s*{modifiers}(?!\w))*" if grammar.spaced and modifiers != "(?!)" else ""
        self._connective = f"(?P<conn>(?:{connectives}{link})*)" if connectives != "(?!)" else "(?P<conn>)"
        self.operative = self._build(after, preambular=False)
        self.preambular = self._build(after, preambular=True)
        self.alike = all(verb.forms == verb.preambular for verb in grammar.verbs)
        self.conjunction = grammar.compile(grammar.get("clause", "run_on", []))
        self.intensifier = grammar.compile(grammar.get("clause", "intensifiers", []))

    def _build(self, after: str, *, preambular: bool) -> tuple[re.Pattern[str], list[Verb]]:
        rows = [
            (self.grammar.source(form), verb)
            for verb in self.grammar.verbs
            for form in (verb.preambular if preambular else verb.forms)
        ]
        rows.sort(key=lambda row: len(row[0]), reverse=True)
        edge = r"(?!\w)" if self.grammar.spaced else ""
        attached = self.grammar.get("clause", "attached", [])
        if attached and not preambular:  # a pronoun written as one with the verb (تدعوها): it is no part of it
            edge = rf"(?:{edge}|(?={self.grammar.source(attached)}{edge}))"
        sources = [f"({_GROUP.sub('(?:', form)}){edge}" for form, _ in rows]
        shelves = _by_first_letter([form for form, _ in rows])
        branches = "|".join(
            (f"(?={re.escape(letter)})(?:" if letter else "(?:") + "|".join(sources[at] for at in shelf) + ")"
            for letter, shelf in shelves.items()
        )
        source = f"{self._connective}(?P<mod>{self._modifier})(?:{branches or '(?!)'}){after}"
        return re.compile(source, re.IGNORECASE), [rows[at][1] for shelf in shelves.values() for at in shelf]

    @cached_property
    def openings(self) -> frozenset[str] | None:
        """The letters with which what `match` finds begins: those of a connective, a modifier or an operative verb."""
        lists = (self.grammar.get("clause", key, []) for key in ("connectives", "modifiers"))
        forms = [
            *(form for verb in self.grammar.verbs for form in verb.forms),
            *(form for forms in lists for form in forms),
        ]
        heads = [openings(self.grammar.source(form)) for form in forms]
        return None if None in heads else frozenset[str]().union(*(row for row in heads if row))

    @classmethod
    def of(cls, language: str) -> VerbForms:
        """The verb forms of a language, built once."""
        return _forms(language)

    def match(self, text: str, at: int = 0, *, preambular: bool = False) -> VerbMatch | None:
        """The performative verb that stands at `at`, connectives before it allowed; the longest form wins."""
        pattern, verbs = self.preambular if preambular else self.operative
        found = pattern.match(text, at)
        if not found or found.lastindex is None:
            return None
        core = found.lastindex
        modifiers = found["mod"] + text[found.end(core) : found.end()]
        verb = verbs[core - 3]
        return VerbMatch(verb.act, found.start("mod"), found.end(), at, modifiers, verb.inner)

    def opens(self, text: str, *, preambular: bool) -> bool:
        """Does a paragraph open with a performative verb? Not after a conjunction: "and stresses" goes on."""
        found = (self.preambular if preambular else self.operative)[0].match(text)
        return bool(found) and not self.conjunction.match(text)


def _by_first_letter(forms: Sequence[str]) -> dict[str, list[int]]:
    """Which forms, in their order, a match that begins with a letter may have; all under "" where that tells little.

    An alternation of hundreds is tried form by form: sorted by letters, most of them are passed over at once.
    """
    shelves: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        for letter in sorted({head[0] for head in openings(form) or ["?"]}):
            shelves.setdefault(letter, []).append(at)
    if not "".join(shelves).isalpha() or sum(map(len, shelves.values())) > MANY * len(forms):
        return {"": list(range(len(forms)))}
    return shelves


@lru_cache(maxsize=8)
def _forms(language: str) -> VerbForms:
    return VerbForms(grammar(language))
