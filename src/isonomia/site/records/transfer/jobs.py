"""Runs imports beside the requests: one at a time in a process, their progress kept where the page can see it.

Who works on a job holds the lock of its file, which the system lets go when a process ends, however it ends: a job that
is said to run, and whose file nobody holds, was stopped. So any number of processes may serve the same data directory.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.utils import translation
from django.utils.translation import gettext as _

from isonomia.site.characters import plain_name
from isonomia.site.records.access import Actor
from isonomia.site.records.models import ImportJob
from isonomia.site.records.registry import collection
from isonomia.site.records.transfer.importing import Import
from isonomia.site.records.transfer.report import Report

Stage = ImportJob.Stage
RUNNING = (Stage.CHECKING, Stage.WRITING)
OPEN = (*RUNNING, Stage.CHECKED)
"""Stages in which the file is needed."""
KEPT_SECONDS = 7 * 86_400
"""How long a file waits for its sender to decide: it may hold what is not to be kept."""
MOMENT = 2.0
"""Seconds that who begins waits for who is just ending."""
_one_at_a_time = threading.Lock()


def folder() -> Path:
    """Where files wait."""
    path = Path(settings.DATA) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def faulty_path(job: ImportJob) -> Path:
    """Where the faulty rows of a job are."""
    return Path(job.path + ".faulty.csv")


def _locked(file: IO[bytes]) -> bool:
    """Takes the lock of an open file; false where somebody has it. It is let go when the file is closed."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        import msvcrt

        file.seek(1 << 40)  # beyond the file: what is locked there cannot be read
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _held(path: str | Path, *, wait: float = 0.0) -> IO[bytes] | None:
    """The waiting file, open and locked; None where it is gone or somebody works on it."""
    until = time.monotonic() + wait
    try:
        file = Path(path).open("rb+")  # noqa: SIM115 - whoever takes the lock closes it
    except OSError:
        return None
    while not _locked(file):
        if time.monotonic() >= until:
            file.close()
            return None
        time.sleep(0.05)
    return file


def receive(upload: Any, **fields: Any) -> ImportJob:
    """Keeps an uploaded file and begins to check it. Where it cannot be kept nothing is left of it. Raises OSError."""
    tidy()
    path = folder() / secrets.token_hex(16)
    file = path.open("wb")
    try:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        _locked(file)
        job = ImportJob.objects.create(path=str(path), file_name=plain_name(upload.name)[:200] or "?", **fields)
    except BaseException:
        file.close()
        path.unlink(missing_ok=True)
        raise
    start(job, file, dry_run=True)
    return job


def begin_writing(job: ImportJob, *, partial: bool) -> bool:
    """Begins to write a checked job, once; whether it was there to be begun."""
    return _begin(job, Stage.CHECKED, Stage.WRITING, dry_run=False, partial=partial)


def begin_again(job: ImportJob) -> bool:
    """Begins to check a job again that was stopped; whether its file is still there and nobody works on it."""
    return _begin(job, Stage.STOPPED, Stage.CHECKING, dry_run=True)


def _begin(job: ImportJob, before: str, stage: str, *, dry_run: bool, **fields: Any) -> bool:
    file = _held(job.path, wait=MOMENT)
    if file is None:
        return False
    mine = ImportJob.objects.filter(pk=job.pk, stage=before)
    try:
        begun = mine.update(stage=stage, done=0, **fields)
    except BaseException:
        file.close()
        raise
    if not begun:
        file.close()
        return False
    job.refresh_from_db()
    start(job, file, dry_run=dry_run)
    return True


def start(job: ImportJob, file: IO[bytes], *, dry_run: bool) -> None:
    """Runs a job whose file is held: beside the request, or at once where the setting ISONOMIA_JOBS is `inline`."""
    language = translation.get_language() or "en"
    if getattr(settings, "ISONOMIA_JOBS", "") == "inline":
        with file:
            run(job, dry_run=dry_run)
        return
    how = (job.pk, file, dry_run, language)
    threading.Thread(target=_beside, args=how, daemon=True, name=f"import-{job.pk}").start()


def _beside(pk: int, file: IO[bytes], dry_run: bool, language: str) -> None:
    try:
        with file, _one_at_a_time, translation.override(language):
            job = ImportJob.objects.filter(pk=pk).first()
            if job is not None:
                run(job, dry_run=dry_run)
    finally:
        connection.close()


def run(job: ImportJob, *, dry_run: bool) -> None:
    """Checks a job's file, or checks it again and writes it."""
    jobs = ImportJob.objects.filter(pk=job.pk)

    def progress(stage: str, done: int) -> None:
        # what is being written is in a transaction of its own kind: nobody would see its progress before its end
        if stage == "check":
            with suppress(OperationalError):  # another import is being written: the count is not worth a failure
                jobs.update(done=done)

    def committing(report: Report) -> None:
        # with the records or not at all: a job that was stopped just afterwards is not written twice
        jobs.update(stage=Stage.WRITTEN, report=report.plain(), done=report.rows)

    try:
        with faulty_path(job).open("w", encoding="utf-8", newline="") as faulty:
            report = Import(
                collection(job.collection), Actor.of(job.user), job.user, Path(job.path), dry_run=dry_run,
                partial=job.partial, state=job.state, reason=job.reason, faulty_rows=faulty, progress=progress,
                committing=committing,
            ).run()  # fmt: skip
    except PermissionDenied as refusal:
        report = Report(problem=str(refusal))
    except Exception:
        jobs.update(stage=Stage.STOPPED, report=Report(problem=_("A fault of the site stopped it.")).plain())
        raise
    stage = _stage(report, dry_run)
    if stage != Stage.WRITTEN:
        jobs.update(stage=stage, report=report.plain(), done=report.rows)
    if stage in (Stage.WRITTEN, Stage.REFUSED):
        Path(job.path).unlink(missing_ok=True)


def _stage(report: Report, dry_run: bool) -> str:
    """Where a job stands after a run. What may go better another time keeps its file."""
    if report.written:
        return Stage.WRITTEN
    if report.passing:
        return Stage.STOPPED
    return Stage.CHECKED if dry_run and not report.problem else Stage.REFUSED


def seen(job: ImportJob) -> ImportJob:
    """The job as its page shows it: one that is said to run and on which nobody works was stopped, and so was one whose
    file is gone."""
    if job.stage not in OPEN or (job.stage == Stage.CHECKED and os.path.exists(job.path)):
        return job
    file = _held(job.path)
    if file is None and os.path.exists(job.path):
        return job
    with file or nullcontext():
        # who was at work said what came of it before it let go
        ImportJob.objects.filter(pk=job.pk, stage=job.stage).update(stage=Stage.STOPPED, report={})
    job.refresh_from_db()
    return job


def may_begin_again(job: ImportJob) -> bool:
    """Whether a job was stopped and its file is still there."""
    return job.stage == Stage.STOPPED and os.path.exists(job.path)


def tidy() -> None:
    """Removes the files of jobs that nobody decided on for a week, and their faulty rows."""
    for path in folder().iterdir():
        try:
            old = time.time() - path.stat().st_mtime > KEPT_SECONDS
            if old and (file := _held(path)) is not None:
                with file:
                    path.unlink(missing_ok=True)
        except OSError:
            continue  # another process was faster
