"""The way in by a link: an invitation becomes an account."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from isonomia.site.accounts.forms import AcceptForm
from isonomia.site.accounts.invitations import InvitationRefused, accept, opened
from isonomia.site.accounts.shown import labels_of
from isonomia.site.accounts.views.common import taking

KEPT = "accounts.invitation"


@taking
@require_http_methods(["GET", "HEAD"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the link out of the address, so that no log, history or referrer keeps it. Uses nothing up."""
    request.session[KEPT] = token[:200]
    return redirect("invitation")


@taking
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Asks for a password and makes the account; says why where the link cannot be used."""
    try:
        invitation = opened(request.session.get(KEPT, ""))
        form = AcceptForm(request.POST if request.method == "POST" else None, invitation=invitation)
        if request.method == "POST" and form.is_valid():
            user = accept(invitation, form.cleaned_data["password1"])
            logout(request, show_message=False)
            request.session.pop(KEPT, None)
            response: HttpResponse = perform_login(request, Login(user=user, redirect_url=None))
            return response
    except InvitationRefused as refusal:
        return render(request, "accounts/invitation_refused.html", {"why": refusal.message}, status=410)
    return render(
        request, "accounts/join.html", {"form": form, "invitation": invitation, "labels": labels_of(invitation)}
    )
