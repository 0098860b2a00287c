"""The pages that belong to no collection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isonomia.site.records.registry import collections


def home(request: HttpRequest) -> HttpResponse:
    """The home page: what there is."""
    return render(request, "home.html", {"collections": collections()})
