"""The pages of administrators: accounts, invitations, roles. Auditors read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from isonomia.site.accounts.forms import AccountForm, InvitationForm
from isonomia.site.accounts.history import differences, facts, record
from isonomia.site.accounts.invitations import invite, path_of, withdraw
from isonomia.site.accounts.models import Action, Invitation, Role, User
from isonomia.site.accounts.posting import send_link
from isonomia.site.accounts.resets import end_all_sessions, remove_second_factor, reset_path
from isonomia.site.accounts.shown import changes_of, labels_of
from isonomia.site.accounts.views.common import READS, WRITES, account_of, for_roles
from isonomia.site.records.access import actor_of
from isonomia.site.records.errors import BadValue, UnknownCode

PAGE = 50
STATES = ("open", "closed")


@for_roles(READS, "q", "role", "state", "page")
@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest) -> HttpResponse:
    """All accounts, found by name or address, role and state; and the invitations that are open."""
    paginator = Paginator(_found(request), PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= paginator.num_pages):
        raise BadValue(_("page is a number from 1 to %(most)s.") % {"most": paginator.num_pages})
    page = paginator.page(int(number))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page, "rows": [(user, labels_of(user)) for user in page], "roles": Role.choices, "view": request.GET,
        "query": query.urlencode(), "may_write": actor_of(request).role in WRITES,
        "invitations": [(row, labels_of(row)) for row in Invitation.open().select_related("invited_by")],
    }  # fmt: skip
    return render(request, "accounts/people/list.html", context)


def _found(request: HttpRequest) -> QuerySet[User]:
    users = User.objects.order_by("username", "pk")
    if q := request.GET.get("q", "").strip():
        users = users.filter(Q(username__icontains=q) | Q(email__icontains=q))
    for name, codes in (("role", tuple(Role.values)), ("state", STATES)):
        value = request.GET.get(name, "")
        if value and value not in codes:
            raise UnknownCode(_("“%(value)s” is no value of “%(name)s”.") % {"value": value[:20], "name": name}, codes)
    if role := request.GET.get("role"):
        users = users.filter(role=role)
    if state := request.GET.get("state"):
        users = users.filter(is_active=state == "open")
    return users


# -- invitations ---------------------------------------------------------------------------------------------------


@for_roles(WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: HttpRequest) -> HttpResponse:
    """A form for a new invitation; its link is on the page that follows."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invitation = invite(form.instance, account_of(request))
        if settings.EMAIL_CONFIGURED and invitation.email:
            link = request.build_absolute_uri(path_of(invitation))
            if send_link("invitation", invitation.email, link, invitation.username):
                messages.success(request, _("The link was sent to %(email)s.") % {"email": invitation.email})
            else:
                messages.warning(request, _("The mail could not be sent; hand the link over in another way."))
        return redirect("invitation-made", pk=invitation.pk)
    return render(request, "accounts/people/invite.html", {"form": form})


@for_roles(WRITES)
@require_http_methods(["GET", "HEAD"])
def invitation_made(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation with its link to copy, as long as it is open."""
    invitation = get_object_or_404(Invitation.objects.select_related("invited_by", "user"), pk=pk)
    link = request.build_absolute_uri(path_of(invitation)) if invitation.state == "open" else ""
    context = {"invitation": invitation, "labels": labels_of(invitation), "link": link}
    return render(request, "accounts/people/invitation.html", context)


@for_roles(WRITES)
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an invitation that nobody has taken."""
    if withdraw(get_object_or_404(Invitation, pk=pk), account_of(request)):
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("invitation-made", pk=pk)


# -- one account ---------------------------------------------------------------------------------------------------


@for_roles(READS)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """An account: its facts, its history; for administrators a form to change it and what else can be done."""
    user = get_object_or_404(User, pk=pk)
    may_write = actor_of(request).role in WRITES
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        before = facts(user)
        form = AccountForm(request.POST, instance=user)
        if form.is_valid() and not _own_role(request, user, form):
            with transaction.atomic():
                form.save()
                if values := differences(before, facts(user)):
                    record(Action.CHANGED, user=user, author=account_of(request), values=values)
            messages.success(request, _("The account is changed."))
            return redirect("person", pk=pk)
        user = User.objects.get(pk=pk)
    else:
        form = AccountForm(instance=user)
    return _person(request, user, form, may_write)


def _own_role(request: HttpRequest, user: User, form: AccountForm) -> bool:
    """An administrator who gives up the role might be the last one."""
    if user.pk == request.user.pk and "role" in form.changed_data:
        form.add_error("role", _("Nobody changes their own role; another administrator can."))
        return True
    return False


def _person(
    request: HttpRequest, user: User, form: AccountForm, may_write: bool, **more: str | int
) -> HttpResponse:  # fmt: skip
    context = {
        "person": user, "labels": labels_of(user), "form": form, "may_write": may_write, "changes": changes_of(user),
        "is_self": user.pk == request.user.pk, "has_second_factor": is_mfa_enabled(user, ["totp"]),
        "tokens": user.tokens.count(), **more,
    }  # fmt: skip
    return render(request, "accounts/people/person.html", context)


@for_roles(WRITES)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What a button on the page of an account does."""
    if name not in ACTS:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    return ACTS[name](request, user) or redirect("person", pk=pk)


def _close(request: HttpRequest, user: User) -> None:
    if user.pk == request.user.pk:
        raise PermissionDenied(_("Nobody closes their own account; another administrator can."))
    if user.is_active:
        _set_active(request, user, False)
        end_all_sessions(user)
        messages.success(request, _("The account is closed; its sessions and tokens are refused."))


def _open(request: HttpRequest, user: User) -> None:
    if not user.is_active:
        _set_active(request, user, True)
        messages.success(request, _("The account is open again."))


def _set_active(request: HttpRequest, user: User, active: bool) -> None:
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        action = Action.ENABLED if active else Action.DISABLED
        record(action, user=user, author=account_of(request), values={"is_active": [not active, active]})


def _reset(request: HttpRequest, user: User) -> HttpResponse:
    if not user.is_active:
        raise PermissionDenied(_("The account is closed; open it first."))
    link = request.build_absolute_uri(reset_path(user, account_of(request)))
    sent = settings.EMAIL_CONFIGURED and bool(user.email) and send_link("reset", user.email, link, user.username)
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return _person(request, user, AccountForm(instance=user), True, link=link, link_days=days, sent=sent)


def _second_factor(request: HttpRequest, user: User) -> None:
    if remove_second_factor(user, account_of(request)):
        messages.success(request, _("The second factor is removed."))


def _sessions(request: HttpRequest, user: User) -> None:
    end_all_sessions(user)
    record(Action.SESSIONS_ENDED, user=user, author=account_of(request))
    messages.success(request, _("All sessions of this account are closed."))


ACTS: Mapping[str, Callable[[HttpRequest, User], HttpResponse | None]] = {
    "close": _close, "open": _open, "reset-link": _reset, "remove-second-factor": _second_factor,
    "end-sessions": _sessions,
}  # fmt: skip
