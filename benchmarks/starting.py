"""How long a person waits for `isonomia --help`, a fresh process each time."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

from measuring import Row, in_turns, spread

TARGET = 0.3
IMPORTED = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|(.*)$", re.MULTILINE)
COMMAND = Path(sys.executable).parent / "isonomia"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def slowest_imports(count: int = 8) -> dict[str, float]:
    """The modules that cost most by themselves when the help is printed, in milliseconds."""
    command = [sys.executable, "-X", "importtime", "-c", "import isonomia.cli as cli; cli.main(['--help'])"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    costs = {
        name.strip(): int(own) / 1000 for own, name in re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|(.*)$", told, re.M)
    }
    return dict(sorted(costs.items(), key=lambda item: -item[1])[:count])


def measure(*, rounds: int = 15) -> list[Row]:
    """Seconds of the help, and of an interpreter that does nothing, which no program can beat."""
    tasks = {
        "isonomia --help": partial(_run, str(COMMAND), "--help"),
        "python -c pass": partial(_run, sys.executable, "-c", ""),
    }
    seconds = in_turns(tasks, rounds=rounds)
    row = spread("isonomia --help", seconds["isonomia --help"], "s", target=TARGET, better="less")
    if row.verdict == "MISSED":
        row.detail["slowest imports, ms"] = slowest_imports()
    return [row, spread("  python -c pass", seconds["python -c pass"], "s")]
