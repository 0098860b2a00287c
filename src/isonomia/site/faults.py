"""The pages that say what went wrong, and the same as JSON under /api/."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from isonomia.site.records.errors import Refusal


def _answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": message, **more}}, status=status)
    context = {"status": status, "message": message, **more}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: names the parameter or code that is not known, and those that are."""
    if isinstance(exception, Refusal):
        return _answer(request, 400, exception.code, str(exception), allowed=list(exception.allowed))
    return _answer(request, 400, "bad-request", _("The request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account may not do this."""
    return _answer(request, 403, "forbidden", str(exception or "") or _("Your account may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing there, or nothing that this reader may see."""
    return _answer(request, 404, "not-found", _("There is nothing at this address."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of the site; the page needs no database."""
    message = _("Something went wrong on our side. Nothing was lost; try again.")
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"code": "internal-error", "message": message}}, status=500)
    return render(request, "500.html", {"message": message}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not of this site, or cookies are off."""
    message = _(
        "The form has expired, or cookies are switched off. Go back, load the page again and send it once more."
    )
    return _answer(request, 403, "csrf-failed", message)
