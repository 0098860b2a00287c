"""The performative verbs of a language as one matcher: which act does a text open with?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from isonomia.text.grammar import Grammar, Verb, grammar

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
        branches = "|".join(f"({_GROUP.sub('(?:', form)}){edge}" for form, _ in rows) or "(?!)"
        source = f"{self._connective}(?P<mod>{self._modifier})(?:{branches}){after}"
        return re.compile(source, re.IGNORECASE), [verb for _, verb in rows]

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


@lru_cache(maxsize=8)
def _forms(language: str) -> VerbForms:
    return VerbForms(grammar(language))
