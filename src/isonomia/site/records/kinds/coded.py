"""Codes of a code list: stored as codes, shown by labels; a label in any of the six languages is read as its code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.codelists import Terms, terms
from isonomia.site.records.fields import Code, Codes
from isonomia.site.records.kinds.base import Kind


class Coded(Kind):
    """One code."""

    name = "code"
    input = "code"

    @property
    def list_name(self) -> str:
        """The name of the code list."""
        assert isinstance(self.field, Code | Codes)
        return self.field.codes

    @property
    def terms(self) -> Terms:
        """The code list."""
        return terms(self.list_name)

    def parse(self, value: Any) -> Any:
        """A code, or the label of one."""
        text = super().parse(value)
        return self.terms.code_of(text) or text if text else ""

    def schema(self) -> dict[str, Any]:
        """A code; the list is told once for all fields that have it."""
        return {"anyOf": [{"$ref": self.list_ref}, {"type": "null"}]}

    @property
    def list_ref(self) -> str:
        """Where the description of the API has the codes of the list."""
        return f"#/components/schemas/codes.{self.list_name}"


class CodedMany(Coded):
    """Several codes."""

    name = "codes"
    empty: Any = ()
    input = "codes"
    json = "array"

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.empty = []

    def parse(self, value: Any) -> Any:
        """From a list, or from one text with semicolons."""
        if value is None or value == "":
            return []
        parts = re.split(r"\s*;\s*", value.strip("; ")) if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            raise ValidationError(_("Give a list of codes."), code="wrong-type")
        return list(dict.fromkeys(code for part in parts if (code := super(CodedMany, self).parse(part))))

    def clean(self, value: Any) -> Any:
        """A list of codes, a new one each time."""
        return list(super().clean(value))

    def plain(self, value: Any) -> Any:
        """A list, empty for nothing said."""
        return list(value or [])

    def cells(self, value: Any) -> Sequence[Any]:
        """All codes in one cell."""
        return ("; ".join(value) if value else None,)

    def from_post(self, post: QueryDict, name: str) -> Any:
        """All boxes that are ticked."""
        return [code for code in post.getlist(name) if code]

    def from_cells(self, cells: Mapping[str, Any]) -> Any:
        """One cell."""
        return cells.get("")

    def to_input(self, value: Any) -> Any:
        """The codes themselves."""
        return list(value or [])

    def fits(self, value: Any) -> bool:
        """A list of texts."""
        return value is None or (isinstance(value, list) and all(isinstance(code, str) for code in value))

    def schema(self) -> dict[str, Any]:
        """A list of codes."""
        return {"type": "array", "items": {"$ref": self.list_ref}}

    def sql_type(self) -> str:
        """A list of texts."""
        return "VARCHAR[]"
