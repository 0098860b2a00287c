"""The quantity grammar of one language, loaded from its TOML file and compiled once.

The keys are explained in docs/methods/figures.md. Forms are regular expressions as in the language files: a space
outside a class stands for any white space, case does not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.mandates.quantities.numerals import Numerals
from isonomia.registers.surfaces import Surfaces
from isonomia.text.grammar import NEVER, Grammar, Pattern, alternation, grammar


class QuantityRules:
    """All that is known of the quantities of one language."""

    def __init__(self, table: Mapping[str, Any], rules: Grammar) -> None:
        self.table = table
        self.rules = rules
        self.language: str = table["language"]
        self.spaced = rules.spaced
        self.edge = r"(?!\w)" if rules.spaced else ""
        self.start = r"(?:(?<!\w)|(?<=(?<!\w)[وفبلك]))" if rules.spaced else ""
        self.numerals = Numerals(table["numbers"], script=rules.script)
        self.vague = {id: self.compile(form, edge=True) for id, form in table["vague"].items()}
        article = table["numbers"]["article"]
        self.before = self._endings(table["before"], then=rf"(?:{article})?" if article else "")
        self.after = {id: self.compile(alternation(map(rules.source, forms))) for id, forms in table["after"].items()}
        self.percent = self._starting(table["percent"]["after"])
        self.points = self._starting(table["percent"]["points"])
        self.percent_before = self._ending(table["percent"]["before"])
        self.percent_of = self._starting(table["percent"]["of"])
        self.before_whole = self._before_whole()
        self.currency_before = self._endings(table["currency"]["before"], anywhere=True)
        gap = self._gap(table["phrase"]["of"])
        self.currency_after = self._units(gap, table["currency"]["after"])
        self.measures = self._units(gap, table["measures"])
        self.of = self._starting(table["phrase"]["of"])
        self.nested = self._ending(table["phrase"]["nested"])
        self.inherit = self._starting(table["phrase"]["inherit"])
        self.head_first: bool = table["phrase"]["head"] == "first"
        self.boundary = frozenset(word.casefold() for word in table["phrase"]["boundary"])
        self.boundary_pattern = re.compile(alternation(map(re.escape, table["phrase"]["boundary"])))
        self.verb_ending = self.compile(table["phrase"]["verb_ending"])
        self.modifier = self._starting(table["phrase"]["modifier"])
        self.classifiers: Mapping[str, str] = table.get("classifiers", {})
        self.nouns_themselves = frozenset(table.get("phrase", {}).get("themselves", ()))
        self.classifier = self._starting(map(re.escape, self.classifiers)) if self.classifiers else NEVER
        self.join = self._starting(table["ranges"]["join"])
        self.paired = self._starting(table["ranges"]["paired"])
        self.open = self._ending(table["ranges"]["open"])
        self.change = self._ending(table["ranges"]["change"])
        exclude = table["exclude"]
        self.weak_label = self._starting(exclude["weak_labels"])
        self.follows = self._starting(exclude["follows"])
        self.determiner = self._ending(exclude["determiners"])
        self.anaphoric = self._ending(exclude["anaphoric"])
        self.one_only = self._ending(exclude["one_only"])
        self.list = re.compile(rf"\s*{rules.source(exclude['list'])}\s*", re.IGNORECASE)
        self.year_before = self._ending(exclude["year_before"])
        self.parties = table["parties"]
        self.other_clause = self._whole_words(table["as_of"]["other_clause"])
        self.event = self._whole_words(table["as_of"]["event"])
        self.contexts = {id: self.compile(forms) for id, forms in table["contexts"].items()}
        self.dual_patterns = {
            id: re.compile(rf"{self.start}{alternation(map(re.escape, forms))}(?!\w)")
            for id, forms in table["duals"].items()
        }
        self.units = self._surfaces()

    # -- forms of a key --------------------------------------------------------------------------------------------

    def source(self, forms: str | Iterable[str]) -> str:
        """The regular expression of one form or of several, not compiled."""
        return self.rules.source(forms)

    def compile(self, forms: str | Iterable[str], *, edge: bool = False) -> Pattern:
        """Compiled forms; with `edge` only between word boundaries, where the script has them."""
        source = self.source(forms)
        if not source:
            return NEVER
        if edge and self.spaced:
            source = rf"(?<!\w){source}"
        return re.compile(source, re.IGNORECASE)

    def _starting(self, forms: Iterable[str]) -> Pattern:
        """To be matched at a place."""
        found = list(forms)
        return self.compile(found) if found else NEVER

    def _whole_words(self, forms: list[str]) -> Pattern:
        """To be searched anywhere: forms as whole words where there are words."""
        return re.compile(rf"{self.start}{self.source(forms)}{self.edge}", re.IGNORECASE) if forms else NEVER

    def _ending(self, forms: Iterable[str], *, anywhere: bool = False, then: str = "") -> Pattern:
        """To be searched in what stands before a place: forms at its end, as whole words where there are words."""
        found = list(forms)
        if not found:
            return NEVER
        start = "" if anywhere else self.start
        return re.compile(rf"{start}{self.source(found)}\s*{then}$", re.IGNORECASE)

    def _endings(self, table: Mapping[str, list[str]], *, anywhere: bool = False, then: str = "") -> dict[str, Pattern]:
        return {id: self._ending(forms, anywhere=anywhere, then=then) for id, forms in table.items()}

    def _before_whole(self) -> dict[str, Pattern]:
        """Qualifiers that stand before the whole of which a percentage is a share (低于收入总额的1%)."""
        between = self.table["percent"]["partitive"]
        if not between:
            return {}
        rows = self.table["before"].items()
        return {id: re.compile(rf"{self.source(forms)}{between}\s*$", re.IGNORECASE) for id, forms in rows}

    def _gap(self, forms: Iterable[str]) -> str:
        return self.source(list(forms)) if self.spaced else ""

    def _units(self, gap: str, table: Mapping[str, list[str]]) -> dict[str, Pattern]:
        """Currencies or measures after a number, the article or preposition between them included.

        A sign of letters alone ("t", "g", "kg") must stand right after the number or one space from it.
        """
        return {
            id: re.compile(rf"{gap}\s*{self.source(forms)}{self.edge}", re.IGNORECASE) for id, forms in table.items()
        }

    def _surfaces(self) -> Surfaces:
        forms = [(form, id, False) for id, row in self.table["units"].items() for form in row]
        return Surfaces(forms, script=self.rules.script)


@lru_cache(maxsize=8)
def quantity_rules(language: str) -> QuantityRules:
    """The quantity rules of a language; UnknownLanguage for one that is not of the six."""
    rules = grammar(language)
    text = files("isonomia.mandates.quantities").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return QuantityRules(tomllib.loads(text), rules)
