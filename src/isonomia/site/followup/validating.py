"""What must be true of a follow-up as a whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from isonomia.site.followup.addressing import asked_of, groups_of_states
from isonomia.site.languages import current_language
from isonomia.site.records.codelists import terms

EXPLAINED = "not_applicable"


def owner_of(country: str, body: str, language: str = "") -> str:
    """The country or body that answers, by its name."""
    language = language or current_language()
    if country:
        return terms("countries").label(country, language)
    return terms("bodies").label(body, language) if body else ""


def faults_of(values: dict[str, Any]) -> dict[str, str]:
    """What is wrong of a follow-up: field to message."""
    country, body = values.get("country") or "", values.get("body") or ""
    mandate = values.get("mandate")
    if bool(country) == bool(body):
        return {"country": _("Say who answers: a country or a body, one of the two.")}
    if body in groups_of_states():
        return {"body": _("“%(name)s” are States; each answers for itself.") % {"name": owner_of("", body)}}
    if mandate is not None and not asked_of(country, body).may_answer(mandate.addressees):
        return {"mandate": _("This mandate does not ask %(name)s.") % {"name": owner_of(country, body)}}
    if values.get("progress") == EXPLAINED and not values.get("text"):
        return {"text": _("Say why it does not apply.")}
    return {}
