"""What a document asks for, ready to be looked for in another: asks of a resolution, recommendations of a report.

An ask of a resolution is a paragraph with a clause addressed to a body of the United Nations, or one that asks States
to support such a body in its work (the work is then the body's). An ask of a report is a paragraph that recommends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.features import MARK
from isonomia.mandates.model import Clauses, Mandate
from isonomia.mandates.traced import NAMED, NOTHING, Bag, TracedText
from isonomia.registers import bodies
from isonomia.registers.surfaces import body_mentions
from isonomia.text.grammar import grammar
from isonomia.text.model import Document, Span

WORKING = ("secretariat_entity", "office_holder", "agency", "fund", "programme")
"""Kinds of bodies whose work States can be asked to support; an organ or a conference is its member States."""
NEAR = 12
"""Characters between "to support" and the body that is supported."""
LEFT = 16
"""Characters that must follow the body for its work to be told."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A paragraph that asks, its items with it. `asked` is what the asking clauses say, `around` what else it says.

    `actors` are the bodies asked (none for a report's recommendations to States, which any State may take up).
    """

    paragraph: str
    actors: tuple[str, ...]
    asked: Bag
    around: Bag


def asks_of_bodies(document: Document, clauses: Clauses = None) -> list[Ask]:
    """The paragraphs of a resolution that ask a body of the United Nations to act, in reading order."""
    every = extract_mandates(document, all=True) if clauses is None else clauses
    asking = {row.id: actors for row in every if (actors := _bodies_asked(row, document.language))}
    return _asks(document, every, asking)


def recommended(document: Document, clauses: Clauses = None) -> list[Mandate]:
    """The clauses of a report that recommend something to somebody."""
    return extract_mandates(document) if clauses is None else [row for row in clauses if row.addressees]


def recommendations(document: Document, clauses: Clauses = None) -> list[Ask]:
    """The paragraphs of a report that recommend, in reading order."""
    every = recommended(document, clauses)
    return _asks(document, every, {row.id: () for row in every})


def _asks(document: Document, every: Sequence[Mandate], asking: dict[str, tuple[str, ...]]) -> list[Ask]:
    text = TracedText(document, blanks=_silent(document, every))
    rows: dict[str, list[Mandate]] = {}
    for row in every:
        rows.setdefault(row.paragraph.split(".")[0], []).append(row)
    out: list[Ask] = []
    for paragraph, clauses in rows.items():
        chosen = [row for row in clauses if row.id in asking]
        if chosen:
            actors = tuple(dict.fromkeys(actor for row in chosen for actor in asking[row.id]))
            asked = text.bag([row.span for row in chosen])
            around = [row.span for row in clauses if row.id not in asking]
            out.append(Ask(paragraph, actors, _without(asked, actors), text.bag(around) if around else NOTHING))
    return out


def _without(bag: Bag, actors: Iterable[str]) -> Bag:
    """Without the names of those asked: they say who acts, not what about."""
    return Bag(bag.words, bag.subjects - {f"{NAMED}{MARK}{actor}" for actor in actors})


def _silent(document: Document, rows: Iterable[Mandate]) -> list[Span]:
    """The verbs and the conditions of clauses."""
    spans: list[Span] = []
    for row in rows:
        for words in (row.verb, *row.conditions):
            start = document.text.find(words, *row.span) if words else -1
            if start >= 0:
                spans.append((start, start + len(words)))
    return spans


def _bodies_asked(row: Mandate, language: str) -> tuple[str, ...]:
    known = bodies()
    direct = tuple(id for id in row.addressees if id in known and known[id].united_nations)
    return direct or _supported(row, language)


def _supported(row: Mandate, language: str) -> tuple[str, ...]:
    """The body in whose work others are asked to support it ("to continue to support the Office in providing ...")."""
    if not row.addressees:
        return ()
    rules = grammar(language)
    match = rules.compile(rules.get("trace", "support")).match(row.action)
    if match is None:
        return ()
    known = bodies()
    for mention in body_mentions(row.action, language, rules.script):
        if mention.start > match.end() + NEAR:
            break
        body = known[mention.ids[0]]
        if mention.start >= match.end() and body.kind in WORKING and body.united_nations:
            return (body.id,) if len(row.action) >= mention.end + LEFT else ()
    return ()
