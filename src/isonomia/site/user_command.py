"""The command `isonomia user`: makes accounts and invitations on the machine, where no administrator exists yet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

ROLES = ("reader", "focal_point", "body_focal_point", "editor", "auditor", "administrator")
DONE, WRONG_INPUT, WRONG_CALL = 0, 1, 2


def add_user(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "user",
        help="invite people to the site, or list them",
        description="Makes accounts of the site: the first administrator here, the others by invitation on its pages.",
        epilog="example: isonomia user add ana --role focal_point --country AT",
    )
    actions = parser.add_subparsers(dest="user_command", metavar="ACTION", required=True)

    add = actions.add_parser(
        "add",
        help="print an invitation link, or take a password",
        description="Prints a link with which the person chooses a password: it can be used once within 14 days."
        " With --password-stdin the account is made at once.",
        epilog="example: isonomia user add ana --role focal_point --country AT --email ana@example.org",
    )
    add.add_argument("name", metavar="NAME", help="to sign in with")
    add.add_argument("--role", choices=ROLES, default="reader", help="what it may do (reader)")
    add.add_argument("--country", metavar="CODE", default="", help="for which a focal point speaks, e.g. AT")
    add.add_argument("--body", metavar="ID", default="", help="for which a body's focal point speaks, e.g. unodc")
    add.add_argument("--email", metavar="E", default="", help="to find the account again, and for mail where it is set")
    add.add_argument("--password-stdin", action="store_true", help="take the password from the first line of input")
    _where(add)
    add.set_defaults(run=run, act=_add)

    reset = actions.add_parser(
        "reset",
        help="print a link for a new password",
        description="Prints a link with which an account sets a new password: it can be used once within three days.",
        epilog="example: isonomia user reset ana --second-factor",
    )
    reset.add_argument("name", metavar="NAME", help="of the account")
    reset.add_argument("--second-factor", action="store_true", help="remove the second factor too")
    _where(reset)
    reset.set_defaults(run=run, act=_reset)

    listing = actions.add_parser(
        "list", help="list the accounts", description="Lists the accounts.", epilog="example: isonomia user list"
    )
    listing.add_argument("--format", choices=("table", "json", "csv"), default="table", help="(table)")
    listing.add_argument("--data", metavar="DIR", type=Path, help="the site's data directory (isonomia-data)")
    listing.set_defaults(run=run, act=_list)


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", type=Path, help="the site's data directory (isonomia-data)")
    parser.add_argument("--url", metavar="ADDRESS", help="where the site is found (http://localhost:8000)")


def run(options: argparse.Namespace) -> int:
    """Opens the site's database and does what was asked."""
    from isonomia.site.serve import migrate, prepare

    prepare(options.data)
    migrate()
    return int(options.act(options))


def _add(options: argparse.Namespace) -> int:
    from isonomia.site.accounts.commanding import fault_of_codes, invite_by_command, make_account

    if fault := fault_of_codes(options.role, options.country, options.body):
        print(fault, file=sys.stderr)
        return WRONG_CALL
    facts = {name: getattr(options, name) for name in ("email", "role", "country", "body")}
    if options.password_stdin:
        make_account(options.name, _password(), **facts)
        print(f"{options.name}: the account is made", file=sys.stderr)
    else:
        print(_link(options, invite_by_command(options.name, **facts)))
    return DONE


def _password() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass("Password: ")
    return sys.stdin.readline().rstrip("\r\n")


def _reset(options: argparse.Namespace) -> int:
    from isonomia.site.accounts.commanding import reset_by_command

    print(_link(options, reset_by_command(options.name, second_factor=options.second_factor)))
    return DONE


def _list(options: argparse.Namespace) -> int:
    from isonomia.site.accounts.commanding import all_accounts

    sys.stdout.write(_rendered(all_accounts(), options.format))
    return DONE


def _rendered(rows: list[dict[str, Any]], form: str) -> str:
    import io
    import json

    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    from isonomia.printing import inert, table_width
    from isonomia.site.accounts.commanding import FIELDS

    out = io.StringIO()
    cells = [["" if value is None else str(value) for value in row.values()] for row in rows]
    if form == "csv":
        import csv

        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows([inert(cell) for cell in row] for row in cells)
        return out.getvalue()
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in FIELDS:
        table.add_column(name, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, width=table_width(), force_terminal=False).print(table)
    return out.getvalue()


def _link(options: argparse.Namespace, path: str) -> str:
    """The whole address: under the one that was given, else the first host of the site."""
    if options.url:
        return str(options.url).rstrip("/") + path
    from django.conf import settings

    hosts = [host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]", "*")]
    host = hosts[0].lstrip(".") if hosts else "localhost:8000"
    return f"{'https' if settings.TLS else 'http'}://{host}{path}"
