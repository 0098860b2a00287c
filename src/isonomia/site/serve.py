"""Opens the site: makes the data directory, brings the database up to date, serves, prints the address."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from isonomia.errors import IsonomiaError, MissingDependency

THREADS = 8
UPLOAD_LIMIT = 512 * 1024 * 1024


class PortInUse(IsonomiaError):
    """The address cannot be listened on."""

    code = "port-in-use"


class UnwritableData(IsonomiaError):
    """The data directory cannot be made or written to."""

    code = "unwritable-data"


def prepare(data: Path | None = None) -> None:
    """Makes the data directory and loads Django on it. Raises MissingDependency, UnwritableData, UnknownDatabase."""
    if data is not None:
        os.environ["ISONOMIA_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomia.site.settings")
    from isonomia.site.data import data_directory

    place = data_directory()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=place):  # a name of its own: two may be started at once
            pass
    except OSError as error:
        raise UnwritableData(
            f"the data directory cannot be used ({error.strerror}); name another with --data", place=str(place)
        ) from None
    try:
        import django
    except ImportError:
        raise MissingDependency("the site needs Django; pip install isonomia[site]") from None
    django.setup()


def migrate() -> None:
    """Brings the database up to date and seeds the code lists; two that are started at once wait for each other."""
    from django.conf import settings
    from django.core.management import call_command

    with (Path(settings.DATA) / "migrate.lock").open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        except ImportError:  # a system without such locks: one starts after the other there
            pass
        call_command("migrate", verbosity=0, interactive=False)


def server(host: str = "127.0.0.1", port: int = 8000) -> Any:
    """A server that listens but does not answer yet; port 0 takes a free one. Raises PortInUse."""
    from django.conf import settings
    from waitress import create_server

    from isonomia.site.wsgi import application

    # a name that nobody gave is never accepted: links in mails are made of it
    settings.ALLOWED_HOSTS.append(socket.gethostname().lower() if host in ("0.0.0.0", "::") else host)
    try:
        return create_server(
            application, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=UPLOAD_LIMIT,
            clear_untrusted_proxy_headers=False,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PortInUse(f"cannot listen there ({reason}); choose another with --port", place=f"{host}:{port}") from None


def address(running: Any, host: str) -> str:
    """The address at which a browser finds the site."""
    port = running.effective_port
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1", "localhost") else host
    return f"http://{shown}:{port}/"


def serve(
    data: Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    out: TextIO | None = None,
    fill: Callable[[], object] | None = None,
) -> None:
    """Opens the site and serves until interrupted.

    `fill` is called once after the database is up to date; where it is not given, an empty site gets the samples. Then
    the search index is built if it cannot be asked, and follows what is written as long as the site is open.
    """
    out = out or sys.stdout
    prepare(data)
    migrate()
    if fill is None:
        from isonomia.site.documents.samples import fill_when_empty

        fill = fill_when_empty
    fill()
    from isonomia.site.records.facet_index import read_ahead
    from isonomia.site.search.following import follower
    from isonomia.site.search.keeping import bring_up_to_date

    bring_up_to_date(sys.stderr)
    running = server(host, port)
    threading.Thread(target=read_ahead, name="facets", daemon=True).start()
    stop_following = follower()
    print(f"Isonomia is open at {address(running, host)}  (Ctrl+C closes it)", file=out, flush=True)
    try:
        running.run()
    except KeyboardInterrupt:
        pass
    finally:
        running.close()
        stop_following()
