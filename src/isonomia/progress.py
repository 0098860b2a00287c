"""A bar on the terminal for what takes longer than a second."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any


class ProgressBar:
    """A bar that appears after a second, on a terminal only, and goes away at the end.

    with ProgressBar("estimating") as bar:
        estimate(..., progress=bar.tell)
    """

    def __init__(self, what: str) -> None:
        self._what, self._began = what, monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, done: int, total: int) -> None:
        """Takes how much is done."""
        if self._bar is None and monotonic() - self._began > 1 and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=total)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total, refresh=True)
