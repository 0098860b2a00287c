"""What must be true of a dataset as a whole, and when it may be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isonomia.site.languages import current_language
from isonomia.site.records.codelists import terms
from isonomia.site.statistics.models import Dataset, Reading

NAMED = 5


def reading_of(fingerprint: str) -> Reading | None:
    """What was read of the file of a fingerprint."""
    return Reading.objects.filter(sha256=fingerprint).first() if fingerprint else None


def faults_of(values: dict[str, Any]) -> dict[str, str]:
    """What is wrong of a dataset: field to message."""
    reading = reading_of(values.get("fingerprint") or "")
    if reading is None:
        return {"fingerprint": _("No file of this fingerprint was uploaded here; upload the file.")}
    country = values.get("country") or ""
    others = [code for code in reading.countries if code != country]
    if country and others:
        labels = [terms("countries").label(code, current_language()) for code in others[:NAMED]]
        more = " …" if len(others) > NAMED else ""
        message = _("The file has observations of other countries: %(countries)s.")
        return {"country": message % {"countries": ", ".join(labels) + more}}
    return {}


def held_back(dataset: Dataset, reason: str = "") -> str:
    """Why a dataset is not published: it has errors, and no reason is given to publish it all the same."""
    if not dataset.errors or reason.strip() or dataset.accepted:
        return ""
    return ngettext(
        "The checks found %(n)s error. Return it to its author, or say why it is published all the same.",
        "The checks found %(n)s errors. Return it to its author, or say why it is published all the same.",
        dataset.errors,
    ) % {"n": dataset.errors}


def to_mend(dataset: Dataset) -> str:
    """What the author of a dataset with errors can do."""
    if not dataset.errors or dataset.accepted:
        return ""
    return ngettext(
        "The checks found %(n)s error. Replace the file, or say in the note why it is right, and submit it for review.",
        "The checks found %(n)s errors. Replace the file, or say in the note why they are right, and submit it for"
        " review.",
        dataset.errors,
    ) % {"n": dataset.errors}
