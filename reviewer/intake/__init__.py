"""A force's list: from the file as it came to checked cases and named problems."""
