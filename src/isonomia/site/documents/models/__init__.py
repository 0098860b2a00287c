"""The tables of documents and mandates."""

from isonomia.site.documents.models.corrections import Correction, CorrectionKind
from isonomia.site.documents.models.documents import Document, Expression, Reading
from isonomia.site.documents.models.mandates import Mandate
from isonomia.site.documents.models.pairings import Pairing

__all__ = ["Correction", "CorrectionKind", "Document", "Expression", "Mandate", "Pairing", "Reading"]
