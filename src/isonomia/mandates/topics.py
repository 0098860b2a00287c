"""Which subjects of the closed list a text is about, the main ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from isonomia.registers import topics
from isonomia.registers.surfaces import Mention, Surfaces
from isonomia.text.grammar import grammar

STRONG, WEAK, CITED = 3, 1, 2
"""Points for a term, a weak term and a cited instrument or named body; a topic needs three."""


@lru_cache(maxsize=8)
def _surfaces(language: str) -> Surfaces:
    forms: list[tuple[str, str, bool]] = []
    for topic in topics().values():
        forms += [(form, topic.id, False) for form in topic.terms.get(language, ())]
        forms += [(form, topic.id, True) for form in topic.weak.get(language, ())]
    return Surfaces(forms, script=grammar(language).script, overlapping=True)


@lru_cache(maxsize=1)
def _shown_by() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    by_instrument: dict[str, list[str]] = {}
    by_body: dict[str, list[str]] = {}
    for topic in topics().values():
        for id in topic.instruments:
            by_instrument.setdefault(id, []).append(topic.id)
        for id in topic.bodies:
            by_body.setdefault(id, []).append(topic.id)
    return by_instrument, by_body


@lru_cache(maxsize=1)
def _order() -> dict[str, int]:
    return {id: at for at, id in enumerate(topics())}


@lru_cache(maxsize=4)
def topic_mentions(text: str, language: str) -> tuple[Mention, ...]:
    """All topic terms of a text, to be shared out to its clauses; the last texts are remembered."""
    return tuple(_surfaces(language).find(text))


def find_topics(mentions: Iterable[Mention], cited: Iterable[str], named: Iterable[str]) -> tuple[str, ...]:
    """The topics that terms, cited instruments and named bodies show; most evidence first, then in the list's order."""
    points: Counter[str] = Counter()
    for mention in mentions:
        for id in mention.ids:
            points[id] += WEAK if mention.short else STRONG
    by_instrument, by_body = _shown_by()
    for target in cited:
        for id in by_instrument.get(target, ()):
            points[id] += CITED
    for body in named:
        for id in by_body.get(body, ()):
            points[id] += CITED
    order = _order()
    shown = [id for id, count in points.items() if count >= STRONG]
    return tuple(sorted(shown, key=lambda id: (-points[id], order[id])))
