"""Pages: a document to read, and the register of mandates. Each is one file that asks the network for nothing."""

from __future__ import annotations

from isonomia.pages.document import document_page
from isonomia.pages.register import register_page

__all__ = ["document_page", "register_page"]
