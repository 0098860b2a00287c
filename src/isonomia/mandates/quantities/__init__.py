"""Printed quantities: numbers, their units and what they count, by the tables of one file per language."""
