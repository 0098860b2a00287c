"""The pages of documents and mandates."""
