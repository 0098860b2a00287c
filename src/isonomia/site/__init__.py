"""The site: collections of records on the web, in six languages; the one room that knows Django."""
