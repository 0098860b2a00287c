"""Reads the mandates out of a Document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from isonomia.mandates.actors import Actors, Addressees, actor_rules
from isonomia.mandates.clauses import DUE, Clause, ClauseCutter
from isonomia.mandates.due import find_due, inherited
from isonomia.mandates.model import DIRECTIVE, FORCE, Due, Mandate
from isonomia.mandates.recommendations import recommendation_verbs, sentence_end
from isonomia.mandates.topics import find_topics, topic_mentions
from isonomia.registers.surfaces import Mention, body_mentions, instrument_mentions
from isonomia.text.citations.scan import antecedents
from isonomia.text.folding import Folding
from isonomia.text.grammar import grammar
from isonomia.text.model import REPORTS, Citation, Document, Paragraph
from isonomia.text.verbs import VerbForms, VerbMatch

OWING = 3
"""The force from which a clause without addressee ("decides to hold ... in 2046") can owe something by a date."""


def extract_mandates(document: Document, *, all: bool = False) -> list[Mandate]:
    """The clauses of a document that ask an actor to act, in reading order.

    `all` adds every other operative clause (takes note, reaffirms ...). In a report the clauses are its
    recommendations, and the speaker is the Secretary-General.
    """
    reader = _Reader(document)
    mandates = reader.read()
    return mandates if all else [mandate for mandate in mandates if mandate.addressees]


LEAST_DUTY = 8
"""Characters of an item that are a duty and not only the announcement of other items."""


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        rules = grammar(document.language)
        self.folding = Folding(document.text, rules.script)
        self.text = self.folding.text
        self.bodies = body_mentions(self.text, rules.language, rules.script)
        self.body_starts = [mention.start for mention in self.bodies]
        self.named = antecedents(self.bodies)
        self.named_starts = [mention.start for mention in self.named]
        instruments = instrument_mentions(self.text, rules.language, rules.script)
        self.terms = topic_mentions(self.text, rules.language)
        self.term_starts = [mention.start for mention in self.terms]
        actors = Actors(self.text, self.bodies, instruments, actor_rules(rules.language), document.organ)
        self.cutter = ClauseCutter(self.text, actors, rules.language)
        self.verbs = VerbForms.of(rules.language)
        self.report = document.kind in REPORTS
        self.speaker = "secretary_general" if self.report else document.organ
        self.citations: dict[str, list[Citation]] = {}
        for citation in document.citations:
            self.citations.setdefault(citation.paragraph or "", []).append(citation)
        self.dues: dict[str, Due] = {}
        self.whole: list[str] = []  # items that are a duty, whatever their own items add to it
        self.parents = {row.id.rsplit(".", 1)[0] for row in document.paragraphs if "." in row.id}

    def read(self) -> list[Mandate]:
        """All clauses of all operative paragraphs (of a report: all recommendations)."""
        out: list[Mandate] = []
        chapeau: tuple[str, Clause] | None = None
        for paragraph in self.document.paragraphs:
            if paragraph.role != ("numbered" if self.report else "operative"):
                continue
            span = self.folding.forward(paragraph.span)
            if chapeau and paragraph.id.startswith(chapeau[0] + "."):
                out += self._item(paragraph, span, chapeau[1])
                continue
            clauses = self._recommendations(span) if self.report else self.cutter.cut(*span)
            chapeau = None
            if clauses and (self._announces(span) or self._has_items(paragraph)):
                chapeau = (paragraph.id, clauses[-1])
                if clauses[-1].action[0] >= clauses[-1].action[1] and self._has_items(paragraph):
                    clauses = clauses[:-1]
            out += [self._mandate(paragraph, clause, order) for order, clause in enumerate(clauses, 1)]
        return out

    def _announces(self, span: tuple[int, int]) -> bool:
        return self.text[span[0] : span[1]].rstrip().endswith((":", "："))

    def _has_items(self, paragraph: Paragraph) -> bool:
        return paragraph.id in self.parents

    def _item(self, paragraph: Paragraph, span: tuple[int, int], chapeau: Clause) -> list[Mandate]:
        """A lettered item: a duty of its own, with the verb and the addressees of its chapeau."""
        own = self.cutter.cut(*span)
        tells = own and (own[0].addressees or self.cutter.rules.rules.spaced or chapeau.verb.act not in DIRECTIVE)
        if tells and own[0].verb.opened == span[0]:
            return [self._mandate(paragraph, clause, order) for order, clause in enumerate(own, 1)]
        if any(paragraph.id.startswith(f"{id}.") for id in self.whole):
            return []  # part of a duty that was told already: "to train officers, including on: (i) Evidence"
        end = self.cutter.trim(span[0], span[1])
        clause = Clause(chapeau.verb, span[0], end, span[0], chapeau.addressees)
        action = self.cutter.actors.rules.action
        marked = action.match(self.text, span[0], end) if action else None
        clause.conditions = self.cutter.conditions_in(span[0], end)
        inherited_conditions = list(chapeau.conditions)
        start = marked.end() if marked else span[0]
        clause.action = self.cutter.strip(start, end, conditions=clause.conditions)
        clause.conditions = [*inherited_conditions, *clause.conditions]
        if self._has_items(paragraph):
            if clause.action[1] - clause.action[0] < LEAST_DUTY:
                return []
            self.whole.append(paragraph.id)
        clauses = [clause, *(other for other in own if other.addressees)]
        if len(clauses) > 1:
            clause.end = self.cutter.trim(clause.start, clauses[1].lead)
            clause.action = (clause.action[0], min(clause.action[1], clause.end))
        return [self._mandate(paragraph, row, order) for order, row in enumerate(clauses, 1)]

    def _recommendations(self, span: tuple[int, int]) -> list[Clause]:
        """What a report's speaker asks for; what is only noted or welcomed there is no recommendation."""
        language = self.document.language

        def asks(verb: VerbMatch, end: int) -> bool:
            asked = self.cutter.actors.read(verb.end, (verb.opened, end), span)
            if asked and self.speaker in asked.ids:
                return False  # what a speaker asks of himself another was to ask
            return verb.act not in DIRECTIVE or self.cutter.directs(verb, end, span)

        verbs = [row for row in recommendation_verbs(self.text, span, language, asks) if row[0].act in DIRECTIVE]
        return self.cutter.govern(
            verbs, span, [sentence_end(self.text, verb.end, span[1], language) for verb, _ in verbs]
        )

    # -- one clause ------------------------------------------------------------------------------------------------

    def _words(self, span: tuple[int, int]) -> str:
        start, end = self.folding.back(span)
        return self.document.text[start:end]

    def _mandate(self, paragraph: Paragraph, clause: Clause, order: int) -> Mandate:
        verb = clause.verb
        start = min(clause.lead, clause.start) if clause.lead < clause.start else clause.start
        span = (start, max(clause.end, clause.start))
        addressees = clause.addressees or Addressees()
        named = self._between(self.bodies, self.body_starts, span)
        cited = self._cited(paragraph, span)
        terms = self._between(self.terms, self.term_starts, span)
        due = self._due(paragraph, span) if addressees.ids or FORCE[verb.act] >= OWING else None
        return Mandate(
            id=f"{self.document.symbol or 'unknown'}#{paragraph.id}.{order}",
            document=self.document.symbol,
            language=self.document.language,
            speaker=self.speaker,
            paragraph=paragraph.id,
            order=order,
            verb=self._words((verb.start, verb.end)).strip(),
            act=verb.act,
            force=FORCE[verb.act],
            intensity=min(len(self.verbs.intensifier.findall(verb.modifiers)), 2),
            addressees=tuple(addressees.ids),
            addressee_texts=tuple(self._words(place).strip() for place in addressees.places),
            action=self._words(clause.action) if clause.action[0] < clause.action[1] else "",
            conditions=tuple(dict.fromkeys(self._words(condition) for condition in clause.conditions)),
            due=due,
            citations=cited,
            topics=find_topics(terms, cited, {id for mention in named for id in mention.ids}),
            text=self._words(span),
            span=self.folding.back(span),
        )

    @staticmethod
    def _between(items: Sequence[Mention], starts: list[int], span: tuple[int, int]) -> Sequence[Mention]:
        return items[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]

    def _cited(self, paragraph: Paragraph, span: tuple[int, int]) -> tuple[str, ...]:
        """The targets cited inside a clause, through the notes it calls too."""
        start, end = self.folding.back(span)
        last = end  # a call stands behind the mark that closes its clause
        while last < len(self.document.text) and self.document.text[last] in " ,;.:，；。、؛،":
            last += 1
        called = {marker for marker, at in paragraph.calls if start <= at <= last}
        targets: list[str] = []
        for citation in self.citations.get(paragraph.id, ()):
            inside = start <= citation.span[0] < end if citation.via_note is None else citation.via_note in called
            if citation.target and inside and citation.target not in targets:
                targets.append(citation.target)
        return tuple(targets)

    def _due(self, paragraph: Paragraph, span: tuple[int, int]) -> Due | None:
        text = self.text[span[0] : span[1]]
        starts = self.cutter.places.starts(DUE, *span)
        due = find_due(text, self.document, self._between(self.named, self.named_starts, span), span[0], starts)
        if due is not None:
            self.dues.setdefault(paragraph.id, due)
            return due
        number = inherited(text, self.document.language)
        prefix = re.match(r"(.*?)op\d", paragraph.id)
        whole = f"{prefix[1] if prefix else ''}op{number}"
        asked = [due for id, due in self.dues.items() if id == whole or id.startswith(whole + ".")]
        # of several items the one that is due at a session asks for the report
        other = next((due for due in asked if due.session), asked[0] if asked else None) if number else None
        if other is not None:
            return Due(other.text, other.session, other.year, other.date, via=f"op{number}")
        return None


__all__ = ["DIRECTIVE", "extract_mandates"]
