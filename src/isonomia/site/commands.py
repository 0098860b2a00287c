"""What the commands `import` and `export` do: for the command line, which stays thin."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from isonomia.errors import IsonomiaError
from isonomia.site.serve import migrate, prepare

OPERATOR = "administrator"
"""Whoever runs commands on the machine may do what an administrator may."""


class UnknownCollection(IsonomiaError):
    """There is no collection of this name."""

    code = "unknown-collection"


class UnknownFormat(IsonomiaError):
    """Records are not written in this format."""

    code = "unknown-export-format"


class WrongView(IsonomiaError):
    """The view that is to be exported has a parameter or code that is not known."""

    code = "wrong-view"


def _collection(name: str) -> object:
    from isonomia.site.records.registry import collections

    found = next((row for row in collections() if row.name == name), None)
    if found is None:
        known = ", ".join(row.name for row in collections())
        raise UnknownCollection(f"there is no collection “{name}”; there are {known}", place=name)
    return found


def import_file(
    name: str, path: Path, *, data: Path | None = None, dry_run: bool = False, partial: bool = False,
    state: str = "published", reason: str = "", faulty: Path | None = None,
    progress: Callable[[str, int], None] = lambda _stage, _done: None, out: TextIO | None = None,
) -> bool:  # fmt: skip
    """Brings a file into a collection; prints what was found, faults as `FILE:PLACE: COLUMN: what is wrong`.

    Whether the file was right (and, unless it was a dry run, written). Raises UnknownCollection; OSError.
    """
    prepare(data)
    migrate()
    from isonomia.site.records.access import Actor
    from isonomia.site.records.declaration import Collection
    from isonomia.site.records.transfer.importing import Import

    collection = _collection(name)
    assert isinstance(collection, Collection)
    out = out or sys.stderr
    rows = io.StringIO()
    report = Import(
        collection, Actor(OPERATOR), None, path, dry_run=dry_run, partial=partial, state=state, reason=reason,
        faulty_rows=rows if faulty else None, progress=progress,
    ).run()  # fmt: skip
    for fault in report.faults:
        column = f"{fault.column}: " if fault.column else ""
        print(f"{path}:{fault.place}: {column}{fault.message}", file=out)
    if report.more_faults:
        print(f"{path}: and {report.more_faults} more faults", file=out)
    for remark in (*report.remarks, report.problem):
        if remark:
            print(f"{path}: {remark}", file=out)
    print(
        f"{report.rows} rows: {report.new} new, {report.changed} changed, {report.same} as before,"
        f" {report.faulty} wrong; {'written' if report.written else 'nothing written'}",
        file=out,
    )
    if faulty and report.faulty:
        faulty.write_text(rows.getvalue(), encoding="utf-8", newline="")
    return report.right and (dry_run or report.written)


def export_file(name: str, to: str, target: Path | None = None, *, query: str = "", data: Path | None = None) -> None:
    """Writes what the public sees of a collection, or of a view of it (`country=AT&sort=title`), to a file or to
    standard output. Raises UnknownCollection, UnknownFormat, WrongView; OSError."""
    prepare(data)
    migrate()
    from django.http import QueryDict

    from isonomia.site.records.access import Actor
    from isonomia.site.records.declaration import Collection
    from isonomia.site.records.errors import Refusal
    from isonomia.site.records.rows import in_order, order_of, rows_of
    from isonomia.site.records.transfer.formats import FORMATS, Take, write_to
    from isonomia.site.records.view import read_view

    collection = _collection(name)
    assert isinstance(collection, Collection)
    if to not in FORMATS:
        raise UnknownFormat(f"“{to}” is none of {', '.join(FORMATS)}", place=to)
    actor = Actor()
    try:
        view = read_view(collection, actor, QueryDict(query), ())
    except Refusal as wrong:
        allowed = f"; allowed are {', '.join(wrong.allowed)}" if wrong.allowed else ""
        raise WrongView(f"{wrong}{allowed}", place=query) from None
    take = Take(collection, actor, in_order(rows_of(collection, actor, view), order_of(collection, view)))
    if target is None:
        write_to(take, to, sys.stdout.buffer)
        return
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            write_to(take, to, file)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
