"""Processes that are killed, started again, or are several: real commands and real servers, on the embedded database or,
in the run on PostgreSQL, on a database of their own. What was there before is there afterwards, once."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import html

POSTGRES = os.environ.get("DATABASE_URL", "")
ROWS = 4000
TABLE = "session,kind,title.en,opens,place,topics\n" + "".join(
    f"{n},regular_session,Session {n} of something,2024-01-{n % 28 + 1:02},Vienna,terrorism\n" for n in range(ROWS)
)
MADE = """
import sys
from pathlib import Path
from isonomia.site.serve import migrate, prepare
prepare(Path(sys.argv[1]))
migrate()
from isonomia.site.accounts.models import User
User.objects.create_user("chief", password="correct horse battery", role="administrator")
User.objects.create_user("other", password="correct horse battery", role="administrator")
from isonomia.site.records import writing
from isonomia.site.records.access import Actor
from isonomia.site.records.registry import collection
from isonomia.site.records.values import clean
meetings = collection("meetings")
given = {"session": "76", "kind": "special_session", "title": {"en": "The one before"}, "opens": "2021-01-01"}
writing.create(meetings, clean(meetings, given, Actor("administrator")), None, state="published")
"""
SERVED = """
import sys
from pathlib import Path
from isonomia.site.serve import serve
serve(Path(sys.argv[1]), port=0, fill=lambda: None)
"""


class Site:
    """A site with an account and one meeting: its data directory, its database, its processes."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.data, self.database = data, database
        self.running: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ISONOMIA_", "DJANGO_"))}
        return {**kept, "DATABASE_URL": self.database}

    def run(self, *command: str, **how):
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **how,
        )

    def serve(self) -> Browser:
        """A server more; gives a browser that is signed in."""
        process = self.run("-c", SERVED, str(self.data))
        self.running.append(process)
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        address = re.search(r"http://localhost:\d+", line)
        assert address, process.stderr.read()
        # what a server says must not stop it when nobody reads it
        threading.Thread(target=process.stderr.read, daemon=True).start()
        return Browser(address[0].replace("localhost", "127.0.0.1"), process)

    def ask(self, sql: str):
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as connection:
                return connection.execute(sql).fetchone()[0]
        with sqlite3.connect(self.data / "isonomia.sqlite3", timeout=60) as connection:
            return connection.execute(sql).fetchone()[0]

    def somebody_writes(self) -> bool:
        if self.database:
            return bool(self.ask(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
                " AND now() - xact_start > interval '0.2 seconds'"
            ))  # fmt: skip
        connection = sqlite3.connect(self.data / "isonomia.sqlite3", timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        else:
            connection.execute("ROLLBACK")
            return False
        finally:
            connection.close()

    def wait_for_writing(self, process) -> None:
        """Waits until somebody has been writing for a while."""
        seen, until = 0, time.monotonic() + 120
        while seen < 3:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            seen = seen + 1 if self.somebody_writes() else 0
            time.sleep(0.04)

    def state(self):
        """What an import touches: how much there is of it."""
        tables = ("meetings_meeting", "meetings_meeting_facet", "records_change", "meetings_adopted")
        return {table: self.ask(f"SELECT count(*) FROM {table}") for table in tables}

    def whole(self) -> bool:
        return bool(self.database) or self.ask("PRAGMA integrity_check") == "ok"


class Browser:
    """Enough of a browser: cookies, forms with their token, files."""

    def __init__(self, address: str, process=None) -> None:
        self.address, self.process = address, process
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.post("/en/account/sign-in/", {"username": "chief", "password": "correct horse battery"})
        assert "chief" in self.get("/en/account/").text_content()

    def get(self, path: str):
        with self.opener.open(self.address + path, timeout=90) as answer:
            self.at = urllib.parse.urlsplit(answer.url).path
            return html.document_fromstring(answer.read().decode())

    def post(self, path: str, data, files=None):
        token = self.get(path).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        data = {**data, "csrfmiddlewaretoken": token}
        headers = {"Referer": self.address + path}
        if files:
            mark = uuid.uuid4().hex
            parts = [
                f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in data.items()
            ]
            parts += [
                f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.csv"\r\n\r\n{value}\r\n'
                for name, value in files.items()
            ]
            body = ("".join(parts) + f"--{mark}--\r\n").encode()
            headers["Content-Type"] = f"multipart/form-data; boundary={mark}"
        else:
            body = urllib.parse.urlencode(data).encode()
        with self.opener.open(urllib.request.Request(self.address + path, body, headers), timeout=120) as answer:
            self.at = urllib.parse.urlsplit(answer.url).path
            return html.document_fromstring(answer.read().decode())

    def upload(self, text: str = TABLE) -> str:
        self.post("/en/meetings/-/import/", {"state": "published", "reason": "sent"}, {"file": text})
        return self.at

    def stage(self, path: str) -> str:
        return self.get(path).xpath("//div[@id='job']//strong")[0].text_content().strip(" .")

    def wait_for(self, path: str, *stages: str) -> str:
        until = time.monotonic() + 150
        while (stage := self.stage(path)) not in stages:
            assert time.monotonic() < until, stage
            time.sleep(0.2)
        return stage

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def _postgres_database():
    import psycopg

    name = f"isonomia_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    parts = urllib.parse.urlsplit(POSTGRES)
    try:
        yield urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site that is made once and copied for each test; on PostgreSQL each test makes its own."""
    if POSTGRES:
        return None
    site = Site(tmp_path_factory.mktemp("prepared") / "data")
    out, err = (process := site.run("-c", MADE, str(site.data))).communicate()
    assert process.returncode == 0, out + err
    return site.data


@pytest.fixture
def site(prepared, tmp_path):
    data = tmp_path / "data"
    if prepared:
        shutil.copytree(prepared, data)
        there = Site(data)
        yield there
    else:
        with _postgres_database() as database:
            there = Site(data, database)
            out, err = (process := there.run("-c", MADE, str(data))).communicate()
            assert process.returncode == 0, out + err
            yield there
            for process in there.running:
                process.kill()
                process.wait()
    for process in there.running:
        process.kill()
        process.wait()


# -- commands ------------------------------------------------------------------------------------------------------


def test_a_command_that_is_killed_while_it_writes_leaves_what_was_there(site, tmp_path):
    path = tmp_path / "meetings.csv"
    path.write_text(TABLE)
    before = site.state()
    main = "import sys; from isonomia.cli import main; sys.exit(main(sys.argv[1:]))"
    command = ("-c", main, "import", "meetings", str(path), "--data", str(site.data))
    process = site.run(*command)
    site.wait_for_writing(process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert site.state() == before
    assert site.whole()
    again = site.run(*command)
    _out, err = again.communicate()
    assert again.returncode == 0, err
    assert site.state()["meetings_meeting"] == before["meetings_meeting"] + ROWS
    assert f"{ROWS} rows: {ROWS} new, 0 changed" in err


# -- one server ----------------------------------------------------------------------------------------------------


def test_a_server_that_is_killed_while_it_writes_says_so_when_it_is_back(site):
    browser = site.serve()
    job = browser.upload()
    assert browser.wait_for(job, "Checked") == "Checked"
    before = site.state()
    browser.post(job, {})
    site.wait_for_writing(browser.process)
    assert browser.stage(job) == "Being written"
    browser.kill()
    assert site.state() == before
    assert site.whole()
    browser = site.serve()
    page = browser.get(job)
    assert "The site was stopped meanwhile. Nothing of this file was written." in page.text_content()
    assert browser.stage(job) == "Stopped"
    browser.post(job, {"again": "on"})
    assert browser.wait_for(job, "Checked", "Refused") == "Checked"
    browser.post(job, {})
    assert browser.wait_for(job, "Written", "Refused", "Stopped") == "Written"
    assert site.state()["meetings_meeting"] == before["meetings_meeting"] + ROWS
    until = time.monotonic() + 10
    while [path for path in (site.data / "imports").iterdir() if path.suffix != ".csv"]:
        assert time.monotonic() < until, "the file that was sent is not needed any more"


def test_a_server_that_is_killed_while_it_checks_says_so_too(site):
    browser = site.serve()
    before = site.state()
    job = browser.upload()
    browser.kill()
    assert site.state() == before
    browser = site.serve()
    # it may have been faster than the signal
    assert browser.stage(job) in ("Stopped", "Checked")
    if browser.stage(job) == "Stopped":
        browser.post(job, {"again": "on"})
    assert browser.wait_for(job, "Checked", "Refused") == "Checked"


def test_a_job_that_was_written_in_the_last_moment_is_not_written_twice(site):
    """The job says that it is written in the transaction that writes: there is no moment between the two."""
    browser = site.serve()
    job = browser.upload()
    browser.wait_for(job, "Checked")
    browser.post(job, {})
    until = time.monotonic() + 120
    before = site.state()["meetings_meeting"]
    while site.state()["meetings_meeting"] == before:
        assert time.monotonic() < until
    browser.kill()
    browser = site.serve()
    assert browser.stage(job) == "Written"
    assert "again" not in html.tostring(browser.get(job)).decode()
    assert site.state()["meetings_meeting"] == before + ROWS


# -- several servers -----------------------------------------------------------------------------------------------


def test_what_one_server_does_another_sees_and_takes_over_when_it_is_gone(site):
    one, two = site.serve(), site.serve()
    job = one.upload()
    assert two.wait_for(job, "Checked", "Stopped", "Refused") == "Checked"
    before = site.state()
    one.post(job, {})
    site.wait_for_writing(one.process)
    assert two.stage(job) == "Being written"
    assert two.stage(job) == "Being written"  # asking does not stop it
    one.kill()
    assert two.stage(job) == "Stopped"
    assert site.state() == before
    two.post(job, {"again": "on"})
    assert two.wait_for(job, "Checked", "Refused") == "Checked"
    two.post(job, {})
    assert two.wait_for(job, "Written", "Refused", "Stopped") == "Written"
    assert site.state()["meetings_meeting"] == before["meetings_meeting"] + ROWS


def test_two_servers_that_are_told_to_write_at_once_write_once(site):
    one, two = site.serve(), site.serve()
    job = one.upload(TABLE[: TABLE.index("\n600,") + 1])
    one.wait_for(job, "Checked")
    before = site.state()["meetings_meeting"]
    asked = [threading.Thread(target=browser.post, args=(job, {})) for browser in (one, two, one, two)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join()
    assert two.wait_for(job, "Written", "Refused", "Stopped") == "Written"
    assert site.state()["meetings_meeting"] == before + 600
    assert site.ask("SELECT count(*) FROM records_change WHERE action = 'imported'") == 600


def test_an_import_of_one_waits_for_that_of_another_and_both_are_right(site):
    one, two = site.serve(), site.serve()
    first, second = one.upload(TABLE), two.upload(TABLE.replace("regular_session", "special_session"))
    assert one.wait_for(first, "Checked", "Stopped", "Refused") == "Checked"
    assert two.wait_for(second, "Checked", "Stopped", "Refused") == "Checked"
    before = site.state()["meetings_meeting"]
    one.post(first, {})
    two.post(second, {})
    ends = {one.wait_for(first, "Written", "Refused", "Stopped"), two.wait_for(second, "Written", "Refused", "Stopped")}
    assert ends == {"Written"}
    # the second file holds session 76, which was there before
    assert site.state()["meetings_meeting"] == before + 2 * ROWS - 1
    counts = (
        json.loads(site.ask("SELECT report FROM records_importjob ORDER BY id DESC LIMIT 1"))
        if not site.database
        else None
    )
    assert counts is None or (counts["new"], counts["changed"]) == (ROWS - 1, 1)
