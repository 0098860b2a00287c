"""Signing in through another service, against a real small one: in a process of its own, for which service there is is
said when the site starts. The tests are in through_service.py."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def test_through_a_real_small_service():
    pytest.importorskip("requests", reason="signing in through another service is an extra")
    pytest.importorskip("jwt", reason="signing in through another service is an extra")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "ISONOMIA_"))}
    service = {
        "ISONOMIA_OIDC_ISSUER": f"http://127.0.0.1:{port}", "ISONOMIA_OIDC_CLIENT": "isonomia", "ISONOMIA_OIDC_SECRET": "s3cret",
        "ISONOMIA_OIDC_NAME": "The Ministry", "DATABASE_URL": "",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        str(HERE / "through_service.py"),
    ]
    done = subprocess.run(
        command, cwd=HERE.parents[2], env={**kept, **service}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout
