"""Brings a file of records in: every row is checked first, then all is written in one transaction, or nothing.

Checked rows wait in a file of their own, so that memory does not grow with the file that is read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error as DatabaseError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.printing import inert
from isonomia.site.characters import kept
from isonomia.site.records import stamps, writing
from isonomia.site.records.access import Actor, may_write
from isonomia.site.records.declaration import Collection
from isonomia.site.records.kinds import Link
from isonomia.site.records.models import Record, State
from isonomia.site.records.transfer import cells as columns
from isonomia.site.records.transfer.existing import Existing, with_records, without_records
from isonomia.site.records.transfer.reading import rows_in
from isonomia.site.records.transfer.report import Report, RowFault
from isonomia.site.records.transfer.rows import RawRow
from isonomia.site.records.transfer.unnamed import without_names
from isonomia.site.records.values import Faulty, Values, clean, completed, plain_of, retired_codes, validated
from isonomia.site.records.workflow import may_edit
from isonomia.site.room import no_room

BATCH = 500
PUBLISHERS = frozenset({"administrator"})
"""Who may bring records in as published; what others bring in goes through review."""


@dataclass(slots=True)
class Checked:
    """A row that is right: its values, and the record that it is about (None: a new one)."""

    place: str
    values: Values
    key: str


@dataclass(slots=True)
class Import:
    """One import of one file. `progress` is told how many rows are checked and written."""

    collection: Collection
    actor: Actor
    user: Any
    path: Path
    dry_run: bool = False
    partial: bool = False
    state: str = State.DRAFT
    reason: str = ""
    faulty_rows: IO[str] | None = None
    """Where rows that are wrong are written, with what is wrong of each."""
    progress: Callable[[str, int], None] = lambda _stage, _done: None
    committing: Callable[[Report], None] = lambda _report: None
    """Is told of the report at the end of the transaction that writes: what it writes is kept with the records, or
    neither is."""
    report: Report = field(default_factory=Report)
    _writer: Any = None
    _seen: set[bytes] = field(default_factory=set)

    def run(self) -> Report:
        """Checks the file and writes it unless it is a dry run or wrong. Raises PermissionDenied; whatever is wrong
        with the file is in the report."""
        if not may_write(self.collection, self.actor):
            raise PermissionDenied(_("Your role brings in no records of this kind."))
        if self.state == State.PUBLISHED and self.actor.role not in PUBLISHERS:
            raise PermissionDenied(_("Your role brings in drafts; others review and publish them."))
        try:
            with tempfile.TemporaryFile(prefix="isonomia-") as waiting:
                self._check(waiting)
                if not self.report.rows:
                    self.report.problem = _("The file has no rows.")
                if not self.dry_run and not self.report.problem and (self.partial or not self.report.faulty):
                    waiting.seek(0)
                    self._write(waiting)
        except (IsonomiaError, DatabaseError, OSError) as error:
            self.report.written = False
            self.report.passing = isinstance(error, OperationalError) or no_room(error)
            self.report.problem = kept(str(error) if isinstance(error, IsonomiaError) else _refused(error))
        return self.report

    # -- checking --------------------------------------------------------------------------------------------------

    def _check(self, waiting: IO[bytes]) -> None:
        rows = rows_in(self.path, self.report.remarks.append)
        known: dict[str, columns.Heading] | None = None
        while batch := list(islice(rows, BATCH)):
            if known is None and not batch[0].nested:
                known = columns.headings(self.collection, batch[0].cells)
            right = self._check_batch(batch, known or {})
            for row in right:
                pickle.dump(row, waiting, pickle.HIGHEST_PROTOCOL)
            self.report.rows += len(batch)
            self.progress("check", self.report.rows)

    def _check_batch(self, batch: Sequence[RawRow], known: Mapping[str, columns.Heading]) -> list[Checked]:
        """The rows that can be taken; the others are told in the order of the file."""
        wrong: dict[int, Mapping[str, Sequence[str]]] = {}
        given: dict[int, tuple[str, dict[str, Any]]] = {}
        for at, row in enumerate(batch):
            try:
                given[at] = columns.data_of(self.collection, row, known)
            except ValidationError as error:
                wrong[at] = error.message_dict
        links = self._links([data for _key, data in given.values()])
        cleaned: dict[int, tuple[str, Values]] = {}
        for at, (key, data) in given.items():
            try:
                cleaned[at] = (
                    key, clean(self.collection, data, self.actor, partial=True, links=links, check_retired=False)
                )  # fmt: skip
            except Faulty as fault:
                wrong[at] = fault.faults
        there = Existing(self.collection, self.actor, list(cleaned.values()))
        out = []
        for at, (key, values) in cleaned.items():
            try:
                taken = self._taken(there, key, values)
                if taken is None:
                    continue  # the record is already what the row says
                out.append(Checked(batch[at].place, without_records(self.collection.shape, taken), key))
            except Faulty as fault:
                wrong[at] = fault.faults
        for at in sorted(wrong):
            self._tell(batch[at], wrong[at])
        return out

    def _links(self, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Any]:
        """The records that rows link to, looked up together."""
        out: dict[tuple[str, str], Any] = {}
        for spec in self.collection.shape.walk():
            if isinstance(spec.kind, Link):
                names = {str(name).strip() for row in rows for name in _at(row, spec.path) if name not in (None, "")}
                found = spec.kind.resolve(names, spec.kind.visible(self.actor)) if names else {}
                out |= {(spec.path, name): record for name, record in found.items()}
        return out

    def _taken(self, there: Existing, key: str, values: Values) -> Values | None:
        """The values of a row that can be taken, counted as new, changed or (None) the same. Raises Faulty."""
        natural = writing.natural_key(self.collection, values) if self.collection.natural_key else ()
        if key or natural:
            mark = hashlib.blake2b((key or repr(natural)).encode(), digest_size=16).digest()
            if mark in self._seen:
                raise Faulty({"": [_("An earlier row of this file is about the same record.")]})
            self._seen.add(mark)
        record = there.of(key, values)
        if key and record is None:
            text = _("There is no record with this key that you may see; leave it empty for a new one.")
            raise Faulty({"key": [text]})
        held = plain_of(self.collection.shape, record) if record is not None else {}
        if faults := retired_codes(self.collection.shape, values, held):
            raise Faulty(faults)
        if record is None:
            values = completed(self.collection, values)
            validated(self.collection, values)
            self.report.new += 1
        elif not there.differs(record, values):
            self.report.same += 1
            return None
        elif not self._may_change(record):
            state = State(record.state).label
            raise Faulty({"": [_("The record is not yours to change in its state “%(state)s”.") % {"state": state}]})
        else:
            validated(self.collection, {**writing.clean_of(self.collection.shape, record), **values})
            self.report.changed += 1
        return values

    def _may_change(self, record: Record) -> bool:
        """What is published is changed in place by an administrator only: for others a revision goes through review."""
        if record.state == State.PUBLISHED:
            return self.actor.role in PUBLISHERS
        return may_edit(self.collection, self.actor, record)

    def _tell(self, row: RawRow, faults: Mapping[str, Sequence[str]]) -> None:
        self.report.faulty += 1
        for column, messages in faults.items():
            self.report.add(RowFault(row.place, column, " ".join(messages)))
        if self.faulty_rows is not None:
            if self._writer is None:
                self._writer = csv.writer(self.faulty_rows, lineterminator="\r\n")
                self._writer.writerow([*(kept(name) for name in row.cells if name != columns.ERROR), columns.ERROR])
            said = [f"{column}: {' '.join(texts)}" if column else " ".join(texts) for column, texts in faults.items()]
            text = "; ".join(said)
            cells = without_names(self.collection.shape, row.cells)
            self._writer.writerow([*(_cell(value) for name, value in cells.items() if name != columns.ERROR), text])

    # -- writing ---------------------------------------------------------------------------------------------------

    def _write(self, waiting: IO[bytes]) -> None:
        done = 0
        with transaction.atomic():
            stamps.lock(self.collection)
            rows = _unpickled(waiting)
            while batch := list(islice(rows, BATCH)):
                self._write_batch(batch)
                done += len(batch)
                self.progress("write", done)
            stamps.bump(self.collection)
            self.report.written = True
            self.committing(self.report)

    def _write_batch(self, batch: Sequence[Checked]) -> None:
        with_records(self.collection, [row.values for row in batch])
        there = Existing(self.collection, self.actor, [(row.key, row.values) for row in batch])
        new, changed = [], []
        for row in batch:
            record = there.of(row.key, row.values)
            if record is None:
                new.append(row.values)
            elif diff := there.differs(record, row.values):
                changed.append((record, row.values, diff))
        if new:
            writing.create_many(
                self.collection, new, self.user, state=self.state, reason=self.reason, action="imported"
            )
        if changed:
            writing.update_many(self.collection, changed, self.user, reason=self.reason, action="imported")


def _refused(error: Exception) -> str:
    if no_room(error):
        return _("The disk of the site is full. Nothing is written; try again when there is room.")
    if isinstance(error, DatabaseError):
        return _("The database refused it; nothing is written: %(error)s") % {"error": error}
    return _("The file cannot be read, or the disk refused it; nothing is written: %(error)s") % {"error": error}


def _at(row: Any, path: str) -> Iterator[Any]:
    """What the data of a row says at a path, once for each child."""
    first, _dot, rest = path.partition(".")
    value = row.get(first) if isinstance(row, Mapping) else None
    if not rest:
        if not isinstance(value, list | dict):
            yield value
        return
    for child in value if isinstance(value, list) else []:
        yield from _at(child, rest)


def _cell(value: Any) -> Any:
    """A cell of the file of faulty rows."""
    if isinstance(value, list | dict):
        return kept(json.dumps(value, ensure_ascii=False, default=str))
    return inert(kept(value)) if isinstance(value, str) and value else value


def _unpickled(file: IO[bytes]) -> Iterator[Checked]:
    while True:
        try:
            yield pickle.load(file)  # this process wrote it a moment ago, to a file that has no name
        except EOFError:
            return
