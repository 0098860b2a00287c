"""Dates and times, written as ISO 8601 has them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.kinds.base import Kind


def moment(value: dt.datetime) -> str:
    """A time as JSON has it: 2024-05-31T12:00:00Z."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


class Date(Kind):
    """A day."""

    name = "date"
    empty = None
    input = "date"

    def parse(self, value: Any) -> Any:
        """From 2024-05-31, a date of a workbook, or a time at midnight. Raises ValidationError."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = super().parse(value)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text[:10] if text[10:].lstrip("T ").startswith("00:00") else text)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is no date; write it as 2024-05-31."), params={"value": text[:40]}
            ) from None

    def plain(self, value: Any) -> Any:
        """As 2024-05-31."""
        return value.isoformat() if value else None

    def cells(self, value: Any) -> tuple[Any, ...]:
        """A date, for workbooks have them."""
        return (value,)

    def to_input(self, value: Any) -> Any:
        """As the input of browsers has it."""
        return value.isoformat() if isinstance(value, dt.date) else str(value or "")

    def schema(self) -> dict[str, Any]:
        """A full date."""
        return {"type": ["string", "null"], "format": "date"}

    def sql_type(self) -> str:
        """A date."""
        return "DATE"


class Moment(Kind):
    """A date and time, in Coordinated Universal Time."""

    name = "moment"
    empty = None
    input = "moment"

    def parse(self, value: Any) -> Any:
        """From 2024-05-31T12:00:00Z; without a zone it is UTC. Raises ValidationError."""
        if isinstance(value, dt.datetime):
            found: dt.datetime | None = value
        else:
            text = super().parse(value)
            if not text:
                return None
            try:
                found = parse_datetime(text)
            except ValueError:
                found = None
        if found is None:
            raise ValidationError(
                _("“%(value)s” is no time; write it as 2024-05-31T12:00:00Z."), params={"value": str(value)[:40]}
            )
        return found if timezone.is_aware(found) else found.replace(tzinfo=dt.UTC)

    def plain(self, value: Any) -> Any:
        """As 2024-05-31T12:00:00Z."""
        return moment(value) if value else None

    def cells(self, value: Any) -> tuple[Any, ...]:
        """A workbook's times have no zone: it is UTC."""
        return (value.astimezone(dt.UTC).replace(tzinfo=None) if value else None,)

    def to_input(self, value: Any) -> Any:
        """As the input of browsers has it."""
        return (
            value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") if isinstance(value, dt.datetime) else str(value or "")
        )

    def schema(self) -> dict[str, Any]:
        """A date-time."""
        return {"type": ["string", "null"], "format": "date-time"}

    def sql_type(self) -> str:
        """A time with its zone."""
        return "TIMESTAMPTZ"
