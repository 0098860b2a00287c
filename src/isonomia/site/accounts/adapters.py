"""How allauth is fitted to this site: no sign-up, our words, sealed seeds, messages as few as needed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from isonomia.site.accounts.posting import send_link
from isonomia.site.accounts.sealing import seal, unseal

SAID = {
    "account/messages/password_changed.txt": _("Your password is changed. Your other sessions are closed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/totp_activated.txt": _("The second factor is set up. Keep the recovery codes in a safe place."),
    "mfa/messages/totp_deactivated.txt": _("The second factor is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made; those before no longer work."),
}
"""The messages that are worth saying; what a person sees anyway (signed in, signed out) is not."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link was used already or has expired."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour and try again."),
        "username_password_mismatch": _("The name or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer with pages, whatever a header says."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures are counted by name, whatever host name the site was asked by."""
        return str(credentials.get("username", "")).strip().lower()

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """Says what is in our list, in the reader's language."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Sends the link; a server that cannot be reached must not tell which addresses are known."""
        send_link("reset", email, str(context["password_reset_url"]), user.get_username())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds are sealed in the database; the picture for the telephone is made here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right."),
        "cannot_generate_recovery_codes": _("Recovery codes need a second factor; set one up first."),
    }

    def get_totp_label(self, user: Any) -> str:
        """The name under which the telephone lists the account."""
        return str(user.get_username())

    def encrypt(self, text: str) -> str:
        """Seals a seed."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opens a seed."""
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The picture with a white ground, so that it is readable on a dark page too."""
        from qrcode.image.svg import SvgPathFillImage
        from qrcode.main import QRCode

        code = QRCode(image_factory=SvgPathFillImage)
        code.add_data(url)  # type: ignore[no-untyped-call]
        buffer = BytesIO()
        code.make_image().save(buffer)  # type: ignore[no-untyped-call]
        return buffer.getvalue().decode()
