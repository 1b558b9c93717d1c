"""Cells of files from outside, as their own programs show them; lists and answer sheets."""
