"""What documents can be refused for, besides what the readers refuse."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from isonomia.errors import IsonomiaError


class NoSymbol(IsonomiaError):
    """A document that prints no symbol cannot be kept, for its symbol is its address."""

    code = "no-symbol"


class FileNotKept(IsonomiaError):
    """The original file cannot be written to the data directory."""

    code = "file-not-kept"


SAID: Mapping[str, object] = {
    "empty-file": _("The file is empty, or holds no text."),
    "unknown-format": _("The file is of no kind that is read."),
    "damaged-file": _("The file is damaged."),
    "encrypted-file": _("The file is protected by a password; save it without one."),
    "file-too-large": _("The file, or what it unpacks to, is too large."),
    "no-text-layer": _("The pages are pictures without text."),
    "garbled-text": _("The letters of the text are not those that the eye sees."),
    "unknown-language": _("The language of the text does not show; choose it."),
    "unknown-symbol": _("This is no symbol of a document of the United Nations, such as A/RES/76/187."),
    "invalid-akoma-ntoso": _("The XML is no Akoma Ntoso document of a kind that is read."),
    "no-symbol": _("The document prints no symbol; give the one that it has."),
    "file-not-kept": _("The file cannot be kept: there is no room for it. Nothing was changed."),
}
"""What the errors of reading say in the language of the page; what they say themselves is in English."""


def said(error: IsonomiaError) -> str:
    """An error in the language of the page; empty where there are no words for its code."""
    return str(SAID.get(error.code, ""))
