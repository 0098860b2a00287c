"""Preambular or operative: the role of each paragraph of a resolution that is already cut into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from isonomia.text.grammar import grammar
from isonomia.text.verbs import VerbForms

_LABEL = re.compile(
    r"[\(\[]?(?:(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[\.．、\)\]]|(?:(?<=\.\d)|(?<=\.\d\d))(?=\s)|\s*[-–](?=\s))"
    r"|(?:[^\W\d_]|[ivxIVX]{1,5})[\.\)\]])\s*(?:[-–—]\s*)?"
)
_ENDS_OPERATIVE = re.compile(r"[；;。]$")
SHORT_TITLE = 100
"""Characters up to which a paragraph's first sentence may be its title ("Widen access. Governments should ...")."""


class Roles:
    """What tells the two parts of a resolution apart in one language."""

    def __init__(self, language: str) -> None:
        rules = grammar(language)
        self.verbs = VerbForms.of(language)
        self.formula = rules.compile(rules.get("front", "formula"))
        self.continuation = rules.pattern("roles", "continuation")
        self.announced = rules.pattern("roles", "operative_from")
        self.normative = rules.pattern("roles", "normative")
        self.sentence = rules.pattern("structure", "sentence")
        self.item_verb = rules.pattern("roles", "item_verb")
        self.shape = rules.pattern("roles", "preambular_shape")

    @classmethod
    def of(cls, language: str) -> Roles:
        """The rules of a language, built once."""
        return _roles(language)

    def opening(self, text: str) -> tuple[str, str, bool, bool]:
        """(body, number, labelled, fresh) of a paragraph: `body` is its text behind the organ's name and the label,
        `fresh` says that the organ's name opens it."""
        body, number, labelled, fresh = text.strip(), "", False, False
        for _ in range(2):  # the name may stand before the first label or behind it
            name = self.formula.match(body)
            if name and not fresh:
                rest = body[name.end() :].lstrip(" ,،，:：\n")
                fresh, body = True, rest or body
                if not rest:
                    return body, number, labelled, fresh
            label = _LABEL.match(body)
            if label and not labelled and label.end() < len(body):
                number, labelled, body = label["number"] or "", True, body[label.end() :]
        return body, number, labelled, fresh

    def by_verb(self, body: str) -> str | None:
        """The role that the opening verb tells; the longer form wins where a text opens with both."""
        operative = self.verbs.match(body)
        preambular = self.verbs.match(body, preambular=True)
        if preambular and (not operative or preambular.end - preambular.start > operative.end - operative.start):
            return "preambular"
        if operative:
            return "operative"
        return "preambular" if self.shape.match(body) else None

    def lays_down(self, body: str) -> bool:
        """Does a paragraph open by saying what ought to be? What a later sentence says may be an argument."""
        ends = [cut.start() for cut in self.sentence.finditer(body)]
        if ends and ends[0] <= SHORT_TITLE:
            del ends[0]
        return bool(self.normative.search(body, 0, ends[0] if ends else len(body)))


@lru_cache(maxsize=8)
def _roles(language: str) -> Roles:
    return Roles(language)


def paragraph_roles(paragraphs: Sequence[str], *, language: str) -> list[str]:
    """`preambular` or `operative` for each paragraph, in order.

    The opening verb decides; behind the first operative paragraph all numbered ones are operative, and behind a line
    that announces what is adopted all are. Where verbs are the same in both parts (Chinese), the paragraph's number,
    its final mark and its place do. What opens with no verb is operative when it lays down what ought to be, and
    otherwise goes with what stands before it. Raises UnknownLanguage.
    """
    rules = Roles.of(language)
    roles: list[str] = []
    current = "preambular"
    announced = False
    begun = False  # an operative paragraph stands before, in the same part of the resolution
    before = ""
    for text in paragraphs:
        body, number, labelled, fresh = rules.opening(text)
        if fresh and begun:
            current, announced, begun = "preambular", False, False
        if rules.verbs.alike:
            if number or begun or _ENDS_OPERATIVE.search(text.strip()):
                current = "operative"
        elif announced:
            current = "operative"
        elif not rules.continuation.match(body):
            goes_on = current == "operative" or before.endswith((":", "："))
            told = "operative" if number and begun else rules.by_verb(body)
            if told is None and (rules.lays_down(body) or (labelled and goes_on and rules.item_verb.match(body))):
                told = "operative"
            current = told or current
        announced = announced or bool(rules.announced.search(text.strip()))
        begun = begun or current == "operative"
        roles.append(current)
        before = text.rstrip()
    return roles
