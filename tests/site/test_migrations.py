"""Databases of every age open with the present code: none, one of an earlier state with its rows, one of the step before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

HERE = Path(__file__).resolve().parent
STATES = HERE / "states"
STATE = STATES / "310e6b7.sql"


@pytest.fixture(scope="module")
def own_database():
    """An environment with a database of its own: a file, or a new one in the PostgreSQL of these tests."""
    address = os.environ.get("DATABASE_URL", "")
    made = []

    def make(directory: Path) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        out = {**kept, "ISONOMIA_DATA": str(directory)}
        if address:
            name = f"state_{uuid.uuid4().hex}"
            _ask(address, f"CREATE DATABASE {name}")
            made.append(name)
            out["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{name}").geturl()
        return out

    yield make
    for name in made:
        _ask(address, f"DROP DATABASE {name} WITH (FORCE)")


def _ask(address: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(address.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(sql)


@pytest.fixture(scope="module")
def opened(own_database, tmp_path_factory):
    """Opens a database of some age once for all tests; gives what was found in it."""
    held: dict[str, dict] = {}

    def opening(how: str, *more: str) -> dict:
        if how not in held:
            command = [sys.executable, str(STATES / "opening.py"), how, *more]
            environment = own_database(tmp_path_factory.mktemp(how))
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
            assert done.returncode == 0, done.stderr[-4000:]
            held[how] = json.loads(done.stdout.splitlines()[-1])
        return held[how]

    return opening


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_an_empty_database_gets_every_table(opened):
    found = opened("empty")
    assert set(found["rows"]) <= set(found["schema"])
    assert found["rows"]["records_term"] > 1000


def test_a_database_of_an_earlier_state_becomes_what_an_empty_one_does(opened):
    then, now = opened("restored", str(STATE))["schema"], opened("empty")["schema"]
    assert set(then) == set(now)
    assert {table: then[table] for table in now if then[table] != now[table]} == {}


def test_its_rows_are_all_there_and_its_code_lists_complete(opened):
    rows = opened("restored", str(STATE))["rows"]
    kept = {
        "accounts_user": 5, "accounts_apitoken": 1, "accounts_invitation": 1, "documents_document": 2, "documents_expression": 2,
        "documents_reading": 2, "documents_correction": 1, "documents_mandate": 33, "meetings_body": 2, "meetings_meeting": 1,
        "meetings_adopted": 2, "followup_followup": 2, "followup_followuplink": 2, "records_source": 1,
        "records_sourcelink": 1, "records_change": 48, "records_importjob": 1,
    }  # fmt: skip
    assert {table: rows[table] for table in kept} == kept
    assert rows["records_term"] == opened("empty")["rows"]["records_term"]


def test_its_pages_open(opened):
    pages = opened("restored", str(STATE))["pages"]
    assert len(pages) > 60
    assert {address: status for address, status in pages.items() if status != 200} == {}


def test_rows_of_the_step_before_go_through_the_last_migration_of_each_application(opened):
    found = opened("before")
    assert len(found["made"]) > 25
    lost = {
        table: number for table, number in found["made"].items()
        if found["rows"].get(table, number) < number and not table.endswith("_facet")  # those are derived anew
    }  # fmt: skip
    assert (min(found["made"].values()), lost) == (1, {})
    assert found["schema"] == opened("empty")["schema"]
