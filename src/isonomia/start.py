"""`make start`: reads the sample documents and shows who was asked to do what, on the terminal and as a page."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from isonomia.errors import DamagedFile, IsonomiaError
from isonomia.writing import write_whole

SAMPLES = Path("samples") / "documents"
PAGE = Path("out") / "register.html"
SCREENFUL = 15
MOST_ASKED = 10
BAR = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample document as the manifest describes it; `assigned` when the file itself prints no symbol."""

    path: Path
    symbol: str
    language: str
    kind: str
    title: str
    official: bool
    provenance: str
    assigned: bool = False
    annotation: str | None = None


def samples(folder: Path = SAMPLES) -> list[Sample]:
    """The sample documents that the manifest of a folder lists. Raises DamagedFile when the manifest or a file of it is
    missing, or the manifest lacks a field."""
    manifest = folder / "MANIFEST.toml"
    try:
        rows = tomllib.loads(manifest.read_text(encoding="utf-8")).get("document", [])
    except FileNotFoundError:
        raise DamagedFile("the samples are missing; run this in the root of the project", place=str(manifest)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(f"the manifest is broken ({error}); restore it", place=str(manifest)) from None
    out = []
    for row in rows:
        fields = {name: value for name, value in row.items() if name != "file"}
        try:
            sample = Sample(path=folder / row["file"], **fields)
        except (KeyError, TypeError) as error:
            raise DamagedFile(f"a [[document]] is not as it should be ({error})", place=str(manifest)) from None
        if not sample.path.is_file():
            raise DamagedFile("the sample is missing; restore it", place=str(sample.path))
        out.append(sample)
    return out


def strongest(rows: Sequence[dict[str, Any]], most: int = SCREENFUL) -> list[dict[str, Any]]:
    """The rows to show first: by force, then what has a date, then the strengthened, among equals from each document in
    turn. They come in the order of the documents."""
    seen: Counter[tuple[Any, ...]] = Counter()
    weights = []
    for at, row in enumerate(rows):
        weight = (-row["force"], row["due"] is None, -row["intensity"])
        weights.append((*weight, seen[weight, row["document"]], at))
        seen[weight, row["document"]] += 1
    return [rows[at] for at in sorted(at for *_, at in sorted(weights)[:most])]


def _asked(rows: Sequence[dict[str, Any]], out: TextIO) -> None:
    """Who is asked how often, as bars."""
    from isonomia.pages.labels import addressee

    counts = Counter(id for row in rows for id in row["addressees"]).most_common()
    if not counts:
        return
    longest = counts[0][1]
    shown = [(addressee(id), count) for id, count in counts[:MOST_ASKED]]
    width = max(len(label) for label, _ in shown)
    print("\nWho is asked how often", file=out)
    for label, count in shown:
        print(f"  {label:<{width}}  {count:>4}  {'█' * max(1, round(BAR * count / longest))}", file=out)
    if len(counts) > MOST_ASKED:
        print(f"  and {len(counts) - MOST_ASKED} more", file=out)


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise DamagedFile(f"the page cannot be written ({reason}); make room for it", place=str(path)) from None


def start(root: Path = Path(), out: TextIO | None = None) -> Path:
    """Reads the official samples below `root`, prints their register to `out` and writes the page; gives its path."""
    from isonomia import extract_mandates, read
    from isonomia.pages import register_page
    from isonomia.printing import render

    out = out or sys.stdout
    official = [sample for sample in samples(root / SAMPLES) if sample.official]
    documents, clauses = [], 0
    rows: list[dict[str, Any]] = []
    counts = []
    for at, sample in enumerate(official, 1):
        print(f"[{at}/{len(official)}] reading {sample.path.name}", end=" ", file=out, flush=True)
        document = read(sample.path, symbol=sample.symbol if sample.assigned else None)
        documents.append(document)
        clauses += len(extract_mandates(document, all=True))
        found = [mandate.to_dict() for mandate in extract_mandates(document)]
        rows += found
        counts.append(len(found))
        print(f"... {document.symbol}: {len(document.paragraphs)} paragraphs, {len(found)} mandates", file=out)
    page = root / PAGE
    _write(page, register_page(rows))

    shown = strongest(rows)
    print(file=out)
    out.write(render(shown, "table"))
    if len(shown) < len(rows):
        longest = max(zip(official, counts, strict=True), key=lambda pair: pair[1])[0]
        more = len(rows) - len(shown)
        print(f"These are the strongest; {more} more are on the page below, or on the terminal with", file=out)
        print(f"  .venv/bin/isonomia mandates {longest.path.as_posix()}", file=out)
    _asked(rows, out)
    print(
        f"\n{len(documents)} documents, {sum(len(d.paragraphs) for d in documents)} paragraphs,"
        f" {sum(len(d.citations) for d in documents)} citations, {clauses} clauses;"
        f" {len(rows)} of them ask an actor to act.",
        file=out,
    )
    print(f"The register, to read, filter and print: {page}", file=out)
    return page


def main() -> int:
    """Runs `make start` in the working directory; gives the exit status: 0 done, 1 the samples cannot be read."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a terminal that has no Chinese shows question marks, it does not stop
            stream.reconfigure(errors="replace")
    try:
        start()
    except IsonomiaError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
