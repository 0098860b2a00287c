"""Code lists as the pages use them: read once, kept while nothing changes, seeded from registers and files."""

from isonomia.site.records.codelists.lookup import Entry, Terms, collated, fold, forget, terms
from isonomia.site.records.codelists.seeding import seed

__all__ = ["Entry", "Terms", "collated", "fold", "forget", "seed", "terms"]
