"""Pages of follow-up that are not derived: what I am asked, coverage, what nobody answered."""
