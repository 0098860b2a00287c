"""Isonomia: from the resolution that asks to the record that answers.

The public names, flat. `read` makes a Document of a file; `extract_mandates` says who must do what.
"""

from __future__ import annotations

from isonomia.errors import IsonomiaError
from isonomia.mandates.expressions import Disagreement, Work, compare_expressions
from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import Due, Mandate
from isonomia.text.model import Citation, Document, Heading, Note, Paragraph, Source, Warning
from isonomia.text.read import read
from isonomia.text.roles import paragraph_roles

__version__ = "0.1.0"
__all__ = [
    "Citation",
    "Disagreement",
    "Document",
    "Due",
    "Heading",
    "IsonomiaError",
    "Mandate",
    "Note",
    "Paragraph",
    "Source",
    "Warning",
    "Work",
    "compare_expressions",
    "extract_mandates",
    "paragraph_roles",
    "read",
]
