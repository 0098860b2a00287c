"""Opens a database with the present code, in a process of its own as `isonomia serve` does, and says what is there.

    python opening.py empty | restored FILE.sql | before

`empty`: nothing yet. `restored`: the rows of an earlier state. `before`: every application as it was before its last
migration, with a row in every table. The data directory and the database are those of the environment; what is found
is printed as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import sys
from pathlib import Path
from typing import Any

from isonomia.site.serve import migrate, prepare

EARLIEST = dt.datetime(2044, 1, 1, tzinfo=dt.UTC)


def main(how: str, file: Path | None) -> dict[str, Any]:
    if how == "restored" and file is not None and not _is_postgresql():
        with sqlite3.connect(Path(_settings().DATABASES["default"]["NAME"])) as base:
            base.executescript(file.read_text(encoding="utf-8"))
    elif how == "restored" and file is not None:
        copied_to_postgresql(file.read_text(encoding="utf-8"))
    made = rows_before() if how == "before" else {}
    migrate()
    return {"schema": schema(), "rows": rows(), "made": made, "pages": pages() if how == "restored" else {}}


def _settings() -> Any:
    from django.conf import settings

    return settings


def _is_postgresql() -> bool:
    return "postgresql" in _settings().DATABASES["default"]["ENGINE"]


# -- an earlier state ----------------------------------------------------------------------------------------------


def copied_to_postgresql(dump: str) -> None:
    """The tables as the migrations of that state make them, and the rows in them."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with sqlite3.connect(":memory:") as base:
        base.executescript(dump)
        MigrationExecutor(connection).migrate(list(base.execute("SELECT app, name FROM django_migrations")))
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # rows come in any order
            for (table,) in list(base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")):
                if table not in ("django_migrations", "sqlite_sequence"):
                    _copy(base, cursor, table)
            cursor.execute("SET session_replication_role = DEFAULT")


def _copy(base: sqlite3.Connection, cursor: Any, table: str) -> None:
    found = base.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in found.description]
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'boolean'", [table]
    )
    yes_no = {name for (name,) in cursor.fetchall()}
    rows = [[bool(value) if name in yes_no and value is not None else value for name, value in zip(names, row, strict=True)]
            for row in found]  # fmt: skip
    if rows:
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)
    if "id" in names:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        if cursor.fetchone()[0]:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), coalesce(max(id), 1)) FROM \"{table}\"",
                [f'"{table}"'],
            )


# -- before the last migration of each application -----------------------------------------------------------------


def ours() -> set[str]:
    from django.apps import apps

    return {config.label for config in apps.get_app_configs() if config.name.startswith("isonomia.")}


def rows_before() -> dict[str, int]:
    """Migrates every application of the site up to the migration before its last, and puts a row in every table."""
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    targets = []
    for label, name in graph.leaf_nodes():
        parents = [parent.key for parent in graph.node_map[label, name].parents if parent.key[0] == label]
        targets.append(max(parents) if label in ours() and parents else (label, name))
    wanted = {node for target in targets for node in graph.forwards_plan(target)}
    executor.migrate(targets)
    state = executor.loader.project_state(sorted(wanted)).apps
    made: dict[str, int] = {}
    with transaction.atomic():
        for label in sorted(ours()):
            for model in state.get_app_config(label).get_models():
                row_of(model)
    for label in sorted(ours()):
        for model in state.get_app_config(label).get_models():
            made[model._meta.db_table] = model._default_manager.count()
    return made


def row_of(model: Any) -> Any:
    """One row of a table, and of those that it needs; said of each field is what it must be, not what it may be."""
    there = model._default_manager.first()
    if there is not None:
        return there
    values = {
        field.name: row_of(field.related_model) if field.is_relation else value_of(field)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.null and not (field.has_default() and not field.is_relation)
    }
    return model._default_manager.create(**values)


def value_of(field: Any) -> Any:
    kind = field.get_internal_type()
    if kind == "JSONField":
        return {}
    if "DateTime" in kind:
        return EARLIEST
    if kind == "DateField":
        return EARLIEST.date()
    if kind == "BooleanField":
        return False
    return 1 if "Integer" in kind else "x"


# -- what is there now ---------------------------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    """The tables with columns and what is indexed, unique or bound, without the names that the database gave."""
    from django.db import connection

    out = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if re.match(r"search_\d", table):
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            bound = connection.introspection.get_constraints(cursor, table).values()
            out[table] = {
                "columns": sorted(f"{row.name} {row.type_code} {row.null_ok}" for row in columns),
                "bound": sorted(
                    f"{row['columns']} {row['primary_key']} {row['unique']} {row['foreign_key']} {row['index']} {row['check']}"
                    for row in bound
                ),
            }
    return out


def rows() -> dict[str, int]:
    from django.apps import apps

    return {
        model._meta.db_table: model._default_manager.count()
        for label in ours()
        for model in apps.get_app_config(label).get_models()
    }


def pages() -> dict[str, int]:
    """The pages of everything, as the public and an editor get them: address to status."""
    from django.test import Client
    from django.test.utils import override_settings

    from isonomia.site.accounts.models import User
    from isonomia.site.records.access import Actor, visible
    from isonomia.site.records.registry import collections
    from isonomia.site.search.keeping import bring_up_to_date

    if not bring_up_to_date():
        raise SystemExit("the search index cannot be built")
    editor = Client()
    editor.force_login(User.objects.get(username="emil"))
    out: dict[str, int] = {}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for who, client, actor in (
            ("public", Client(), Actor()),
            ("editor", editor, Actor.of(User.objects.get(username="emil"))),
        ):
            addresses = ["/en/", "/en/search/?q=crime", "/api/v1/search?q=crime", "/en/follow-up/coverage/"]
            for row in collections():
                addresses += [f"/en/{row.name}/", f"/api/v1/{row.name}", f"/en/{row.name}/-/export.json"]
                for record in visible(row, actor).order_by("pk")[:5]:
                    at = row.address_of(record)
                    addresses += [
                        f"/en/{row.name}/{at}/",
                        f"/en/{row.name}/{at}/-/history/",
                        f"/api/v1/{row.name}/{at}",
                    ]
            out |= {f"{who} {address}": client.get(address).status_code for address in addresses}
    return out


if __name__ == "__main__":
    prepare()
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)))
