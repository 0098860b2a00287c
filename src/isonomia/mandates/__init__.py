"""A Document becomes duties: who is asked to do what, how strongly, under which condition, by when."""
