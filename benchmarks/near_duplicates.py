"""Near-duplicate paragraphs among those of 20,000 resolutions: indexing, asking, memory, and whether all are found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from measuring import Row

RESOLUTIONS = 20_000
RATE, QUERY, MEGABYTES = 5_000, 0.05, 1_500
ONCE = Path(__file__).with_name("near_once.py")
NAMES = {"en": "English", "zh": "Chinese"}


def once(language: str, resolutions: int) -> dict[str, Any]:
    """One run in a process of its own: peak memory is that of a process."""
    command = [sys.executable, str(ONCE), language, str(resolutions)]
    done: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return done


def measure(*, rounds: int = 1, resolutions: int = RESOLUTIONS) -> list[Row]:
    """Three rows for each language; each is measured once, over many paragraphs and questions."""
    rows: list[Row] = []
    for language, name in NAMES.items():
        run = once(language, resolutions)
        detail = {key: run[key] for key in ("paragraphs", "features of a paragraph")}
        rows.append(Row(f"near-duplicates, indexing, {name}", run["rate"], "paragraphs/s", RATE, detail=detail))
        query = run["query"]
        detail = {key: run[key] for key in ("questions", "found of all that are near", "rewordings found", "and first")}
        row = Row("  a question", query["median"], "s", QUERY, "less", query["min"], query["max"], detail)
        rows.append(row)
        detail = {key: run[key] for key in ("before indexing, MB", "index, MB")}
        rows.append(Row("  peak memory", run["peak, MB"], "MB", MEGABYTES, "less", detail=detail))
    return rows
