"""`python -m isonomia.site searchindex`: how the index is; build it anew, let it follow, forget words, retry."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from isonomia.errors import IsonomiaError
from isonomia.site.search.building import rebuild
from isonomia.site.search.following import drain
from isonomia.site.search.models import Outbox
from isonomia.site.search.state import current, database, index, index_status


class Command(BaseCommand):
    """See the module."""

    help = "says how the search index is, builds it anew, or lets it follow what changed"

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument(
            "task",
            nargs="?",
            default="status",
            choices=["status", "check", "rebuild", "drain", "retry", "prune"],
            help="status: at once; check: reads all of it; rebuild; drain: follow the outbox; retry: what could not be"
            " indexed; prune: forget words that nothing has any more",
        )

    def handle(self, *args: Any, task: str, **options: Any) -> None:
        """Does it, and says how the index is then. CommandError where it can do its work no longer."""
        try:
            if task == "rebuild":
                done = rebuild(lambda kind, rows: self.stderr.write(f"{kind} {rows}"))
                for fault in done.faults.values():
                    self.stderr.write(fault)
            elif task == "retry":
                Outbox.objects.using(database()).exclude(fault="").update(fault="")
            if task in ("drain", "retry"):
                drain(progress=lambda lines: self.stderr.write(f"{lines} changes followed"))
            if task == "prune":
                self.stdout.write(f"{index(current().generation).prune()} words forgotten")
        except IsonomiaError as error:
            raise CommandError(str(error)) from error
        status = index_status(thorough=task == "check")
        self.stdout.write(f"{status.state}: {status.rows} rows, {status.behind} changes behind, {status.failed} failed")
        if status.reason:
            self.stdout.write(status.reason)
        if not status.usable:
            raise CommandError("the index cannot be asked")
