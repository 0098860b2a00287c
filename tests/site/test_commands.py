"""What the commands do, in a data directory of their own, as a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

ROWS = "body,session,kind,title.en,opens\nccpcj,31,regular_session,One,2022-05-16\nccpcj,32,regular_session,Two,2023-05-22\n"


@pytest.fixture
def run(tmp_path):
    def call(code: str, status: int = 0) -> tuple[str, str]:
        environment = {**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "isonomia.site.settings"}
        text = f"from pathlib import Path\nfrom isonomia.site import commands as c\nD = Path({str(tmp_path / 'data')!r})\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", text], capture_output=True, text=True, env=environment, cwd=tmp_path
        )
        assert done.returncode == status, done.stderr
        return done.stdout, done.stderr

    return call


def test_a_file_is_brought_in_and_taken_away(run, tmp_path):
    (tmp_path / "m.csv").write_text(ROWS)
    out, err = run(
        "print(c.import_file('meetings', Path('m.csv'), data=D, dry_run=True))\nc.export_file('meetings', 'jsonl', data=D)"
    )
    assert out == "True\n"
    assert "2 rows: 2 new, 0 changed, 0 as before, 0 wrong; nothing written" in err
    out, err = run(
        "print(c.import_file('meetings', Path('m.csv'), data=D))\nc.export_file('meetings', 'jsonl', query='sort=opens', data=D)"
    )
    assert "; written" in err
    first, *rows = out.splitlines()
    assert first == "True"
    assert [json.loads(row)["session"] for row in rows] == ["31", "32"]
    run("c.export_file('meetings', 'csv', Path('out.csv'), query='year=2023', data=D)")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2


def test_faults_are_printed_by_place_and_the_rows_returned(run, tmp_path):
    (tmp_path / "m.csv").write_text(ROWS.replace("2023-05-22", "soon"))
    out, err = run("print(c.import_file('meetings', Path('m.csv'), data=D, partial=True, faulty=Path('bad.csv')))")
    assert out == "False\n"
    assert "m.csv:line 3: opens: “soon” is no date" in err
    assert "soon" in (tmp_path / "bad.csv").read_text()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("c.import_file('meetngs', Path('m.csv'), data=D)", "there is no collection “meetngs”; there are "),
        ("c.export_file('meetings', 'doc', data=D)", "none of csv, xlsx, json, jsonl, parquet"),
        ("c.export_file('meetings', 'csv', query='colour=red', data=D)", "“colour” is no parameter"),
    ],
)
def test_what_is_wrong_is_named(run, call, said):
    out, _err = run(
        f"from isonomia.errors import IsonomiaError\ntry:\n    {call}\nexcept IsonomiaError as error:\n    print(error)"
    )
    assert said in out
