"""What every collection of records shares: model, sources, workflow, pages, facets, export, import, API, feed."""
