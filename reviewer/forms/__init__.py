"""Review forms as files: read, checked line by line, and found by id."""
