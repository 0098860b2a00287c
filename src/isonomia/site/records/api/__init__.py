"""The collections for programs: the same records, filters and visibility as the pages."""
