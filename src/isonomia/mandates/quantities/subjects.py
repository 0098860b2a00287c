"""What a figure is about: the treaty that has the parties, the commodity that was seized, a series of the register."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from isonomia.mandates.quantities.rules import QuantityRules, quantity_rules
from isonomia.registers import instruments
from isonomia.registers.surfaces import Mention, Surfaces
from isonomia.text.grammar import Pattern, grammar, unnamed
from isonomia.text.model import LANGUAGES

MASS = frozenset({"t", "kg", "g", "mg", "l"})
PEOPLE = frozenset(
    {
        "people", "victims", "women", "men", "children", "officials", "law_enforcement_officers", "border_officers",
        "police_officers", "customs_officers", "prison_staff", "judges", "prosecutors", "lawyers", "investigators",
        "practitioners", "trainers", "teachers", "students", "participants", "representatives", "experts",
        "stakeholders", "staff", "members", "prisoners",
    }
)  # fmt: skip
TREATIES = frozenset({"UNTOC-PROTOCOLS", "DRUG-CONVENTIONS", "CT-INSTRUMENTS"})
"""Groups of treaties: they have no number of parties of their own."""
_BREAK = re.compile(r"[.;:，。；：]")
NEAR = 60
"""The most characters between a treaty's name and a number of parties that its verb links to it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A series of figures: the units it is counted in, the context that shows it, what its figures must name."""

    id: str
    label: Mapping[str, str]
    units: frozenset[str]
    context: str
    subject: str

    def counts(self, unit: str, *, money: bool) -> bool:
        """May a figure in this unit belong to the series?"""
        return (
            unit in self.units
            or ("mass" in self.units and unit in MASS)
            or ("people" in self.units and unit in PEOPLE)
            or ("money" in self.units and money)
        )


@lru_cache(maxsize=1)
def _register() -> tuple[tuple[Measure, ...], Mapping[str, Mapping[str, tuple[str, ...]]]]:
    text = files("isonomia.registers").joinpath("subjects.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    rows = tuple(
        Measure(row["id"], row["label"], frozenset(row["units"]), row.get("context", ""), row["subject"])
        for row in table["measure"]
    )
    goods = {row["id"]: {language: tuple(row[language]) for language in LANGUAGES} for row in table["commodity"]}
    return rows, goods


def measures() -> tuple[Measure, ...]:
    """The series of the register of subjects, in order."""
    return _register()[0]


def commodities() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The commodities of the register: their printed forms by id and language."""
    return _register()[1]


@lru_cache(maxsize=8)
def _goods(language: str) -> Surfaces:
    forms = [(form, id, False) for id, row in commodities().items() for form in row[language]]
    return Surfaces(forms, script=grammar(language).script)


def find_commodity(words: str, language: str) -> str | None:
    """The commodity named in a figure's words; None where the register knows none."""
    found = _goods(language).find(words)
    return found[0].ids[0] if found else None


@lru_cache(maxsize=8)
def _party_patterns(language: str) -> tuple[Pattern, ...]:
    """A treaty "has so many"; "the number of its parties has reached so many"; "so many parties to" a treaty."""
    rules = quantity_rules(language)
    links = unnamed(rules.source(rules.parties["links"]))
    noun = unnamed(rules.source(rules.parties["noun"]))
    gap = r"\s*" if rules.spaced else ""
    start = r"(?<!\w)" if rules.spaced else ""
    linked = rf"{start}{links}{gap}$"
    return (
        re.compile(linked, re.IGNORECASE),
        re.compile(rf"{start}{noun}[^.;。；，]{{0,60}}?{gap}{linked}", re.IGNORECASE),
        re.compile(rules.source(rules.parties["direct"]), re.IGNORECASE),
        re.compile(rf"{start}{noun}[^.;。；，]{{0,12}}$", re.IGNORECASE),
    )


class Parties:
    """Finds the treaty whose parties a figure counts."""

    def __init__(self, text: str, rules: QuantityRules, named: Sequence[Mention], spans: Mapping[int, str]) -> None:
        """`named` the instruments named in the text; `spans` what a citation at this place was resolved to."""
        self.text = text
        self.rules = rules
        meant = ((mention, self._meant(mention, spans)) for mention in named)
        self.ids = {mention.start: id for mention, id in meant if id is not None}
        self.named = [mention for mention in named if mention.start in self.ids]

    def _meant(self, mention: Mention, spans: Mapping[int, str]) -> str | None:
        """A treaty by its name; by its short name what the citations of the document resolved it to."""
        if mention.start in spans:
            id = spans[mention.start]
        elif mention.short:
            return self._last(mention)
        else:
            id = mention.ids[0]
        row = instruments().get(id)
        return id if row and row.kind == "treaty" and id not in TREATIES else None

    def _last(self, mention: Mention) -> str | None:
        known = instruments()
        ids = [id for id in mention.ids if id in known and known[id].kind == "treaty"]
        return ids[0] if len(ids) == 1 else None

    def treaty(self, sentence: tuple[int, int], start: int, end: int) -> str | None:
        """The treaty that a sentence says to have so many parties; [start, end) are the words of the figure.

        A part of the parties ("120 States parties to it have adopted laws") is not the number of them.
        """
        linked, counted, direct, _ = _party_patterns(self.rules.language)
        lead = self.text[sentence[0] : start]
        before = [m for m in self.named if sentence[0] <= m.start and m.end <= start]
        if before and self._numbered(before[-1], start):
            return self.ids[before[-1].start]
        link = linked.search(lead)
        if link is None:
            return None
        after = next((m for m in self.named if m.start >= end), None)
        if after is not None and after.end <= sentence[1] and direct.fullmatch(self.text[end : after.start]):
            return self.ids[after.start]
        if not before:
            return None
        last = before[-1]
        near = sentence[0] + link.start() - last.end <= NEAR and not _BREAK.search(self.text[last.end : start])
        return self.ids[last.start] if near or counted.search(lead) else None

    def _numbered(self, mention: Mention, start: int) -> bool:
        """Does "the number of parties to" stand before a treaty, and nothing between it and the figure?"""
        noun = _party_patterns(self.rules.language)[3]
        return not self.text[mention.end : start].strip(" »”") and noun.search(self.text[: mention.start]) is not None
