"""Reads one folder once, as `isonomia mandates FOLDER --jobs N` does, and tells how long it took and what it needed.

A program of its own: peak memory is that of a process, and every run begins cold. usage: folder_once.py FOLDER JOBS
"""

from __future__ import annotations

import json
import resource
import sys
import time
from functools import partial
from pathlib import Path

from isonomia.bulk import each, expand
from isonomia.cli import _extracted

KB = 1 if sys.platform != "darwin" else 1 / 1024
"""Linux gives peak memory in kilobytes, macOS in bytes."""


def main(folder: str, jobs: str) -> None:
    """Prints one JSON object."""
    paths = expand([Path(folder)])
    task = partial(_extracted, all=False, addressee=None, language=None, symbol=None, ocr=False)
    mandates = errors = 0
    start = time.perf_counter()
    for outcome in each(task, paths, jobs=int(jobs)):
        errors += outcome.error is not None
        mandates += len(outcome.result or ())
    seconds = time.perf_counter() - start
    peak = {
        "parent": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KB / 1024,
        "children": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KB / 1024,
    }
    print(json.dumps({"files": len(paths), "mandates": mandates, "errors": errors, "seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
