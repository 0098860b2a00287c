"""Which mail server: the one that ISONOMIA_EMAIL names, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from isonomia.errors import IsonomiaError

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class UnknownMailServer(IsonomiaError):
    """ISONOMIA_EMAIL names no mail server that can be used."""

    code = "unknown-mail-server"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    ssl: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer | None:
    """The server of an address; None for an empty one. Raises UnknownMailServer, without telling the password."""
    if not url:
        return None
    right = "write smtp://user:password@host:587 (STARTTLS), smtps:// (TLS) or smtp+plain:// (neither)"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnknownMailServer(f"the address cannot be read; {right}", place="ISONOMIA_EMAIL") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnknownMailServer(f"it is no address of a mail server; {right}", place="ISONOMIA_EMAIL")
    return MailServer(
        host=parts.hostname, port=port or PORTS[parts.scheme], user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), ssl=parts.scheme == "smtps", starttls=parts.scheme == "smtp",
    )  # fmt: skip
