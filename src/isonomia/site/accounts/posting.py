"""Links by mail, where a mail server is set."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Mapping

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def _invitation() -> tuple[str, str]:
    return _("Your invitation to Isonomia"), _(
        "You are invited to Isonomia as %(name)s. Choose a password with this link, which can be used once within"
        " fourteen days:"
    )


def _reset() -> tuple[str, str]:
    return _("A new password for Isonomia"), _(
        "Somebody asked for a new password for your account %(name)s. Set it with this link, which can be used once"
        " within three days. If you want no new password, do nothing."
    )


KINDS: Mapping[str, Callable[[], tuple[str, str]]] = {"invitation": _invitation, "reset": _reset}


def send_link(kind: str, address: str, link: str, name: str) -> bool:
    """Sends a link (`invitation` or `reset`); false where the server did not take it. Nothing of it is logged."""
    subject, text = KINDS[kind]()
    try:
        return bool(EmailMessage(subject, f"{text % {'name': name}}\n\n{link}\n", to=[address]).send())
    except (OSError, smtplib.SMTPException) as error:
        logger.error("a mail could not be sent: %s", type(error).__name__)
        return False
