"""Crime statistics on the site: datasets that were published, their checks, indicators of them, the classification."""
