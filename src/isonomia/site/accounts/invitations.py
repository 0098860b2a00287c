"""Invitations: a signed link that makes one account, once, within two weeks."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.accounts.history import facts, record
from isonomia.site.accounts.models import Action, Invitation, User

_signer = Signer(salt="isonomia.accounts.invitation")


class InvitationRefused(IsonomiaError):
    """The link of an invitation was used, withdrawn, has expired, or is none of this site."""

    code = "invitation-refused"


def invite(invitation: Invitation, author: AbstractBaseUser | None) -> Invitation:
    """Keeps a new invitation. Raises ValidationError for a name that is taken or a role that is not complete."""
    invitation.full_clean(exclude=["invited_by", "user"])
    invitation.invited_by = author if isinstance(author, User) else None
    with transaction.atomic():
        invitation.save()
        values = {name: [None, value] for name, value in facts(invitation).items() if value}
        record(Action.INVITED, user=None, author=author, name=invitation.username, values=values)
    return invitation


def path_of(invitation: Invitation) -> str:
    """The path of the link: with the signature, and kept nowhere."""
    return reverse("invitation-link", args=[_signer.sign(invitation.key)])


def opened(token: str) -> Invitation:
    """The invitation of a link. Raises InvitationRefused, which says why."""
    try:
        invitation = Invitation.objects.filter(key=_signer.unsign(token)).first()
    except BadSignature:
        invitation = None
    if invitation is None:
        raise InvitationRefused(_("This link is not one of this site, or a part of it is missing."))
    _check(invitation)
    return invitation


def _check(invitation: Invitation) -> None:
    match invitation.state:
        case "used":
            raise InvitationRefused(_("This invitation was used already."))
        case "revoked":
            raise InvitationRefused(_("This invitation was withdrawn."))
        case "expired":
            raise InvitationRefused(_("This invitation has expired."))


def accept(invitation: Invitation, password: str) -> User:
    """Makes the account with the password that its owner chose. Raises InvitationRefused for a second taker."""
    try:
        with transaction.atomic():
            # the database decides who was first
            if not Invitation.open().filter(pk=invitation.pk).update(used_at=timezone.now()):
                invitation.refresh_from_db()
                _check(invitation)
                raise InvitationRefused(_("This invitation was used already."))
            user = User(
                username=User.normalize_username(invitation.username), email=invitation.email, role=invitation.role,
                country=invitation.country, body=invitation.body,
            )  # fmt: skip
            user.set_password(password)
            user.save()
            Invitation.objects.filter(pk=invitation.pk).update(user=user)
            record(Action.JOINED, user=user, author=user)
    except IntegrityError:
        raise InvitationRefused(_("There is an account of this name already.")) from None
    return user


def withdraw(invitation: Invitation, author: AbstractBaseUser | None) -> bool:
    """Ends an open invitation; false where it was not open."""
    with transaction.atomic():
        if not Invitation.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            return False
        record(Action.INVITATION_REVOKED, user=None, author=author, name=invitation.username)
    return True
