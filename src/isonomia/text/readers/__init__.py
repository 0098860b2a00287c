"""Readers: one file format each; all give lines with layout hints."""
