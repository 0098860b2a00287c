"""Bodies and meetings: who decides what, when it met, what it adopted."""
