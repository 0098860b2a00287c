"""The survey's questionnaire as a workbook, to be filled in and uploaded."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue
from isonomia.site.records.views.common import no_parameters
from isonomia.site.statistics.places import two_letters
from isonomia.statistics.questionnaire import modules, questionnaire

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EARLIEST = 1990
MOST_YEARS = 10
"""So many years fit a sheet that people can still read."""


def offered(collection: Collection) -> list[tuple[str, str]]:
    """The modules of the survey, each with its address."""
    language = current_language()
    return [(one.titles[language], f"{collection.url}-/questionnaire/{name}.xlsx") for name, one in modules().items()]


def take(request: HttpRequest, collection: Collection, module: str) -> HttpResponse:
    """The workbook of a module in the language of the page; for a focal point with its country filled in. It asks for
    the last year, or for those that `first` and `last` name. Raises BadValue."""
    if module not in modules():
        raise Http404
    no_parameters(request.GET, "first", "last")
    now = dt.date.today().year
    last = _year(request.GET.get("last", ""), now - 1)
    first = _year(request.GET.get("first", ""), last)
    if not 0 <= last - first < MOST_YEARS:
        raise BadValue(_("Ask for one year, or for up to %(most)s that follow one another.") % {"most": MOST_YEARS})
    years = list(range(first, last + 1))
    country = _country(actor_of(request))
    content = questionnaire(module, years=years, country=country, language=current_language())
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{module}-{last}.xlsx"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _country(actor: Actor) -> str | None:
    known = {short: long for long, short in two_letters().items()}
    return known.get(actor.country) if actor.role == "focal_point" else None


def _year(text: str, otherwise: int) -> int:
    """The year that a parameter names. Raises BadValue."""
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) == 4 and EARLIEST <= int(text) <= dt.date.today().year):
        raise BadValue(_("“%(value)s” is no year; write four digits.") % {"value": text[:200]})
    return int(text)
