"""What the index still has to do, and what it was built with. The index's own tables are made by the builder."""

from __future__ import annotations

from typing import Any

from django.db import models


class Outbox(models.Model):
    """Something changed that can be searched. Written in the transaction of the change, so that none is forgotten.

    `replay` marks what the present index has and the one that is being built may not have. `fault` sets aside what
    could not be indexed, so that it does not hold up the rest.
    """

    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=400)
    at = models.DateTimeField(auto_now_add=True)
    replay = models.BooleanField(default=False)
    fault = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class IndexState(models.Model):
    """One row: which generation of the index is read, and which, if any, is being built."""

    generation = models.PositiveIntegerField(default=0)
    """0: there is none."""
    analyser = models.CharField(max_length=60, default="")
    kinds: models.JSONField[Any, Any] = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    last_change = models.PositiveBigIntegerField(default=0)
    """The newest line of the outbox that the index has followed."""
    built = models.DateTimeField(null=True, blank=True)
    building = models.PositiveIntegerField(null=True, blank=True)
    builder = models.CharField(max_length=40, default="", blank=True)
    alive = models.DateTimeField(null=True, blank=True)
    """When the builder was last heard of."""

    def __str__(self) -> str:
        return f"generation {self.generation}, {self.rows} rows"
