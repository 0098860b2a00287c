"""NUL in what is sent: one database keeps it and the other does not, and no form that a person fills in sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from isonomia.site.records.errors import BadValue

NUL = "\x00"


class WithoutNul:
    """Refuses it by name."""

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
