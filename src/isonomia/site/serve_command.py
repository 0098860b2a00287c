"""The command `isonomia serve`: opens the site."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

DONE = 0


def add_serve(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "serve",
        help="open the site in a browser",
        description="Opens the site on an embedded database in DIR, which is made, brought up to date and, when it is"
        " empty, filled with the samples. DATABASE_URL=postgres://... moves it to PostgreSQL; see docs/site.md.",
        epilog="example: isonomia serve --data ~/isonomia --port 8080",
    )
    parser.add_argument("--data", metavar="DIR", type=Path, help="the data directory (isonomia-data)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on; 0 takes a free one (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 is all (127.0.0.1)")
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give 0 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serves until interrupted."""
    from isonomia.site.serve import serve

    serve(options.data, host=options.host, port=options.port)
    return DONE
