from __future__ import annotations
def document_page(d): return ""
