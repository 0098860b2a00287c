"""Trends: the same countries over the years, as counts, rates or an index, with what breaks them, as pictures."""
