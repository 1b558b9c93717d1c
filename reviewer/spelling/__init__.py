"""Dictionaries: which words a language has, and which are near one that it has not."""
