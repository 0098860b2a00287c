"""Panels: what an application shows on a page of another one, which does not know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page. `place`: the collection on the pages of whose records it stands, or another page by its name;
    `show` gives the context of its template, or None where there is nothing to show."""

    place: str
    template: str
    show: Callable[[HttpRequest, Any], dict[str, Any] | None]


def panels(request: HttpRequest, place: str, record: Any = None) -> list[SafeString]:
    """The panels of a page in the order of the applications: their AppConfig's `panels()` yields them."""
    out = []
    for app in apps.get_app_configs():
        declared = getattr(app, "panels", None)
        for panel in declared() if declared else ():
            if panel.place == place and (context := panel.show(request, record)) is not None:
                out.append(render_to_string(panel.template, context, request=request))
    return out
