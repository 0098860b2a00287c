"""The grammars of the six languages, as data."""
