"""The shape of a follow-up: what is written in it, and what is taken over from its mandate to find it by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from isonomia.site.records.kinds import Coded, Kind, Link, Text
from isonomia.site.records.registry import collection


class MandateLink(Link):
    """A mandate: by its key, or by its reference in the register, as files and programs know it."""

    input = "mandate"

    def resolve(self, names: Iterable[str], rows: Any = None) -> dict[str, models.Model]:
        """The mandates of keys or references, each name once."""
        wanted = set(names)
        found = super().resolve(wanted, rows)
        references = {name for name in wanted - found.keys() if "#" in name}
        if references:
            rows = self.target._default_manager.all() if rows is None else rows
            for row in rows.filter(reference__in=references, gone=False, revises=None):
                found[row.reference] = row
        return found


class Answers(Coded):
    """The country or the body that answers: who speaks for the one is not asked for the other."""

    input = "answers"


class Filled(Text):
    """A text that the site fills in: the form carries it along unseen."""

    input = "filled"


KINDS: dict[str, type[Kind]] = {"mandate": MandateLink, "reference": Filled, "country": Answers, "body": Answers}
"""The fields that are of a kind of their own."""


def follow_ups() -> Any:
    """The collection."""
    return collection("follow-up")
