"""Comparisons and traces that were made, so that a page does not make them again."""

from __future__ import annotations

from typing import Any

from django.db import models

from isonomia.site.documents.models.documents import Expression


class Pairing(models.Model):
    """Two expressions set side by side by one program; `data` is what the pages show of it.

    It is made anew when either was read or corrected since, or the program changed. `related`: the site itself says
    that they belong together; any two others are set side by side when a reader asks. `brief` has what other pages need
    of `data`; `asked` and `answered` are counts of a trace.
    """

    COMPARE, TRACE = "compare", "trace"

    kind = models.CharField(max_length=10)
    first = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="+")
    first_reading = models.CharField(max_length=64)
    second_reading = models.CharField(max_length=64)
    program = models.CharField(max_length=40)
    options = models.CharField(max_length=40, blank=True, default="")
    data: models.JSONField[Any, Any] = models.JSONField()
    brief: models.JSONField[Any, Any] = models.JSONField(default=dict)
    related = models.BooleanField(default=False)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_reading", "second_reading", "program", "options"], name="one_pairing_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_reading[:8]} {self.second_reading[:8]}"
