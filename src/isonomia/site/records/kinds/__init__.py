"""Kinds of values: what each field of a record can do, from cell to page."""

from __future__ import annotations

from typing import Any

from django.db import models

from isonomia.site.records.errors import DeclarationFault
from isonomia.site.records.fields import Code, Codes, MultilingualText, ParentKey
from isonomia.site.records.kinds.base import Kind
from isonomia.site.records.kinds.coded import Coded, CodedMany
from isonomia.site.records.kinds.dates import Date, Moment
from isonomia.site.records.kinds.links import Link
from isonomia.site.records.kinds.multilingual import Multilingual
from isonomia.site.records.kinds.plain import Address, Choice, Integer, LongText, Number, Text, YesNo

__all__ = [
    "Address", "Choice", "Coded", "CodedMany", "Date", "Integer", "Kind", "Link", "LongText", "Moment", "Multilingual",
    "Number", "Text", "YesNo", "kind_of",
]  # fmt: skip

_KINDS: tuple[tuple[type[Any], type[Kind]], ...] = (
    (Code, Coded),
    (Codes, CodedMany),
    (MultilingualText, Multilingual),
    (models.URLField, Address),
    (models.TextField, LongText),
    (models.CharField, Text),
    (models.DateTimeField, Moment),
    (models.DateField, Date),
    (models.BooleanField, YesNo),
    (models.IntegerField, Integer),
    (models.DecimalField, Number),
    (models.FloatField, Number),
)


def kind_of(field: models.Field[Any, Any]) -> Kind:
    """The kind of a field. Raises DeclarationFault for a field that records cannot hold."""
    if isinstance(field, models.ForeignKey) and not isinstance(field, ParentKey):
        from isonomia.site.records.models import Record

        if isinstance(field.related_model, type) and issubclass(field.related_model, Record):
            return Link(field)
    for cls, kind in _KINDS:
        if isinstance(field, cls):
            return Choice(field) if field.choices and kind is Text else kind(field)
    raise DeclarationFault(
        f"{field.model.__module__}.{field.model.__name__}.{field.name}: a {type(field).__name__} cannot be a field of a"
        " record; use text, numbers, dates, Code, Codes, MultilingualText, a link to a record, or a child"
    )
