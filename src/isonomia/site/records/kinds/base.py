"""What a kind of value can do: be read from a cell, a form or JSON, be written to these, and be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from isonomia.site.characters import CONTROL

LONGEST_CELL = 100_000
"""More characters than any field keeps; a longer cell is a file of the wrong kind."""


class Kind:
    """One kind of value, for one field. A value that says nothing is `empty`."""

    name = "text"
    empty: Any = ""
    """What stands for nothing said."""
    input = "text"
    """The template of its input, `records/inputs/<input>.html`."""
    json = "string"
    """Its type in JSON."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.field = field

    def is_empty(self, value: Any) -> bool:
        """Whether a value says nothing."""
        return value is None or value in ("", [], {})

    def parse(self, value: Any) -> Any:
        """The value of the field from a cell, from JSON or from a form. Raises ValidationError."""
        if value is None:
            return self.empty
        if isinstance(value, bool | list | dict):
            raise ValidationError(_("Give a text."), code="wrong-type")
        text = str(value)
        if len(text) > LONGEST_CELL:
            raise too_long(len(text), self.field.max_length or LONGEST_CELL)
        refuse_control(text)
        return text.strip()

    def fits(self, value: Any) -> bool:
        """Whether a value of JSON is of the type that `schema` tells."""
        return value is None or isinstance(value, str)

    def clean(self, value: Any) -> Any:
        """The value of any form, parsed and checked against the field. Raises ValidationError."""
        parsed = self.parse(value)
        if self.is_empty(parsed):
            if not self.field.blank:
                raise ValidationError(_("This is required."), code="required")
            return self.empty
        return self.field.clean(parsed, None)

    def plain(self, value: Any) -> Any:
        """The value as JSON has it; None for nothing said."""
        return None if self.is_empty(value) else value

    def columns(self) -> Sequence[str]:
        """What is added to the name of the field in the headings of a table; one empty text for one column."""
        return ("",)

    def cells(self, value: Any) -> Sequence[Any]:
        """The value as cells, one per column: text, number, date or None."""
        return (self.plain(value),)

    def from_cells(self, cells: Mapping[str, Any]) -> Any:
        """What the cells of a table say, by column; goes to `clean`."""
        return cells.get("")

    def from_post(self, post: QueryDict, name: str) -> Any:
        """What a form says; goes to `clean`."""
        return post.get(name)

    def to_input(self, value: Any) -> Any:
        """What the input shows of a value."""
        return "" if self.is_empty(value) else str(value)

    def schema(self) -> dict[str, Any]:
        """The value in OpenAPI's words."""
        return {"type": ["string", "null"]}

    def sql_type(self) -> str:
        """The type of the value in a Parquet file, in DuckDB's words."""
        return "VARCHAR"


def refuse_control(text: str) -> None:
    """Raises ValidationError for a character that no page, feed or workbook can hold."""
    if found := CONTROL.search(text):
        place = f"U+{ord(found[0]):04X}"
        raise ValidationError(
            _("The text has a character that cannot be kept (%(place)s)."),
            code="wrong-character",
            params={"place": place},
        )


def too_long(length: int, most: int) -> ValidationError:
    """The text has too many characters."""
    return ValidationError(
        _("The text has %(length)s characters; at most %(most)s are kept."), code="too-long",
        params={"length": length, "most": most},
    )  # fmt: skip
