"""The index of a list: in the order in which it is read, with all that decides who sees a record."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Index, OrderBy


class NewestFirst(Index):
    """The index of a list that begins with the newest, and ends with what has no date. Pages far down are found in it
    without reading the records."""

    def __init__(self, field: str, *, name: str) -> None:
        self.field = field
        super().__init__(OrderBy(F(field), descending=True, nulls_last=True), "id", "state", "revises", name=name)

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **how: Any) -> Any:
        """The embedded database puts nothing last anyway and takes no index that says so; it sorts all published
        records rather than to leave the index of states, so that the state stands first there."""
        if schema_editor.connection.vendor == "sqlite":
            plain = Index(fields=["state", f"-{self.field}", "id", "revises"], name=self.name)
            return plain.create_sql(model, schema_editor, using, **how)
        return super().create_sql(model, schema_editor, using, **how)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """What a migration writes."""
        return f"{type(self).__module__}.{type(self).__qualname__}", (self.field,), {"name": self.name}
