"""Reads many files: in parallel, in order, with bounded memory, one fault never stopping the rest."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isonomia.errors import IsonomiaError

READABLE = (".pdf", ".docx", ".html", ".htm", ".xhtml", ".txt", ".md", ".xml", ".akn")
"""File endings taken from a folder; a file that is named itself is read whatever its ending."""
AHEAD = 4
"""Tasks per process that may wait: results are handed on in order, so memory does not grow with the number of files."""
MOST = 8
"""Files that a process takes at once; towards the end fewer, so that all processes end together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a result, or the error that was raised."""

    path: Path
    result: Any = None
    error: str | None = None
    code: str | None = None


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and of folders all readable files below them, sorted by name."""
    out: list[Path] = []
    for path in paths:
        if path.is_dir():
            out += sorted(file for file in path.rglob("*") if file.suffix.lower() in READABLE and file.is_file())
        else:
            out.append(path)
    return out


def _attempt(task: Callable[[Path], Any], path: Path) -> Outcome:
    try:
        return Outcome(path, task(path))
    except IsonomiaError as error:
        place = "" if error.place in ("", str(path), path.name) else f"{error.place}: "
        return Outcome(path, error=f"{path}: {place}{error.message}", code=error.code)


def each(task: Callable[[Path], Any], paths: list[Path], *, jobs: int | None = None) -> Iterator[Outcome]:
    """Runs a task (a picklable function of a path) on every file and yields the outcomes in the order of the files."""
    jobs = min(jobs or os.cpu_count() or 1, len(paths))
    if jobs <= 1:
        for path in paths:
            yield _attempt(task, path)
        return
    waiting: deque[Future[list[Outcome]]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for part in _parts(paths, jobs):
            waiting.append(pool.submit(_attempt_all, task, part))
            if len(waiting) >= jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _parts(paths: list[Path], jobs: int) -> Iterator[list[Path]]:
    at = 0
    while at < len(paths):
        size = max(1, min(MOST, (len(paths) - at) // (jobs * 4)))
        yield paths[at : at + size]
        at += size


def _attempt_all(task: Callable[[Path], Any], paths: list[Path]) -> list[Outcome]:
    return [_attempt(task, path) for path in paths]
