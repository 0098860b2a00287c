"""Renews the locks: names, versions and hashes, without the address of any index."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ["hatchling", "editables"]
"""What an editable install needs: it is made without build isolation, so that it too comes from the lock."""
EXTRAS = ["pdf", "similar", "site", "postgres", "oidc", "estimation", "statistics", "charts"]
"""The extras that `make setup` installs."""


def compile_lock(requirements: list[str], output: str) -> None:
    """Resolves requirements into a file of pins with hashes."""
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url",
        "--no-header", "--no-annotate", "--python-version", "3.11", "--universal", "-", "-o", str(ROOT / output),
    ]  # fmt: skip
    subprocess.run(command, input="\n".join(requirements), text=True, check=True, cwd=ROOT)


def main() -> None:
    """Writes requirements.lock (what a user needs), -dev (what tests need) and -bench (the measured peers)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    user = [*project["project"]["dependencies"], *(row for name in EXTRAS for row in extras[name]), *BUILD]
    groups = project["dependency-groups"]
    compile_lock(user, "requirements.lock")
    compile_lock([*user, *groups["dev"]], "requirements-dev.lock")
    compile_lock([*user, *groups["dev"], *groups["bench"]], "requirements-bench.lock")


if __name__ == "__main__":
    main()
