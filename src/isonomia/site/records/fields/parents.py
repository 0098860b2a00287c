"""What ties the rows of a child collection to the record that they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _ForeignKey = models.ForeignKey[Any, Any]
else:
    _ForeignKey = models.ForeignKey


class ParentKey(_ForeignKey):
    """The record (or child) that this row is part of; the row goes when it goes."""

    def __init__(self, to: Any, related_name: str | None = None, **options: Any) -> None:
        options["on_delete"] = models.CASCADE
        options["editable"] = False
        super().__init__(to, related_name=related_name, **options)
