"""Takes a file in: reads it apart, keeps it with its observations and findings."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils import timezone

import isonomia
from isonomia.site.statistics import keeping
from isonomia.site.statistics.models import Dataset, Finding, Reading
from isonomia.site.statistics.reading_apart import Read, read_apart

PROGRAM = f"isonomia {isonomia.__version__}"
"""What reads: another version reads again what is uploaded again."""
UNUSED = dt.timedelta(days=7)
"""So long a file waits for its dataset: whoever uploads it may have to mend the form."""


def receive(data: bytes, *, name: str, sheet: str = "") -> Reading:
    """Reads and keeps a file; the reading that there is of the same bytes. Raises a subclass of IsonomiaError."""
    # another sheet of the same workbook is another table
    sha256 = keeping.fingerprint(data + (b"\x00" + sheet.encode() if sheet else b""))
    held = Reading.objects.filter(sha256=sha256, program=PROGRAM).first()
    if held is not None and keeping.observations(sha256) is not None:
        Reading.objects.filter(pk=held.pk).update(at=timezone.now())
        return held
    read = read_apart(data, name=name, sheet=sheet)
    keeping.keep(sha256, data, read.observations)
    with transaction.atomic():
        return _store(sha256, len(data), read, name)


def _store(sha256: str, size: int, read: Read, name: str) -> Reading:
    values: dict[str, Any] = {
        "name": name[:255], "sheet": read.sheet[:100], "size": size, "kind": read.kind[:60], "stamp": read.stamp[:20],
        "observations": read.count, "first_year": read.first_year, "last_year": read.last_year,
        "columns": read.columns, "countries": read.countries, "found": read.found, "errors": read.errors,
        "warnings": read.warnings, "program": PROGRAM, "at": timezone.now(),
    }  # fmt: skip
    reading, _new = Reading.objects.update_or_create(sha256=sha256, defaults=values)
    reading.findings.all().delete()
    Finding.objects.bulk_create(
        [
            Finding(
                reading=reading, rule=row["what"].partition(".")[0], severity=row["severity"], content=row
            )
            for row in read.findings
        ],
        batch_size=500,
    )  # fmt: skip
    return reading


def forget_unused() -> int:
    """Drops the files that no dataset came of, and those of datasets that are no more; gives how many."""
    dropped = 0
    used = Dataset.objects.values("fingerprint")
    for row in Reading.objects.filter(at__lt=timezone.now() - UNUSED).exclude(sha256__in=used):
        keeping.drop(row.sha256)
        row.delete()
        dropped += 1
    return dropped


def date_of(stamp: str) -> dt.date | None:
    """The date that a published workbook says of itself: day, month, year."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", stamp)
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
