"""Servers in processes of their own, and what asking them takes: one after the other, in turns, or many at once."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from measuring import Row

DATA = Path(__file__).with_name("site_data.py")
PATIENCE = 120.0
"""Seconds that a server may take to open, and an answer to come."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run_data(*arguments: str, environment: Mapping[str, str]) -> str:
    """What `site_data.py` prints."""
    command = [sys.executable, str(DATA), *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


_processes: dict[int, int] = {}
"""The server at each port."""


def resident(client: httpx.Client) -> float:
    """Megabytes that the server of a client has in memory at most; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{_processes[client.base_url.port or 0]}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


@contextmanager
def served(
    command: Sequence[str], port: int, environment: Mapping[str, str], path: str = "/"
) -> Iterator[httpx.Client]:
    """A client of a server that runs as long as the block does; entered when the server answers at a path."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _processes[port] = process.pid
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(address + path, timeout=PATIENCE)
                break
            except httpx.TransportError:
                if process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.05)
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            yield client
    finally:
        process.terminate()
        process.wait()


def asked(client: httpx.Client, path: str) -> float:
    """Milliseconds of one answer, the body read. Raises HTTPStatusError for one that is none."""
    start = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - start) * 1000
    answer.raise_for_status()
    return took


def share(values: Sequence[float], part: float) -> float:
    """The value that a part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def against(name: str, pairs: Sequence[tuple[float, float]], *, target: float | None = 1.0, **detail: Any) -> Row:
    """A row of how many times as long the peer took, of (ours, theirs) in milliseconds."""
    ours, theirs = [one for one, _other in pairs], [other for _one, other in pairs]
    ratios = [other / one for one, other in pairs]
    told = {
        "ours, ms": f"{statistics.median(ours):.1f} (p95 {share(ours, 0.95):.1f})",
        "Datasette, ms": f"{statistics.median(theirs):.1f} (p95 {share(theirs, 0.95):.1f})",
        "requests": len(pairs),
        **detail,
    }
    ratio = statistics.median(theirs) / statistics.median(ours)
    return Row(name, ratio, "times", target, low=min(ratios), high=max(ratios), detail=told)


@dataclass
class Load:
    """What many clients at once got: milliseconds of each answer, faults, seconds."""

    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds


def many(base: str, paths: Sequence[str], *, clients: int, seconds: float) -> Load:
    """So many clients at once for some seconds, each asking for the paths in turn from a place of its own."""
    load, lock = Load(), threading.Lock()
    begin, end = threading.Barrier(clients + 1), threading.Event()

    def work(at: int) -> None:
        took: list[float] = []
        faults: list[str] = []
        with httpx.Client(base_url=base, timeout=PATIENCE) as client:
            begin.wait()
            while not end.is_set():
                try:
                    took.append(asked(client, paths[at % len(paths)]))
                except httpx.HTTPError as fault:
                    faults.append(repr(fault))
                at += 1
        with lock:
            load.took += took
            load.faults += faults

    threads = [threading.Thread(target=work, args=(at * 7,)) for at in range(clients)]
    for thread in threads:
        thread.start()
    begin.wait()
    start = time.perf_counter()
    time.sleep(seconds)
    end.set()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - start
    return load
