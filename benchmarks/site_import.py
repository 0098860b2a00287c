"""100,000 meetings through `isonomia import`: rows a second, memory that must not grow with the file, progress shown.

The command runs as a person runs it, on a terminal, in a process of its own; its memory is what the system says.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import pty
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from measuring import Row

from isonomia import registers

NUMBER, FEW = 100_000, 50_000
GROWTH = 1.2
"""What memory may grow by when the rows double: a mark of each row is kept to know a repeated one, and the cache of the
database, 64 MB at most, is not quite full after half of them."""
KINDS = ("regular_session", "special_session", "meeting")
TOPICS = ("corruption", "organized_crime", "drugs", "terrorism", "cybercrime")
CITIES = (("Vienna", "AT"), ("Geneva", "CH"), ("New York", "US"), ("Nairobi", "KE"), ("Doha", "QA"), ("Kyoto", "JP"))
COMMAND = Path(sys.executable).parent / "isonomia"
_SHOWN = re.compile(r"(\w+)[^\w\r\n]*[^\r\n]*?([\d,]+) rows")


def _rows(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def bodies(path: Path) -> list[str]:
    """Writes two hundred bodies; gives their codes."""
    some = sorted(registers.bodies())[:200]
    names = registers.bodies()
    _rows(path, ("code", "title.en", "kind"), [(code, names[code].label["en"], "commission") for code in some])
    return some


def meetings(path: Path, number: int, codes: list[str]) -> Path:
    """Writes so many sessions of the bodies, each another one."""
    chance = random.Random(number)
    rows: list[tuple[object, ...]] = []
    for at in range(number):
        body, session = codes[at % len(codes)], at // len(codes) + 1
        opens = dt.date(1990, 1, 1) + dt.timedelta(days=chance.randint(0, 13_000))
        place, host = chance.choice(CITIES)
        topics = "; ".join(chance.sample(TOPICS, chance.randint(0, 3)))
        title = f"Session {session} of {body.replace('_', ' ')}: {chance.choice(TOPICS).replace('_', ' ')}"
        closes = opens + dt.timedelta(days=chance.randint(0, 9))
        rows.append((body, KINDS[at % len(KINDS)], session, title, opens, closes, place, host, topics))
    head = ("body", "kind", "session", "title.en", "opens", "closes", "place", "host", "topics")
    return _rows(path, head, rows)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds, peak memory in megabytes, how often its progress was told, what it said last."""

    seconds: float
    peak: float
    told: int
    said: str


def imported(collection: str, path: Path, data: Path) -> Run:
    """Runs the command on a terminal. Raises CalledProcessError where it refuses the file."""
    ours, its = pty.openpty()
    command = [str(COMMAND), "import", collection, str(path), "--data", str(data)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=its, stdout=its, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(its)
    shown = bytearray()

    def read() -> None:
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                return
            if not part:
                return
            shown.extend(part)

    reader = threading.Thread(target=read)
    reader.start()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    os.close(ours)
    text = shown.decode("utf-8", "replace")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, text[-2000:])
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    told = {found[1] for line in re.split(r"[\r\n]+", plain) for found in _SHOWN.findall(line)}
    said = re.findall(r"\d+ rows: [^\r\n]*", plain)
    return Run(seconds, usage.ru_maxrss / 1024, len(told), said[-1] if said else "")


def measure(*, rounds: int = 1, number: int = NUMBER, few: int = FEW) -> list[Row]:
    """Half and the whole, each into a site of its own; then the whole once more, which changes nothing."""
    with tempfile.TemporaryDirectory(prefix="isonomia-bench-") as name:
        folder = Path(name)
        codes = bodies(folder / "bodies.csv")
        runs = {}
        for size in (few, number):
            data = folder / str(size)
            imported("bodies", folder / "bodies.csv", data)
            path = meetings(folder / f"{size}.csv", size, codes)
            runs[size] = imported("meetings", path, data)
        again = imported("meetings", path, data)
    whole, part = runs[number], runs[few]
    peaks = {f"{few:,} rows, MB": f"{part.peak:.0f}", f"{number:,} rows, MB": f"{whole.peak:.0f}"}
    return [
        Row(f"import of {number:,} rows", number / whole.seconds, "rows/s", detail={"said": whole.said}),
        Row("  the same again: nothing to write", number / again.seconds, "rows/s", detail={"said": again.said}),
        Row("  peak memory against half of the rows", whole.peak / part.peak, "times", GROWTH, "less", detail=peaks),
        Row("  different numbers of rows shown while it ran", whole.told, "", 10),
    ]


if __name__ == "__main__":
    from run import table

    print(table(measure()))
