"""What files of statistics are refused for, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from isonomia.errors import IsonomiaError
from isonomia.site.documents.errors import SAID as OF_FILES

SAID: Mapping[str, object] = {
    **OF_FILES,
    "not-statistics": _("No table of statistics was found in the file, or more than one."),
    "unreadable-cell": _("A cell holds what its column cannot."),
    "unknown-area": _("A country or area is in no list."),
    "missing-dependency": _("A part of the program that this needs is not installed; tell an administrator."),
}
"""What the errors of reading say in the language of the page; what they say themselves is in English."""


def said(error: IsonomiaError) -> str:
    """An error in the language of the page; a plain sentence where there are no words for its code."""
    return str(SAID.get(error.code) or _("The file cannot be read."))
