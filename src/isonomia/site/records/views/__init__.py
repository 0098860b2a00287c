"""The pages of collections, each for any collection."""
