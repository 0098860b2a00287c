"""Reads the quantities out of a Document: value, unit, subject, qualifier, as-of, place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from isonomia.mandates.quantities.dated import Moments
from isonomia.mandates.quantities.nouns import OTHER, Nouns
from isonomia.mandates.quantities.reader import Quantity, QuantityReader
from isonomia.mandates.quantities.rules import quantity_rules
from isonomia.mandates.quantities.subjects import Measure, Parties, find_commodity, measures
from isonomia.mandates.quantities.zones import Zones
from isonomia.registers.surfaces import body_mentions, instrument_mentions
from isonomia.text.folding import Folding
from isonomia.text.model import Document, Paragraph, Span

ROLES = ("numbered", "operative", "preambular", "summary", "unnumbered")
"""Roles of the paragraphs whose figures are read; an annex is another document's text."""
PRINTED = ("numbered", "operative", "preambular")
"""Roles whose ids stand for a printed number or place; figures elsewhere have no paragraph."""
NEAR = 100
"""Characters from a figure to the words that show its series; in Chinese they stand between the same commas."""
LISTED = 800
"""Characters from a figure to the words that open the list it stands in ("seized 12 kg of ..., 3 kg of ...")."""
SHORT = 80
"""The longest subject taken from the text; a longer phrase is cut at a word."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that a document prints.

    `value` is null for vague amounts ("billions of dollars"), whose order of size is then the `qualifier`;
    `value_high` is the upper end of a range. `unit` is a snake_case id of what is counted, `percent`, a currency code
    or a measure as printed (`kg`, `t`); `subject` a treaty's id for its parties, a commodity's id for seizures, else
    the noun phrase. `as_of` is an ISO date or the printed phrase. `measure` names the series of the register of
    subjects that the figure belongs to (parties, seized, trained ...), null where none does. `span` is in the
    document's text.
    """

    paragraph: str | None
    value: int | float | None
    value_high: int | float | None
    unit: str
    subject: str | None
    qualifier: str | None
    as_of: str | None
    text: str
    span: Span
    measure: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, in the order of the contract."""
        return asdict(self)


def extract_figures(document: Document) -> list[Figure]:
    """The quantities of a document's paragraphs, in reading order.

    Dates, years, ordinals, numbers of paragraphs, articles, sessions and documents, numbers in titles and names, vague
    words and a "one" that is only an article are no figures. Never raises for a document of the six languages.
    """
    return list(_Extraction(document).figures())


def figures_of_text(text: str, language: str) -> list[Figure]:
    """The quantities of a bare text (one paragraph); UnknownLanguage for a language that is not of the six."""
    paragraph = Paragraph("u1", "unnumbered", None, None, text, (0, len(text)))
    document = Document(None, "other", None, None, None, language, None, None, text, (paragraph,))
    return extract_figures(document)


class _Extraction:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.rules = quantity_rules(document.language)
        words = self.rules.rules
        self.folding = Folding(document.text, words.script)
        self.text = self.folding.text
        mentions = self.rules.units.find(self.text)
        self.nouns = Nouns(self.text, self.rules, mentions)
        instruments = instrument_mentions(self.text, words.language, words.script)
        named = [*body_mentions(self.text, words.language, words.script), *instruments]
        cited = [
            self.folding.forward(row.span)
            for row in document.citations
            if row.via_note is None and row.kind not in ("treaty", "treaty_group", "soft_law")
        ]
        given = [*cited, *(self._inside(mention.start, mention.end) for mention in named)]
        self.zones = Zones(self.text, self.rules, given, frozenset(self.nouns.starts))
        resolved = {
            self.folding.forward(row.span)[0]: row.target
            for row in document.citations
            if row.target and row.via_note is None
        }
        self.parties = Parties(self.text, self.rules, instruments, resolved)
        self.reader = QuantityReader(self.text, self.rules, self.nouns, self.zones)
        self.sentence = words.pattern("structure", "sentence")

    def _inside(self, start: int, end: int) -> Span:
        """The words of a name; a number that opens it counts ("the 19 international instruments against terrorism")."""
        number = self.rules.numerals.match(self.text, start, end)
        return (number.end if number else start), end

    def figures(self) -> Iterator[Figure]:
        """All figures of all paragraphs."""
        for paragraph in self.document.paragraphs:
            if paragraph.role not in ROLES:
                continue
            start, end = self.folding.forward(paragraph.span)
            moments = Moments(self.text, start, end, self.rules)
            opened = start
            for sentence in self._sentences(start, end):
                if self.text[sentence[0] - 1] not in ";；؛":
                    opened = sentence[0]
                for quantity in self.reader.read(*sentence):
                    if paragraph.role not in PRINTED and quantity.unit == OTHER and quantity.noun is None:
                        continue  # a lone number of the front matter
                    yield self._figure(paragraph, sentence, quantity, moments, opened)

    def _sentences(self, start: int, end: int) -> Iterator[Span]:
        at = start
        for match in self.sentence.finditer(self.text, start, end):
            if match.start() > at:
                yield at, match.start()
                at = match.start()
        if at < end:
            yield at, end

    def _figure(
        self, paragraph: Paragraph, sentence: Span, quantity: Quantity, moments: Moments, opened: int
    ) -> Figure:
        start, end = self.folding.back((quantity.start, quantity.end))
        treaty = None
        if quantity.unit == "states_parties":
            treaty = self.parties.treaty(sentence, quantity.start, quantity.end)
        measure, subject = self._subject(sentence, quantity, treaty)
        return Figure(
            paragraph=paragraph.id if paragraph.role in PRINTED else None,
            value=quantity.low,
            value_high=quantity.high,
            unit=quantity.unit,
            subject=subject,
            qualifier=quantity.qualifier,
            as_of=moments.at(
                (opened, sentence[1]), (quantity.start, quantity.end), quantity.clause_end, state=treaty is not None
            ),
            text=self.document.text[start:end],
            span=(start, end),
            measure=measure,
        )

    def _subject(self, sentence: Span, quantity: Quantity, treaty: str | None) -> tuple[str | None, str | None]:
        """The series that a figure belongs to, and what it is about."""
        if treaty:
            return "parties", treaty
        phrase = self._phrase(quantity)
        for measure in measures():
            if measure.subject == "treaty" or not measure.counts(quantity.unit, money=quantity.money):
                continue
            if measure.context and not self._said(measure, sentence, quantity):
                continue
            if measure.subject != "commodity":
                return measure.id, phrase
            commodity = self._commodity(quantity)
            if commodity:
                return measure.id, commodity
        return None, phrase

    def _said(self, measure: Measure, sentence: Span, quantity: Quantity) -> bool:
        """Do the words that show a series stand near a figure, or, for seizures, in the sentence that lists them?"""
        start, end = max(sentence[0], quantity.start - LISTED), min(sentence[1], quantity.end + LISTED)
        if measure.subject != "commodity" and self.rules.spaced:
            start, end = max(start, quantity.start - NEAR), min(end, quantity.end + NEAR)
        elif measure.units & {"people"}:
            start = max(start, self.text.rfind("，", start, quantity.start))
            comma = self.text.find("，", quantity.end, end)
            end = comma if comma >= 0 else end
        return self.rules.contexts[measure.context].search(self.text, start, end) is not None

    def _commodity(self, quantity: Quantity) -> str | None:
        words = self.text[slice(*quantity.noun)] if quantity.noun else ""
        return find_commodity(words, self.rules.language)

    def _phrase(self, quantity: Quantity) -> str | None:
        if quantity.noun is None:
            return None
        start, end = self.folding.back(quantity.noun)
        words = " ".join(self.document.text[start:end].split())
        if len(words) <= SHORT:
            return words or None
        cut = words.rfind(" ", 0, SHORT)
        return words[: cut if cut > 0 else SHORT] + "…"


__all__ = ["OTHER", "Figure", "extract_figures", "figures_of_text"]
