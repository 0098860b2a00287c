"""Finds where a report recommends ("I call upon ...", 我敦促, "Exhorto a ..."): the verbs that its speaker performs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from isonomia.text.grammar import grammar
from isonomia.text.verbs import VerbForms, VerbMatch

ADVICE = "recommends"
"""The act that carries no speaker on: what follows may be what a body is advised to ask of others."""
_HALVES = ";；؛"
"""Marks that part the halves of a sentence: a recommendation may go on behind them."""


@lru_cache(maxsize=8)
def _rules(language: str) -> tuple[re.Pattern[str], re.Pattern[str], str]:
    """What stands before a recommendation's verb, what carries the speaker on to another verb, and the speaker."""
    rules = grammar(language)
    speakers = rules.get("report", "speaker", [])
    speaker = f"{speakers[0]} " if speakers and rules.spaced else ""
    lead = rules.compile(rules.get("report", "recommendation"))
    return lead, rules.compile(rules.get("report", "carried")), speaker


def sentence_end(text: str, place: int, end: int, language: str) -> int:
    """Where the sentence that holds a place ends, at most `end`."""
    for cut in grammar(language).pattern("structure", "sentence").finditer(text, place, end):
        if text[cut.start() - 1] not in _HALVES:
            return cut.start()
    return end


def recommendation_verbs(
    text: str, span: tuple[int, int], language: str, asks: Callable[[VerbMatch, int], bool] | None = None
) -> list[tuple[VerbMatch, int]]:
    """The verbs of one paragraph that the report's speaker performs, with where their clause begins, in order.

    A verb counts where the words before it, up to the last mark, are what the language file calls a recommendation's
    lead; later verbs of the same sentence count where the speaker is named again or carried on by a connective ("I urge
    ... and call upon ..."). What a connective carries on may be a part of what is asked: `asks` says of such a verb and
    the end of its sentence whether it stands, by default always.
    """
    lead, carried, speaker = _rules(language)
    verbs = VerbForms.of(language)
    found: dict[int, tuple[VerbMatch, int]] = {}
    start, end = span
    for match in lead.finditer(text[start:end]):
        place = start + match.end()
        while place < end and text[place].isspace():
            place += 1
        verb = verbs.match(text, place)
        if verb is not None and verb.end <= end:
            found.setdefault(verb.start, (verb, _past_marks(text, start + match.start(), place)))
    for first, _ in list(found.values()):
        if first.act == ADVICE:
            continue
        stop = sentence_end(text, first.end, end, language)
        for match in carried.finditer(text, first.end, stop):
            verb = _performed(verbs, text, (match.end(), stop), speaker)
            if verb is not None and verb.start not in found and (asks is None or asks(verb, stop)):
                found[verb.start] = (verb, _past_marks(text, match.start(), verb.start))
    return [found[place] for place in sorted(found)]


def _performed(verbs: VerbForms, text: str, span: tuple[int, int], speaker: str) -> VerbMatch | None:
    """The verb that opens a span as if its speaker were named before it: "urge" is a verb behind "I"."""
    verb = verbs.match(speaker + text[span[0] : span[1]], len(speaker))
    if verb is None:
        return None
    moved = span[0] - len(speaker)
    return replace(verb, start=verb.start + moved, end=verb.end + moved, opened=span[0])


def _past_marks(text: str, begin: int, place: int) -> int:
    while begin < place and (text[begin].isspace() or text[begin] in ",，。；;.:"):
        begin += 1
    return begin
