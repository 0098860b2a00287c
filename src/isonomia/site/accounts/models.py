"""The user: a name, a role, and the country or body for which it speaks; and the tokens of its programs."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
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


class User(AbstractUser):
    """A person with an account. A reader sees what the public sees and what is kept for those who are signed in."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.READER)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    body = models.CharField(_("body"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, blank=True, default="")

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def clean(self) -> None:
        """A focal point speaks for one country or one body. Raises ValidationError."""
        super().clean()
        if self.role == Role.FOCAL_POINT and not self.country:
            raise ValidationError({"country": _("A focal point of a country needs a country.")})
        if self.role == Role.BODY_FOCAL_POINT and not self.body:
            raise ValidationError({"body": _("A focal point of a body needs a body.")})


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
