"""Links to records of other collections: named by key, or by what their collection is addressed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.kinds.base import Kind
from isonomia.site.records.models import Record


class Link(Kind):
    """A record of another collection."""

    name = "link"
    empty = None
    input = "link"

    @property
    def target(self) -> type[models.Model]:
        """The model that is linked to."""
        model = self.field.related_model
        assert isinstance(model, type)
        return model

    def parse(self, value: Any) -> Any:
        """A key, or the record itself. The record of a key is found by `resolve`."""
        if isinstance(value, models.Model):
            return value
        if isinstance(value, Mapping):
            value = value.get("key")
        return super().parse(value) or None

    def clean(self, value: Any) -> Any:
        """The record. Raises ValidationError where there is none of that key."""
        parsed = self.parse(value)
        if parsed is None:
            if not self.field.blank:
                raise ValidationError(_("This is required."), code="required")
            return None
        if isinstance(parsed, models.Model):
            return parsed
        found = self.resolve([parsed]).get(parsed)
        if found is None:
            raise ValidationError(_("There is no record “%(key)s”."), code="no-record", params={"key": parsed[:80]})
        return found

    def resolve(self, names: Iterable[str], rows: Any = None) -> dict[str, models.Model]:
        """The records of keys or addresses, among `rows` where given, in one or two queries."""
        from isonomia.site.records.registry import collection_of

        rows = self.target._default_manager.all() if rows is None else rows
        wanted = set(names)
        found: dict[str, models.Model] = {row.key: row for row in rows.filter(key__in=wanted)}
        collection = collection_of(self.target)
        if collection is not None and collection.address != "key" and wanted - found.keys():
            address = collection.address
            there = rows.filter(revises=None, **{f"{address}__in": wanted - found.keys()})
            found |= {getattr(row, address): row for row in there}
        return found

    def visible(self, actor: Any) -> Any:
        """The records that an actor may link to or see linked."""
        from isonomia.site.records.access import visible
        from isonomia.site.records.registry import collection_of

        collection = collection_of(self.target)
        return self.target._default_manager.all() if collection is None else visible(collection, actor)

    def is_empty(self, value: Any) -> bool:
        """No record."""
        return value is None or value == ""

    def plain(self, value: Any) -> Any:
        """The key of the record."""
        return None if value is None else (str(value.key) if isinstance(value, Record) else str(value))

    def to_input(self, value: Any) -> Any:
        """The key of the record."""
        return self.plain(value) or ""

    def schema(self) -> dict[str, Any]:
        """A key."""
        return {"type": ["string", "null"], "description": "The key of a record."}
