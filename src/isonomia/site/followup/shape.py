"""The shape of a follow-up: what is written in it, and what is taken over from its mandate to find it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models

from isonomia.site.records.kinds import Coded, Link, Text, kind_of
from isonomia.site.records.registry import collection
from isonomia.site.records.shape import Spec, WithDerived, shape_of


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


def shape(model: type[models.Model], fields: tuple[str, ...], derived: tuple[str, ...]) -> WithDerived:
    """The shape of the model with these fields, and these that are derived."""
    plain = shape_of(model, fields)
    own = {"mandate": MandateLink, "reference": Filled, "country": Answers, "body": Answers}
    specs = [replace(spec, kind=own[spec.name](spec.kind.field)) if spec.name in own else spec for spec in plain.fields]
    more = [Spec(name, name, kind_of(_field(model, name))) for name in derived]
    return WithDerived(plain.model, tuple(specs), plain.branches, tuple(more))


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def follow_ups() -> Any:
    """The collection."""
    return collection("follow-up")
