"""Isonomia: from the resolution that asks to the record that answers.

The public names, flat. `read` makes a Document of a file; `extract_mandates` says who must do what.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from isonomia.errors import IsonomiaError
from isonomia.mandates.expressions import Disagreement, Work, compare_expressions
from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import Due, Mandate
from isonomia.text.model import Citation, Document, Heading, Note, Paragraph, Source, Warning
from isonomia.text.read import read
from isonomia.text.roles import paragraph_roles

if TYPE_CHECKING:
    from isonomia.mandates.chain import chain
    from isonomia.mandates.evidence import NotTraceable, Trace, trace
    from isonomia.mandates.figure_series import figure_series
    from isonomia.mandates.figures import Figure, extract_figures
    from isonomia.mandates.lineage import Comparison, NotComparable, compare

__version__ = "0.1.0"
__all__ = [
    "Citation",
    "Comparison",
    "Disagreement",
    "Document",
    "Due",
    "Figure",
    "Heading",
    "IsonomiaError",
    "Mandate",
    "NotComparable",
    "NotTraceable",
    "Note",
    "Paragraph",
    "Source",
    "Trace",
    "Warning",
    "Work",
    "chain",
    "compare",
    "compare_expressions",
    "extract_figures",
    "extract_mandates",
    "figure_series",
    "paragraph_roles",
    "read",
    "trace",
]

_LATER = {
    "Comparison": "lineage",
    "Figure": "figures",
    "NotComparable": "lineage",
    "NotTraceable": "evidence",
    "Trace": "evidence",
    "chain": "chain",
    "compare": "lineage",
    "extract_figures": "figures",
    "figure_series": "figure_series",
    "trace": "evidence",
}
"""Names that are loaded when they are first asked for, with their modules of the room of mandates: a command that does
not need them starts sooner."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"isonomia.mandates.{_LATER[name]}"), name)
