"""Survey microdata: designs with weights, strata and clusters, and the indicators that are proportions of answers."""
