"""What every answer of the API has in common: who asks, JSON, ETag, and errors in one form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from isonomia.errors import IsonomiaError
from isonomia.site.languages import CODES, django_code
from isonomia.site.records.access import Actor
from isonomia.site.records.errors import Refusal, UnknownCode
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.values import Faulty
from isonomia.site.records.writing import Conflict

READING = ("GET", "HEAD", "OPTIONS")


class Unauthorized(Exception):
    """The token is unknown, has expired, or is missing where it is needed."""

    def __init__(self, code: str = "invalid-token") -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        if self.code == "no-token":
            return _("Whoever writes says who it is, by a token or by signing in.")
        return _("The token is unknown or has expired.")


def error(status: int, code: str, message: str, **more: Any) -> HttpResponse:
    """An error in the one form that all have."""
    body = {"error": {"code": code, "message": message, **more}}
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json", status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def answer(request: HttpRequest, body: Any, status: int = 200, **headers: str) -> HttpResponse:
    """A JSON document with an ETag of its content; 304 where the client has it already."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(text, content_type="application/json", status=status, headers=headers)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
    if status != 200:
        return response
    response["ETag"] = '"' + hashlib.sha256(text).hexdigest()[:32] + '"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    assert isinstance(found, HttpResponse)
    return found


def identify(request: HttpRequest) -> Any:
    """The user who asks: by token, else by session; what a session writes needs the site's own form token. Raises
    Unauthorized, PermissionDenied."""
    header = request.headers.get("Authorization", "")
    if header:
        from isonomia.site.accounts.models import ApiToken

        scheme, _space, text = header.partition(" ")
        user = ApiToken.user_of(text.strip()) if scheme.lower() == "bearer" else None
        if user is None:
            raise Unauthorized
        request.user = user
        return user
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and request.method not in READING:
        _check_form_token(request)
    return user if user is not None and user.is_authenticated else None


def _unmarked(_request: HttpRequest) -> HttpResponse:
    """A view that is not exempt from the check, to put the check to."""
    return HttpResponse()


def _check_form_token(request: HttpRequest) -> None:
    check = CsrfViewMiddleware(_unmarked)
    check.process_request(request)
    if check.process_view(request, _unmarked, (), {}) is not None:
        raise PermissionDenied(_("Writing with a session needs the token of the site's forms (X-CSRFToken)."))


def _speak(request: HttpRequest) -> None:
    """Takes the language of messages and orders from `lang`. Raises UnknownCode."""
    code = request.GET.get("lang")
    if code is None:
        return
    if code not in CODES:
        raise UnknownCode(_("“%(value)s” is no value of “%(name)s”.") % {"value": code[:20], "name": "lang"}, CODES)
    translation.activate(django_code(code))


def endpoint(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view of the API: takes these methods, and whatever is refused in it becomes an error in the one form."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: WSGIRequest, *args: Any, **how: Any) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD", "OPTIONS"):
                taken = ", ".join(methods)
                response = error(405, "method-not-allowed", _("This address takes %(methods)s.") % {"methods": taken})
                response["Allow"] = taken
                return response
            try:
                _speak(request)
                user = identify(request)
                if user is None and request.method not in READING:
                    raise Unauthorized("no-token")
                return view(request, *args, actor=Actor.of(user), user=user, **how)
            except Exception as problem:
                refused = refusal(problem)
                if refused is None:
                    raise
                return refused

        return csrf_exempt(wrapped)

    return decorate


def refusal(problem: Exception) -> HttpResponse | None:
    """The answer to a request that was refused; None for a fault of the site itself."""
    match problem:
        case Refusal():
            return error(400, problem.code, str(problem), allowed=list(problem.allowed))
        case Unauthorized():
            return error(401, problem.code, str(problem))
        case PermissionDenied():
            return error(403, "forbidden", str(problem) or _("Your account may not do this."))
        case Http404():
            return error(404, "not-found", _("There is nothing at this address."))
        case Conflict():
            version = problem.record.version
            return error(409, "conflict", _("The record was changed in the meantime; read it again."), version=version)
        case Faulty():
            return error(422, "invalid-values", _("Some values are wrong."), fields=problem.faults)
        case SearchUnavailable():
            return error(503, "search-unavailable", str(problem))
        case ValidationError():
            return error(422, "invalid-values", " ".join(problem.messages))
        case IsonomiaError():
            return error(422, problem.code, str(problem))
    return None
