"""Links by mail, where a mail server is set."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def send_link(kind: str, address: str, link: str, name: str) -> bool:
    """Sends a link (`invitation` or `reset`); false where the server did not take it. Nothing of it is logged."""
    context = {"link": link, "name": name}
    subject = render_to_string(f"accounts/mail/{kind}_subject.txt", context).strip()
    text = render_to_string(f"accounts/mail/{kind}.txt", context)
    try:
        return bool(EmailMessage(subject, text, to=[address]).send())
    except (OSError, smtplib.SMTPException) as error:
        logger.error("a mail could not be sent: %s", type(error).__name__)
        return False
