"""Runs imports beside the requests: one thread at a time, its progress kept where the page can see it."""

from __future__ import annotations

import os
import secrets
import threading
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from isonomia.site.records.access import Actor
from isonomia.site.records.models import ImportJob
from isonomia.site.records.registry import collection
from isonomia.site.records.transfer.importing import Import
from isonomia.site.records.transfer.report import Report

PROCESS = f"{os.getpid()}-{secrets.token_hex(4)}"
"""This process: a job of another one that is said to run was stopped with it."""
_one_at_a_time = threading.Lock()
RUNNING = (ImportJob.Stage.CHECKING, ImportJob.Stage.WRITING)


def folder() -> Path:
    """Where files wait."""
    path = Path(settings.DATA) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def faulty_path(job: ImportJob) -> Path:
    """Where the faulty rows of a job are."""
    return Path(job.path + ".faulty.csv")


def receive(upload: Any, **fields: Any) -> ImportJob:
    """Keeps an uploaded file and begins to check it."""
    path = folder() / secrets.token_hex(16)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    job = ImportJob.objects.create(path=str(path), file_name=str(upload.name)[:200], process=PROCESS, **fields)
    start(job, dry_run=True)
    return job


def begin_writing(job: ImportJob, *, partial: bool) -> bool:
    """Begins to write a checked job, once; whether it was there to be begun."""
    mine = ImportJob.objects.filter(pk=job.pk, stage=ImportJob.Stage.CHECKED)
    if not mine.update(stage=ImportJob.Stage.WRITING, partial=partial, done=0, process=PROCESS):
        return False
    job.refresh_from_db()
    start(job, dry_run=False)
    return True


def start(job: ImportJob, *, dry_run: bool) -> None:
    """Runs a job: beside the request, or at once where the setting ISONOMIA_JOBS is `inline`."""
    language = translation.get_language() or "en"
    if getattr(settings, "ISONOMIA_JOBS", "") == "inline":
        run(job, dry_run=dry_run)
        return
    thread = threading.Thread(target=_beside, args=(job.pk, dry_run, language), daemon=True, name=f"import-{job.pk}")
    thread.start()


def _beside(pk: int, dry_run: bool, language: str) -> None:
    try:
        with _one_at_a_time, translation.override(language):
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
            jobs.update(done=done)

    try:
        with faulty_path(job).open("w", encoding="utf-8", newline="") as faulty:
            report = _import(job, dry_run, faulty, progress)
    except PermissionDenied as refusal:
        report = Report(problem=str(refusal))
    except Exception as error:
        jobs.update(stage=ImportJob.Stage.STOPPED, report=Report(problem=_("A fault of the site stopped it.")).plain())
        raise error
    stage = ImportJob.Stage.WRITTEN if report.written else ImportJob.Stage.CHECKED
    if report.problem or (not dry_run and not report.written):
        stage = ImportJob.Stage.REFUSED
    jobs.update(stage=stage, report=report.plain(), done=report.rows)
    if stage != ImportJob.Stage.CHECKED:
        Path(job.path).unlink(missing_ok=True)


def _import(job: ImportJob, dry_run: bool, faulty: IO[str], progress: Any) -> Report:
    return Import(
        collection(job.collection), Actor.of(job.user), job.user, Path(job.path), dry_run=dry_run, partial=job.partial,
        state=job.state, reason=job.reason, faulty_rows=faulty, progress=progress,
    ).run()  # fmt: skip


def seen(job: ImportJob) -> ImportJob:
    """The job as its page shows it: one that another process was running, and does no more, was stopped."""
    if job.stage in RUNNING and job.process != PROCESS and getattr(settings, "ISONOMIA_ONE_PROCESS", True):
        ImportJob.objects.filter(pk=job.pk, stage=job.stage).update(stage=ImportJob.Stage.STOPPED)
        job.refresh_from_db()
    return job
