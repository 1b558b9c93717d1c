"""Blocks on pages: what a print is set of, and how it flows."""
