"""What a person asks of the program: one function, one thing, one transaction."""
