"""Reading what strangers made in a process of its own, with bounded memory and time: whatever is in a file, it takes
nothing down but its reader. A few bytes can unpack to all the memory there is, or keep a program busy for ever."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from isonomia.errors import DamagedFile, FileTooLarge

logger = logging.getLogger(__name__)
MOST_MEMORY = 1024**3
MOST_SECONDS = 180
"""No document that the site takes needs a tenth of either."""
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")
"""What the process is told of ours: no secret of the site is."""


def bound() -> None:
    """Bounds this process. A system that knows no such bounds still has that of time, which its parent keeps."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


@contextmanager
def reader(module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs a module; what it writes is read while the context is open.

    Raises FileTooLarge where it took more than it may have, DamagedFile where it broke.
    """
    late = threading.Event()
    with tempfile.TemporaryFile(prefix="isonomia-") as said, _started(module, arguments, said) as process:

        def stop() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(MOST_SECONDS, stop)
        watch.daemon = True
        watch.start()
        try:
            yield process
            ended = process.wait()
        finally:
            watch.cancel()
            process.kill()  # who broke off reading needs no more
        if ended:
            raise _why(module, ended, late.is_set(), said)


def _started(module: str, arguments: tuple[str, ...], said: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def _why(module: str, ended: int, late: bool, said: IO[bytes]) -> Exception:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 2000))
    words = said.read().decode("utf-8", "replace")
    logger.error("%s ended with %s: %s", module, ended, words)
    # a negative status is a signal: the bound of time, or memory that a library asked for and did not get
    if late or ended < 0 or "MemoryError" in words:
        return FileTooLarge("reading it takes more memory or time than any real file does; save it anew, or in parts")
    return DamagedFile("it is not built as files of its kind are; save it anew")
