"""What the benchmarks share: runs that take turns, with the collector quiet, and the rows of the table."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "documents"


@dataclass(slots=True)
class Row:
    """One line of the table. `better` is "more" or "less"; without a target the row only tells."""

    name: str
    value: float
    unit: str
    target: float | None = None
    better: str = "more"
    low: float | None = None
    high: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """What the target says of the value."""
        if self.target is None:
            return ""
        met = self.value >= self.target if self.better == "more" else self.value <= self.target
        return "met" if met else "MISSED"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "name": self.name, "value": self.value, "min": self.low, "max": self.high, "unit": self.unit,
            "target": self.target, "better": self.better, "verdict": self.verdict or None, "detail": self.detail,
        }  # fmt: skip


def spread(name: str, values: list[float], unit: str, **more: Any) -> Row:
    """A row of the median of some values, with the least and the greatest."""
    return Row(name, statistics.median(values), unit, low=min(values), high=max(values), **more)


def varied(path: Path, at: int) -> bytes:
    """The bytes of a sample with another last number in its symbol, wherever the text prints it: a text of its own.

    What has been read before may be remembered; a run over varied texts finds nothing remembered. A text that prints
    no symbol of its own has its years moved instead. Packed formats are left as they are.
    """
    data = path.read_bytes()
    if path.suffix not in (".txt", ".html") or not at:
        return data
    own = re.findall(r"\d+", path.name)[-1]
    changed = re.sub(rf"(?<=[/.]){own}(?!\d)".encode(), str(int(own) + at).encode(), data)
    if changed == data:
        changed = re.sub(rb"(?<!\d)20(\d\d)(?!\d)", lambda year: b"20%02d" % ((int(year[1]) + at) % 100), data)
    return changed


def timed(task: Callable[[], object]) -> float:
    """Seconds of one run; garbage is collected before, and not while it runs."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        task()
        return time.perf_counter() - start
    finally:
        gc.enable()


def in_turns(tasks: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """Seconds of each task, run A B A B, so that a slow minute of the machine falls on all; one warming round first."""
    for task in tasks.values():
        task()
    out: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            out[name].append(timed(task))
    return out
