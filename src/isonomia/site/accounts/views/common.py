"""Who may open which page of accounts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from isonomia.site.accounts.models import User
from isonomia.site.records.access import actor_of
from isonomia.site.records.views.common import no_parameters

View = Callable[..., HttpResponseBase]
READS, WRITES = frozenset({"administrator", "auditor"}), frozenset({"administrator"})


def taking(view: View, *parameters: str) -> View:
    """A page that takes these parameters in its address and refuses others by name; no cache keeps it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **how: Any) -> HttpResponseBase:
        no_parameters(request.GET, *parameters)
        return view(request, *args, **how)

    return never_cache(guarded)


def own(view: View, *parameters: str) -> View:
    """A page for whoever is signed in; no report of a fault shows what was sent to it."""
    return sensitive_post_parameters()(login_required(taking(view, *parameters)))


def for_roles(roles: frozenset[str], *parameters: str) -> Callable[[View], View]:
    """A page for some roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **how: Any) -> HttpResponseBase:
            if actor_of(request).role not in roles:
                raise PermissionDenied(_("Only administrators manage accounts."))
            return view(request, *args, **how)

        return own(guarded, *parameters)

    return decorate


def account_of(request: HttpRequest) -> User:
    """The account that is signed in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
