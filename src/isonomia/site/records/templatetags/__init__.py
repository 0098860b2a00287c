"""Tags of the pages of collections."""
