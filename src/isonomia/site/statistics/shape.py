"""The shape of a dataset: what is written in it, and what is taken over from its file to find it by."""

from __future__ import annotations

from dataclasses import replace

from django.db import models

from isonomia.site.records.kinds import Text, kind_of
from isonomia.site.records.shape import Spec, WithDerived, shape_of


class Kept(Text):
    """A text that the site fills in: the form carries it along unseen, and says what is wrong with it."""

    input = "kept"


def shape(model: type[models.Model], fields: tuple[str, ...], derived: tuple[str, ...]) -> WithDerived:
    """The shape of the model with these fields, and these that are derived."""
    plain = shape_of(model, fields)
    specs = [replace(spec, kind=Kept(spec.kind.field)) if spec.name == "fingerprint" else spec for spec in plain.fields]
    more = [Spec(name, name, kind_of(_field(model, name))) for name in derived]
    return WithDerived(plain.model, tuple(specs), plain.branches, tuple(more))


def _field(model: type[models.Model], name: str) -> models.Field[object, object]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
