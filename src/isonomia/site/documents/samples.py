"""Fills an empty site with the sample documents, so that it shows something when it is opened for the first time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from isonomia.errors import IsonomiaError
from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Document
from isonomia.site.documents.pairings import relate
from isonomia.start import SAMPLES, Sample, samples

PACKAGE, ROOT = (Path(__file__).resolve().parents[up] for up in (2, 4))


def folder() -> Path | None:
    """Where the samples are: below the working directory, else beside the source of the program, or in the package that
    was installed; None without any."""
    for place in (Path.cwd() / SAMPLES, ROOT / SAMPLES, PACKAGE / SAMPLES):
        if (place / "MANIFEST.toml").is_file():
            return place
    return None


def fill_when_empty(out: TextIO | None = None) -> int:
    """Loads the samples into a site that has no document; gives how many files were loaded.

    What is no document of the United Nations is marked as a specimen. A sample that cannot be read is named and passed
    over: the site opens without it.
    """
    out = out or sys.stderr
    if Document.objects.exists():
        return 0
    place = folder()
    if place is None:
        print("The samples are not here: load documents with isonomia load FILE.", file=out)
        return 0
    done = 0
    rows = samples(place)
    for sample in _shown(rows, out):
        try:
            load_document(
                sample.path, sample.symbol if sample.assigned else None, language=sample.language,
                provenance=sample.provenance, specimen=not sample.official,
            )  # fmt: skip
            done += 1
        except IsonomiaError as error:
            print(error, file=out)
    for document in Document.objects.all():
        relate(document)
    return done


def _shown(rows: list[Sample], out: TextIO) -> Iterator[Sample]:
    """The samples, with a bar on a terminal and one line elsewhere."""
    if not out.isatty():
        print(f"Filling the site with {len(rows)} sample files ...", file=out, flush=True)
        yield from rows
        return
    from rich.console import Console
    from rich.progress import track

    shown: Iterable[Sample] = track(rows, "Loading the samples", console=Console(file=out))
    yield from shown
