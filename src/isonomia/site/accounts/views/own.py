"""One's own account: what it may do, its sessions, its tokens."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from isonomia.site.accounts.forms import TokenForm
from isonomia.site.accounts.history import record
from isonomia.site.accounts.models import Action, ApiToken
from isonomia.site.accounts.shown import changes_of, client_name, labels_of
from isonomia.site.accounts.views.common import READS, account_of, own
from isonomia.site.records.access import actor_of


@own
def account(request: HttpRequest) -> HttpResponse:
    """The account with its role, country and body, and the doors to all that is its own."""
    user = account_of(request)
    context = {
        "account": user, "labels": labels_of(user), "has_second_factor": is_mfa_enabled(user, ["totp"]),
        "sessions": len(UserSession.objects.purge_and_list(user)), "tokens": user.tokens.count(),
        "changes": changes_of(user)[:20], "manages": actor_of(request).role in READS,
        "other_service": settings.OIDC_NAME,
    }  # fmt: skip
    return render(request, "accounts/account.html", context)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that are open; one of them, or all others, can be ended."""
    user = account_of(request)
    if request.method == "POST":
        if "others" in request.POST:
            end_other_sessions(request, user)
        else:
            pk = request.POST.get("session", "")
            row = get_object_or_404(UserSession, user=user, pk=int(pk) if pk.isascii() and pk.isdigit() else 0)
            end_sessions(request, [row])
        record(Action.SESSIONS_ENDED, user=user, author=user)
        messages.success(request, _("The session is closed."))
        return redirect("sessions" if request.user.is_authenticated else "sign-in")
    rows = sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.created_at, reverse=True)
    shown = [(row, client_name(row.user_agent), row.is_current()) for row in rows]
    return render(request, "accounts/sessions.html", {"rows": shown})


@own
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of one's programs, and a form for a new one, whose text is shown this once."""
    user = account_of(request)
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="accounts")
    form = TokenForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "now": timezone.now(), "made": None, "text": ""}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made, context["text"] = ApiToken.issue(user, form.cleaned_data["name"], form.cleaned_data["days"])
            record(Action.TOKEN_MADE, user=user, author=user, values={"token": [None, made.name]})
        context["made"] = made
        context["form"] = TokenForm()
    context["tokens"] = user.tokens.order_by("-created_at", "-pk")
    return render(request, "accounts/tokens.html", context)


@own
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token at once."""
    user = account_of(request)
    token = get_object_or_404(ApiToken, user=user, pk=pk)
    with transaction.atomic():
        token.delete()
        record(Action.TOKEN_REVOKED, user=user, author=user, values={"token": [token.name, None]})
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")
