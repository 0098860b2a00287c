"""The user: a name, a role, and the country or body for which it speaks; the tokens of its programs; invitations; and
the history of accounts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user may do; what each role sees and writes is said in `records.access`."""

    READER = "reader", _("Reader")
    FOCAL_POINT = "focal_point", _("Focal point of a country")
    BODY_FOCAL_POINT = "body_focal_point", _("Focal point of a body")
    EDITOR = "editor", _("Editor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


def check_role(role: str, country: str, body: str) -> None:
    """A focal point speaks for one country or one body. Raises ValidationError."""
    if role == Role.FOCAL_POINT and not country:
        raise ValidationError({"country": _("A focal point of a country needs a country.")})
    if role == Role.BODY_FOCAL_POINT and not body:
        raise ValidationError({"body": _("A focal point of a body needs a body.")})


class User(AbstractUser):
    """A person with an account. A reader sees what the public sees and what is kept for those who are signed in."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.READER)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    body = models.CharField(_("body"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, blank=True, default="")

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("username"), name="one_account_per_name")]

    def clean(self) -> None:
        """A focal point speaks for one country or one body. Raises ValidationError."""
        super().clean()
        check_role(self.role, self.country, self.body)


class ApiToken(models.Model):
    """What a program shows instead of a password; only its fingerprint is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, user: User, name: str, days: int | None = None) -> tuple[ApiToken, str]:
        """A new token and its text, which is told this once."""
        text = "iso_" + secrets.token_urlsafe(32)
        expires = timezone.now() + timedelta(days=days) if days else None
        return cls.objects.create(user=user, name=name, fingerprint=fingerprint(text), expires_at=expires), text

    @classmethod
    def user_of(cls, text: str) -> User | None:
        """The user of a token; None for one that is unknown, has expired, or is of a closed account."""
        token = cls.objects.select_related("user").filter(fingerprint=fingerprint(text)).first()
        now = timezone.now()
        if token is None or not token.user.is_active or (token.expires_at and token.expires_at <= now):
            return None
        if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=10):
            cls.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user


def fingerprint(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


INVITATION_DAYS = 14


def in_two_weeks() -> Any:
    """When an invitation that is made now expires."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


def new_key() -> str:
    """What a link is signed of: nobody can guess another one, or how many there are."""
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """An account that is offered: who takes the link chooses the password. The link is signed and not kept."""

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    username = models.CharField(_("name"), max_length=150, validators=[User.username_validator])
    email = models.EmailField(_("e-mail"), blank=True, default="")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.READER)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    body = models.CharField(_("body"), max_length=60, blank=True, default="")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), default=in_two_weeks)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, related_name="invitation")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """The name must be free, and the role complete. Raises ValidationError."""
        super().clean()
        if User.objects.filter(username__iexact=self.username).exists():
            raise ValidationError({"username": _("There is an account of this name already.")})
        if Invitation.open().filter(username__iexact=self.username).exclude(pk=self.pk).exists():
            raise ValidationError({"username": _("There is an open invitation for this name already.")})
        check_role(self.role, self.country, self.body)

    @classmethod
    def open(cls) -> models.QuerySet[Invitation]:
        """The invitations that can still be taken."""
        return cls.objects.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    @property
    def state(self) -> str:
        """open, used, revoked or expired."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"


class Action(models.TextChoices):
    """What can happen to an account."""

    CREATED = "created", _("Account made on the machine")
    INVITED = "invited", _("Person invited")
    INVITATION_REVOKED = "invitation_revoked", _("Invitation withdrawn")
    JOINED = "joined", _("Invitation taken")
    CHANGED = "changed", _("Account changed")
    DISABLED = "disabled", _("Account closed")
    ENABLED = "enabled", _("Account opened again")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    PASSWORD_RESET = "password_reset", _("Password set by a link")
    RESET_LINK = "reset_link", _("Link to set a password made")
    FACTOR_ON = "factor_on", _("Second factor set up")
    FACTOR_OFF = "factor_off", _("Second factor removed")
    RECOVERY_CODES = "recovery_codes", _("Recovery codes made")
    TOKEN_MADE = "token_made", _("Token made")
    TOKEN_REVOKED = "token_revoked", _("Token revoked")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")


class AccountChange(models.Model):
    """One change of an account: who, when, what, and each fact that changed with what it was and what it became."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=20, choices=Action.choices)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="changes")
    name = models.CharField(max_length=150)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.action}"
