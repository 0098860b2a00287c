"""The fields that records are made of, besides Django's own."""

from isonomia.site.records.fields.codes import Code, Codes, Country
from isonomia.site.records.fields.names import Initials
from isonomia.site.records.fields.parents import ParentKey
from isonomia.site.records.fields.texts import MultilingualText

__all__ = ["Code", "Codes", "Country", "Initials", "MultilingualText", "ParentKey"]
