"""Taking records away as files, and bringing them in."""
