"""Finds where a report recommends ("I call upon ...", 我敦促, "Exhorto a ..."): the verbs that its speaker performs."""

from __future__ import annotations

import re
from functools import lru_cache

from isonomia.text.grammar import grammar
from isonomia.text.verbs import VerbForms, VerbMatch


@lru_cache(maxsize=8)
def _lead(language: str) -> re.Pattern[str]:
    return grammar(language).compile(grammar(language).get("report", "recommendation"))


def recommendation_verbs(text: str, span: tuple[int, int], language: str) -> list[tuple[VerbMatch, int]]:
    """The verbs of one paragraph that the report's speaker performs, with where their clause begins.

    A verb counts where the words before it, up to the last mark, are what the language file calls a recommendation's
    lead; later verbs of the same sentence count where the speaker is named again or carried on by a connective.
    """
    lead = _lead(language)
    verbs = VerbForms.of(language)
    out: list[tuple[VerbMatch, int]] = []
    start, end = span
    for match in lead.finditer(text[start:end]):
        place = start + match.end()
        while place < end and text[place].isspace():
            place += 1
        verb = verbs.match(text, place)
        if verb is None or verb.end > end:
            continue
        if any(verb.start == other.start for other, _ in out):
            continue
        begin = start + match.start()
        while begin < place and (text[begin].isspace() or text[begin] in ",，。；;.:"):
            begin += 1
        out.append((verb, begin))
    return out
