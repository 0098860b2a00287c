"""The pages of accounts: one's own, the way in, and those of administrators."""
