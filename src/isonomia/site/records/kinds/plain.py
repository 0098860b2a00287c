"""Plain values: texts, addresses, numbers, yes or no, a choice."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.kinds.base import Kind, too_long


class Text(Kind):
    """A short text."""

    def parse(self, value: Any) -> Any:
        """A whole number that a spreadsheet gave as 12.0 is "12"."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = super().parse(value)
        most = self.field.max_length
        if most and len(text) > most and self.field.__class__.__name__ != "Initials":
            raise too_long(len(text), most)
        return text

    def schema(self) -> dict[str, Any]:
        """A string, with its greatest length."""
        most = self.field.max_length
        return {"type": ["string", "null"], **({"maxLength": most} if most else {})}


class LongText(Text):
    """A text of paragraphs."""

    name = "long-text"
    input = "long"


class Address(Text):
    """An address of the web; shown as a link."""

    name = "address"
    input = "address"

    def schema(self) -> dict[str, Any]:
        """A URI."""
        return {"type": ["string", "null"], "format": "uri"}


class Choice(Text):
    """One of few values that the model itself names."""

    name = "choice"
    input = "choice"

    def schema(self) -> dict[str, Any]:
        """An enumeration."""
        return {"enum": [*[value for value, _label in self.field.flatchoices], None]}

    def label(self, value: Any) -> str:
        """What a value is called in the language of the page."""
        return str(dict(self.field.flatchoices).get(value, value))


class Integer(Kind):
    """A whole number."""

    name = "integer"
    json = "integer"
    empty = None
    input = "number"

    def is_empty(self, value: Any) -> bool:
        """Zero says something."""
        return value is None or value == ""

    def parse(self, value: Any) -> Any:
        """From 12, "12" or 12.0. Raises ValidationError."""
        if isinstance(value, bool):
            raise ValidationError(_("Give a whole number."), code="wrong-type")
        if isinstance(value, int):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        text = super().parse(value)
        if text == "" or text is None:
            return None
        try:
            return int(str(text).replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            raise ValidationError(_("“%(value)s” is no whole number."), params={"value": str(text)[:40]}) from None

    def fits(self, value: Any) -> bool:
        """A whole number."""
        whole = isinstance(value, float) and value.is_integer()
        return value is None or whole or (isinstance(value, int) and not isinstance(value, bool))

    def schema(self) -> dict[str, Any]:
        """An integer."""
        return {"type": ["integer", "null"]}

    def sql_type(self) -> str:
        """Eight bytes."""
        return "BIGINT"


class Number(Kind):
    """A decimal number."""

    name = "number"
    json = "number"
    empty = None
    input = "number"

    def is_empty(self, value: Any) -> bool:
        """Zero says something."""
        return value is None or value == ""

    def parse(self, value: Any) -> Any:
        """From 1.5 or "1.5"; a comma is refused, for it means two things. Raises ValidationError."""
        if isinstance(value, bool):
            raise ValidationError(_("Give a number."), code="wrong-type")
        if isinstance(value, float) and not math.isfinite(value):
            raise ValidationError(_("Give a number."), code="wrong-type")
        text = super().parse(value)
        if text == "" or text is None:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(
                _("“%(value)s” is no number; write it as 1234.5."), params={"value": str(text)[:40]}
            ) from None
        if not number.is_finite():
            raise ValidationError(_("Give a number."), code="wrong-type")
        return number if isinstance(self.field, models.DecimalField) else float(number)

    def plain(self, value: Any) -> Any:
        """A JSON number."""
        return None if self.is_empty(value) else float(value)

    def fits(self, value: Any) -> bool:
        """A number."""
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))

    def schema(self) -> dict[str, Any]:
        """A number."""
        return {"type": ["number", "null"]}

    def sql_type(self) -> str:
        """Eight bytes."""
        return "DOUBLE"


YES = frozenset({"true", "yes", "1", "oui", "sí", "si", "да", "是", "نعم", "on"})
NO = frozenset({"false", "no", "0", "non", "нет", "否", "لا", "off"})


class YesNo(Kind):
    """Yes, no, or nothing said."""

    name = "yes-no"
    json = "boolean"
    empty = None
    input = "yes_no"

    def is_empty(self, value: Any) -> bool:
        """No says something."""
        return value is None or value == ""

    def parse(self, value: Any) -> Any:
        """From JSON, or from a word in any of the six languages. Raises ValidationError."""
        if isinstance(value, bool) or value is None:
            return value
        text = super().parse(int(value) if isinstance(value, float) and value.is_integer() else value).casefold()
        if text in YES:
            return True
        if text in NO:
            return False
        if not text:
            return None
        raise ValidationError(_("“%(value)s” is neither yes nor no."), params={"value": text[:40]})

    def clean(self, value: Any) -> Any:
        """Nothing said is no where the field must say something."""
        parsed = self.parse(value)
        return (None if self.field.null else False) if parsed is None else parsed

    def to_input(self, value: Any) -> Any:
        """One of three words."""
        return "" if value is None else ("yes" if value else "no")

    def fits(self, value: Any) -> bool:
        """True or false."""
        return value is None or isinstance(value, bool)

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": ["boolean", "null"]}

    def sql_type(self) -> str:
        """A boolean."""
        return "BOOLEAN"
