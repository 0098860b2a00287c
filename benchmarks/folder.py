"""A folder of many documents: paragraphs per second with one process and with two, and memory that must not grow."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import SAMPLES, Row, spread, varied

import isonomia

RATE, SPEED_UP, GROWTH = 2_500, 1.8, 1.1
FILES = 400
FEW = 100
ONCE = Path(__file__).with_name("folder_once.py")


def fill(folder: Path, count: int) -> int:
    """Writes so many documents, copies of the samples, each with a symbol of its own; gives their paragraphs."""
    samples = sorted(SAMPLES.glob("*_*"))
    sizes = [len(isonomia.read(path).paragraphs) for path in samples]
    for at in range(count):
        path = samples[at % len(samples)]
        (folder / f"{at:04d}_{path.name}").write_bytes(varied(path, at))
    return sum(sizes[at % len(samples)] for at in range(count))


def once(folder: Path, jobs: int) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, str(ONCE), str(folder), str(jobs)]
    done: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return done


def measure(*, rounds: int = 3, files: int = FILES) -> list[Row]:
    """Rates with one and two processes, taking turns; the speed-up; peak memory for few and for many files."""
    with TemporaryDirectory() as many_name, TemporaryDirectory() as few_name:
        many, few = Path(many_name), Path(few_name)
        paragraphs = fill(many, files)
        fill(few, FEW)
        runs: dict[int, list[dict[str, Any]]] = {1: [], 2: []}
        for _ in range(rounds):
            for jobs in runs:
                runs[jobs].append(once(many, jobs))
        small = once(few, 2)
    rates = {jobs: [paragraphs / run["seconds"] for run in done] for jobs, done in runs.items()}
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    detail = {
        "files": files,
        "paragraphs": paragraphs,
        "mandates": runs[2][0]["mandates"],
        "errors": runs[2][0]["errors"],
    }
    rows = [
        spread("folder, two processes", rates[2], "paragraphs/s", target=RATE, detail=detail),
        spread("  one process", rates[1], "paragraphs/s"),
        spread("folder, two processes against one", ratios, "times", target=SPEED_UP),
    ]
    for who in ("parent", "children"):
        large = statistics.median(run["peak"][who] for run in runs[2])
        name = f"peak memory of {who}, {files} files against {FEW}"
        megabytes = {f"{FEW} files, MB": round(small["peak"][who], 1), f"{files} files, MB": round(large, 1)}
        rows.append(Row(name, large / small["peak"][who], "times", GROWTH, "less", detail=megabytes))
    return rows
