"""Indicators of the Sustainable Development Goals from tables of statistics."""
