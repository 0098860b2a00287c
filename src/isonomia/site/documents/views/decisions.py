"""Corrections as pages show them: what the program read, and what an editor says instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from isonomia.site.documents.models import Correction, CorrectionKind
from isonomia.site.documents.views import common
from isonomia.site.records.templatetags.records import between, comma

Shown = tuple[Correction, str, str]
"""A correction, what was read, and what holds instead; both empty where a whole clause was removed."""


def shown(rows: Iterable[Correction]) -> list[Shown]:
    """Corrections with their values in words."""
    return [(row, _words(row.before), _words(row.values)) for row in rows]


def _words(values: Mapping[str, Any]) -> str:
    """The values of a correction in words, those that say nothing left out; “–” where none says anything."""
    parts = [text for name, value in values.items() if (text := _value(name, value))]
    return " · ".join(parts) or ("–" if values else "")


def _value(name: str, value: Any) -> str:
    match name:
        case CorrectionKind.ACT:
            return common.label("acts", value)
        case CorrectionKind.ADDRESSEES | CorrectionKind.TOPICS:
            return between().join(label for _code, label in common.labels(name, value))
        case CorrectionKind.CONDITIONS:
            return between().join(value)
        case CorrectionKind.DUE:
            due = value or {}
            session = _("session %(n)s") % {"n": due["session"]} if due.get("session") else ""
            parts = (due.get("text"), session, due.get("date") or str(due.get("year") or ""))
            return comma().join(part for part in parts if part)
    return ""
