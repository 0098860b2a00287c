"""The fields of a dataset that are of a kind of their own."""

from __future__ import annotations

from isonomia.site.records.kinds import Kind, Text


class Kept(Text):
    """A text that the site fills in: the form carries it along unseen, and says what is wrong with it."""

    input = "kept"


KINDS: dict[str, type[Kind]] = {"fingerprint": Kept}
"""The fields that are of a kind of their own."""
