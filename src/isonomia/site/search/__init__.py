"""Search over everything that the site holds: one analyser for six languages, two indexes with the same hits."""
