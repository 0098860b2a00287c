"""Preambular or operative: the role of each paragraph of a resolution that is already cut into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from isonomia.text.grammar import grammar
from isonomia.text.verbs import VerbForms

_LEAD = re.compile(r"^\s*(?:[\(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[\.\)\]]\s*(?:[-–—]\s*)?)?")  # noqa: RUF001
_NUMBER = re.compile(r"^\s*(?:\d{1,3})\s*[\.．、\)\-–]")  # noqa: RUF001


def paragraph_roles(paragraphs: Sequence[str], *, language: str) -> list[str]:
    """`preambular` or `operative` for each paragraph, in order.

    The opening verb decides; where verbs are the same in both parts (Chinese), the paragraph's number, its final
    mark and its place after the first operative paragraph do. What opens with no verb goes with what stands before it.
    """
    rules = grammar(language)
    verbs = VerbForms.of(language)
    distinct = any(verb.forms != verb.preambular for verb in rules.verbs)
    formula = rules.compile(rules.get("front", "formula"))
    roles: list[str] = []
    current = "preambular"
    for text in paragraphs:
        stripped = text.strip()
        body = stripped[_LEAD.match(stripped).end() :]  # type: ignore[union-attr]
        opening = formula.match(stripped)
        if opening:
            body = stripped[opening.end() :].lstrip(" ,，:：\n") or stripped
        numbered = bool(_NUMBER.match(stripped))
        operative = verbs.match(body)
        preambular = verbs.match(body, preambular=True)
        if distinct:
            if preambular and (not operative or preambular.end - preambular.start > operative.end - operative.start):
                current = "preambular"
            elif operative:
                current = "operative"
            elif numbered and "operative" in roles:
                current = "operative"
        elif numbered or "operative" in roles or re.search(r"[；;。]$", stripped):
            current = "operative"
        roles.append(current)
    return roles
