"""Who may open which page of accounts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from isonomia.site.accounts.models import User
from isonomia.site.records.access import actor_of

View = Callable[..., HttpResponse]
READS, WRITES = frozenset({"administrator", "auditor"}), frozenset({"administrator"})


def own(view: View) -> View:
    """A page for whoever is signed in; no cache keeps it, no report of a fault shows what was sent to it."""
    return never_cache(sensitive_post_parameters()(login_required(view)))


def for_roles(roles: frozenset[str]) -> Callable[[View], View]:
    """A page for some roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **how: Any) -> HttpResponse:
            if actor_of(request).role not in roles:
                raise PermissionDenied(_("Only administrators manage accounts."))
            return view(request, *args, **how)

        return own(guarded)

    return decorate


def account_of(request: HttpRequest) -> User:
    """The account that is signed in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
