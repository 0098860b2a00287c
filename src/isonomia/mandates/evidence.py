"""Which paragraphs of a report show work on what a resolution asked, and which recommendations a resolution took up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.mandates.asks import Ask, asks_of_bodies, recommendations, recommended
from isonomia.mandates.bearing import Account, Bearing
from isonomia.mandates.model import Clauses
from isonomia.mandates.traced import TracedText
from isonomia.text.grammar import grammar
from isonomia.text.model import REPORTS, Document, Heading, Paragraph, Span

THRESHOLD = 0.5
"""The least score of evidence."""
HALF = 0.13
"""The share of an ask that scores 0.5. Chosen on the development set; docs/methods/evidence.md says how."""
NEAR_BEST = 0.65
"""Evidence must say this part of what the best paragraph says of its mandate: much less is only of the same field."""
TELLING = 0.6
"""Sentences that reach this share of the best sentence's score are shown."""
SENTENCES = 3
ROLES = ("numbered",)


class NotTraceable(IsonomiaError):
    """Two documents that are not a resolution and a report, in one order or the other."""

    code = "not-traceable"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that shows the work; `span` in the text of the document that holds it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paragraph that answers. `score` 0 to 1; `shared`: the subjects that both name, the weightiest first."""

    paragraph: str
    score: float
    sentences: tuple[Sentence, ...]
    shared: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "paragraph": self.paragraph,
            "score": self.score,
            "sentences": [{"text": row.text, "span": list(row.span)} for row in self.sentences],
            "shared": list(self.shared),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """One paragraph that asks, and the evidence for it, best first; none where nothing reaches the threshold."""

    paragraph: str
    actors: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def status(self) -> str:
        """`evidence` or `none`."""
        return "evidence" if self.evidence else "none"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        rows = [row.to_dict() for row in self.evidence]
        return {"paragraph": self.paragraph, "actors": list(self.actors), "status": self.status, "evidence": rows}


@dataclass(frozen=True, slots=True)
class Trace:
    """A resolution traced in a report, or (`taken_up`) a report's recommendations traced in a later resolution.

    `unprompted`: the paragraphs of the answering document that answer nothing.
    """

    resolution: str | None
    report: str | None
    taken_up: bool
    threshold: float
    mandates: tuple[Answer, ...]
    unprompted: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "resolution": self.resolution,
            "report": self.report,
            "taken_up": self.taken_up,
            "threshold": self.threshold,
            "mandates": [row.to_dict() for row in self.mandates],
            "unprompted": list(self.unprompted),
        }


def trace(
    asking: Document, answering: Document, *, threshold: float = THRESHOLD, all: bool = False,
    clauses: tuple[Clauses, Clauses] = (None, None),
) -> Trace:  # fmt: skip
    """What `answering` shows of what `asking` asks: a resolution and a report, or a report and a later resolution.

    Of a resolution the asks are its paragraphs addressed to a body of the United Nations (or asking States to support
    one in its work), of a report its recommendations. The documents may be in different languages. `threshold` is the
    least score of evidence; `all` keeps all that has any score. `clauses`: all operative clauses of the one and of the
    other, where a person corrected what the program reads. NotTraceable for two documents of one kind, and for one
    without paragraphs that could ask or answer.
    """
    taken_up = is_report(asking)
    _traceable(asking, answering)
    asks = recommendations(asking, clauses[0]) if taken_up else asks_of_bodies(asking, clauses[0])
    text = TracedText(answering)
    paragraphs = [row for row in answering.paragraphs if row.role in (("operative",) if taken_up else ROLES)]
    accounts = list(_accounts(answering, paragraphs, text, clauses[1]))
    bearing = Bearing(accounts, one_language=asking.language == answering.language)
    answers = []
    for ask in asks:
        shares = bearing.shares(ask)
        near = NEAR_BEST * max(shares, default=0.0)
        scores = {place: share / (share + HALF) for place, share in enumerate(shares) if share}
        places = [place for place in scores if all or (scores[place] >= threshold and shares[place] >= near)]
        places.sort(key=lambda place: (-scores[place], place))
        rows = [_evidence(bearing, ask, place, scores[place], paragraphs[place], answering, text) for place in places]
        answers.append(Answer(ask.paragraph, ask.actors, tuple(rows)))
    said = {row.paragraph for answer in answers for row in answer.evidence}
    report, resolution = (asking, answering) if taken_up else (answering, asking)
    return Trace(
        resolution.symbol,
        report.symbol,
        taken_up,
        threshold,
        tuple(answers),
        tuple(row.id for row in paragraphs if row.id not in said),
    )


def is_report(document: Document) -> bool:
    """Does a document tell and recommend (a report, a letter) rather than resolve?"""
    return document.kind in REPORTS


def _traceable(asking: Document, answering: Document) -> None:
    """Raises NotTraceable unless one document asks and the other can answer."""
    if is_report(asking) == is_report(answering):
        kind = "reports" if is_report(asking) else "resolutions, or neither is a report"
        raise NotTraceable(
            f"{_name(asking)} and {_name(answering)} are both {kind}; give a resolution and a report, or a report"
            " and the later resolution (isonomia compare sets two resolutions side by side)"
        )
    for document in (asking, answering):
        role = "numbered" if is_report(document) else "operative"
        if not any(row.role == role for row in document.paragraphs):
            raise NotTraceable(
                f"{_name(document)} has no {role} paragraphs; give a document that has them",
                place=document.source.name if document.source else "",
            )


def _name(document: Document) -> str:
    return document.symbol or (document.source.name if document.source else "a document without symbol")


def _accounts(
    document: Document, paragraphs: Sequence[Paragraph], text: TracedText, clauses: Clauses
) -> Iterator[Account]:
    headings = {row.id: place for place, row in enumerate(document.headings)}
    advising = {row.paragraph for row in recommended(document, clauses)} if is_report(document) else set()
    bags = [text.bag([row.span]) for row in document.headings]
    for paragraph in paragraphs:
        above = _above(document.headings, headings.get(paragraph.heading or ""))
        said = text.bag([paragraph.span])
        yield Account(
            paragraph.id, said, tuple(bags[place] for place in above), paragraph.id in advising, paragraph.heading
        )


def _above(headings: Sequence[Heading], place: int | None) -> list[int]:
    """The places of the headings over a paragraph, the nearest first."""
    if place is None:
        return []
    found, level = [place], headings[place].level
    for other in range(place - 1, -1, -1):
        if headings[other].level < level:
            found.append(other)
            level = headings[other].level
    return found


def _evidence(
    bearing: Bearing, ask: Ask, place: int, score: float, paragraph: Paragraph, document: Document, text: TracedText
) -> Evidence:
    spans = sentences(document, paragraph.span)
    scores = bearing.telling(ask, [text.bag([span]) for span in spans])
    best = max(scores, default=0.0)
    telling = sorted(range(len(spans)), key=lambda at: (-scores[at], at))[:SENTENCES]
    chosen = sorted(at for at in telling if scores[at] >= TELLING * best)
    return Evidence(
        paragraph.id,
        round(score, 3),
        tuple(Sentence(document.text[slice(*spans[at])], spans[at]) for at in chosen),
        bearing.shared(ask, bearing.accounts[place]),
    )


def sentences(document: Document, span: Span) -> list[Span]:
    """The spans of the sentences of a span of the document's text, without the space between them."""
    cut = grammar(document.language).pattern("structure", "sentence")
    start, end = span
    places = [start, *(start + match.start() for match in cut.finditer(document.text[start:end])), end]
    found: list[Span] = []
    for first, last in pairwise(places):
        while first < last and document.text[first].isspace():
            first += 1
        if first < last:
            found.append((first, last))
    return found
