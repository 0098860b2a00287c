"""The tables that all collections share, and the bases of their own."""

from isonomia.site.records.models.codelist import CodeList, Term
from isonomia.site.records.models.job import ImportJob
from isonomia.site.records.models.provenance import Change, ChangedBlock, CollectionState, Source, SourceLink
from isonomia.site.records.models.record import FRAME_FIELDS, Child, Record, State, new_key

__all__ = [
    "FRAME_FIELDS", "Change", "ChangedBlock", "Child", "CodeList", "CollectionState", "ImportJob", "Record", "Source",
    "SourceLink", "State", "Term", "new_key",
]  # fmt: skip
