"""What others may listen to: that records were written, inside the transaction that writes them."""

from __future__ import annotations

from django.dispatch import Signal

written = Signal()
"""Sent with `collection` (its declaration) and `pks` (the numbers of the records, or None: any may have changed)."""
