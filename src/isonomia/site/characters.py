"""Characters that no text of a person has: NUL in what is sent, and what turns or hides a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from isonomia.site.records.errors import BadValue
from isonomia.site.records.kinds.base import CONTROL

NUL = "\x00"


def kept(text: str) -> str:
    """The text with a mark in place of what cannot be kept."""
    return CONTROL.sub("\ufffd", text)


def plain_name(name: object) -> str:
    """The name of a file as people see it: without controls and without what turns the letters around it."""
    return "".join(letter for letter in str(name) if letter.isprintable()).strip()


class Characters:
    """Refuses NUL, which one database keeps and the other does not; no form that a person fills in sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on, without cookies that no browser of ours was given."""
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _how: Any) -> None:
        """Raises BadValue, which names the parameter; Http404 for an address."""
        if NUL in request.path_info:
            raise Http404
        for name, value in _sent(request):
            if NUL in name or NUL in value:
                raise BadValue(_("“%(name)s” has a character that no text has (U+0000).") % {"name": name[:60]})


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            for value in values:
                yield name, str(value)
