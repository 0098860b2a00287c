"""Years that no survey of this kind covers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from isonomia.statistics.checks.finding import ERROR, Finding
from isonomia.statistics.dataset import Dataset

EARLIEST = 1900
"""Before this no collection of the United Nations has an observation."""


def year_out_of_range(data: Dataset) -> Iterator[Finding]:
    """One finding for each observation before EARLIEST, after the file was made, or without a year."""
    latest = _made_in(data.stamp)
    for row in ((data.year < EARLIEST) | (data.year > latest)).nonzero()[0].tolist():
        year = int(data.year[row])
        yield Finding(
            "year-out-of-range" if year else "year-out-of-range.none",
            ERROR,
            (row,),
            {"year": str(year), "earliest": str(EARLIEST), "latest": str(latest)},
        )


def _made_in(stamp: str) -> int:
    """The year of the date stamp, that of today where there is none."""
    tail = stamp[-4:]
    return int(tail) if tail.isdecimal() else datetime.datetime.now(tz=datetime.UTC).year
