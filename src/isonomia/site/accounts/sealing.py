"""Seals what must be read again (the seed of a second factor) with a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings


def _fernet() -> object:
    from cryptography.fernet import Fernet

    key = hmac.new(settings.SECRET_KEY.encode(), b"isonomia.accounts.sealing", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """The text as only the holder of the site's secret can read it."""
    from cryptography.fernet import Fernet

    box = _fernet()
    assert isinstance(box, Fernet)
    return box.encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed. A seal of another secret gives a text that no code fits, so that a lost secret locks
    second factors instead of breaking the page."""
    from cryptography.fernet import Fernet, InvalidToken

    box = _fernet()
    assert isinstance(box, Fernet)
    try:
        return box.decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        return base64.b32encode(hashlib.sha1(sealed.encode() + settings.SECRET_KEY.encode()).digest()).decode("ascii")
