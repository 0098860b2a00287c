"""Follow-up: what those who were asked say that they did, and what nobody answered."""
