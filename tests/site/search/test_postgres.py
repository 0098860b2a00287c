"""What follows, builds and asks the index through the site, once more with the site on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
THROUGH_THE_SITE = ["test_building.py", "test_collecting.py", "test_following.py", "test_searching.py"]


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="this is the run on PostgreSQL")
def test_the_same_with_the_site_on_postgresql(postgres_settings):
    address = f"postgres://postgres@/postgres?host={postgres_settings['HOST']}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, *(str(HERE / name) for name in THROUGH_THE_SITE)], cwd=HERE.parents[2],
        env={**environment, "DATABASE_URL": address}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
