"""Characters that no text of a person has, and what turns or hides a name."""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no page, feed, workbook or database holds."""


def kept(text: str) -> str:
    """The text with a mark in place of what cannot be kept."""
    return CONTROL.sub("\ufffd", text)


def plain_name(name: object) -> str:
    """The name of a file as people see it: without controls and without what turns the letters around it."""
    return "".join(letter for letter in str(name) if letter.isprintable()).strip()
