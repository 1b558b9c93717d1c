"""Finding what looks as if it named a person in typed text."""
