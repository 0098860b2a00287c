"""Long work shared out over the processor's cores, in pieces that do not depend on how many there are."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

WORTH = 0.6
"""Seconds of work left, by the pace of the first piece, from which on a second process is worth its start."""


def shared(
    task: Callable[[Piece], Result],
    pieces: Sequence[Piece],
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """The results of `task` on each piece, in their order.

    The first piece is done here; the rest too where little is left, else by as many processes as there are cores, or
    as `processes` says. `task` must be picklable. `progress` is told how many pieces are done, and of how many.
    """
    results: list[Result] = []
    workers = cores() if processes is None else max(1, processes)
    began = time.perf_counter()
    for at, piece in enumerate(pieces):
        left = (time.perf_counter() - began) / at * (len(pieces) - at) if at else 0.0
        if workers > 1 and left > WORTH and len(pieces) - at > 1:
            break
        results.append(task(piece))
        if progress is not None:
            progress(len(results), len(pieces))
    rest = pieces[len(results) :]
    if rest:
        with _pool(min(workers, len(rest))) as pool:
            with warnings.catch_warnings():
                # the library of linear algebra keeps idle threads, of which Python 3.12 warns when it forks
                warnings.simplefilter("ignore", DeprecationWarning)
                coming = pool.map(task, rest)
            for result in coming:
                results.append(result)
                if progress is not None:
                    progress(len(results), len(pieces))
    return results


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(workers: int) -> Executor:
    """Processes that are copies of this one, where that is safe: nothing is imported again.

    Elsewhere (no fork, or a program with threads, whose locks a copy would find shut for ever) threads, which share
    the time that numpy spends outside the interpreter.
    """
    alone = threading.current_thread() is threading.main_thread() and threading.active_count() == 1
    if alone and sys.platform.startswith("linux"):  # elsewhere a copy of a process is not sound, or there is none
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))
    return ThreadPoolExecutor(workers)
