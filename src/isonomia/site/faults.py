"""The pages that say what went wrong, and the same as JSON under /api/."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from isonomia.site.records.errors import Refusal
from isonomia.site.room import no_room


def _answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": message, **more}}, status=status)
    context = {"status": status, "message": message, **more}
    return render(request, "400.html" if status == 413 else f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: names the parameter or code that is not known, and those that are; 413 for what is too large."""
    match exception:
        case Refusal():
            return _answer(request, 400, exception.code, str(exception), allowed=list(exception.allowed))
        case RequestDataTooBig():
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
            message = _("More was sent than a form takes: at most %(most)s MB. Nothing was changed.") % {"most": most}
            return _answer(request, 413, "too-large", message)
        case TooManyFieldsSent() | TooManyFilesSent():
            request.GET = QueryDict()  # the page that says so must not read them again
            message = _("More fields were sent than a form takes. Nothing was changed.")
            return _answer(request, 413, "too-many-fields", message)
    return _answer(request, 400, "bad-request", _("The request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account may not do this."""
    return _answer(request, 403, "forbidden", str(exception or "") or _("Your account may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing there, or nothing that this reader may see."""
    return _answer(request, 404, "not-found", _("There is nothing at this address."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of the site; 507: its disk is full. The page needs no database."""
    status, code = 500, "internal-error"
    message = _("Something went wrong on our side. Nothing was lost; try again.")
    if no_room(sys.exc_info()[1]):
        status, code = 507, "no-room"
        message = _("The disk of the site is full. Nothing was changed; tell an administrator, and try again later.")
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": message}}, status=status)
    return render(request, "500.html", {"message": message, "status": status}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not of this site, or cookies are off."""
    message = _(
        "The form has expired, or cookies are switched off. Go back, load the page again and send it once more."
    )
    return _answer(request, 403, "csrf-failed", message)
