"""The review file: one encrypted SQLite database."""
