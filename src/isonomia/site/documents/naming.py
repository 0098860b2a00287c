"""How paragraphs and mandates are named on pages: OP73, OP10(a), para. 16."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_ID = re.compile(r"(op|pp|p|s|u|an)(\d[^.]*)((?:\.[^.]+)*)")
_NAMES: Mapping[str, Any] = {
    "op": gettext_lazy("OP%(number)s"),
    "pp": gettext_lazy("PP%(number)s"),
    "p": gettext_lazy("para. %(number)s"),
    "s": gettext_lazy("summary %(number)s"),
    "u": gettext_lazy("text %(number)s"),
    "an": gettext_lazy("annex %(number)s"),
}


def paragraph_name(id: str) -> str:
    """A paragraph as delegates name it: "op10.a" is OP10(a), "p16" is para. 16, "annex2.op3" is annex2 OP3."""
    match = _ID.fullmatch(id)
    if match is None:
        part, dot, rest = id.partition(".")
        return f"{part} {paragraph_name(rest)}" if dot and _ID.fullmatch(rest) else id
    number = match[2] + "".join(f"({item})" for item in match[3].split(".")[1:])
    return str(_NAMES[match[1]]) % {"number": number}


def parts_of(reference: str) -> tuple[str, str, int]:
    """Symbol, paragraph and place of a mandate's reference: A/RES/76/187#op73.2."""
    symbol, _sep, place = reference.partition("#")
    paragraph, _sep, order = place.rpartition(".")
    return symbol, paragraph, int(order) if order.isdigit() else 1


def place_name(reference: str) -> str:
    """The paragraph of a mandate, and which clause it is where it is not the first."""
    _symbol, paragraph, order = parts_of(reference)
    name = paragraph_name(paragraph)
    return name if order == 1 else _("%(paragraph)s, clause %(order)s") % {"paragraph": name, "order": order}


def mandate_name(reference: str) -> str:
    """A mandate in one line: A/RES/76/187, OP73, clause 2."""
    return _("%(symbol)s, %(place)s") % {"symbol": parts_of(reference)[0], "place": place_name(reference)}
