"""Documents and the mandates in them: loading, reading, comparing, tracing, correcting."""
