"""A nested, sensitive, multilingual collection, to prove the frame: court cases with defendants and charges."""
