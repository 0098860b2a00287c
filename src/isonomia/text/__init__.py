"""A file becomes a Document: readers, repair, structure, symbols, citations, Akoma Ntoso."""
