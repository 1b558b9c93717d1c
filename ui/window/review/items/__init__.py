"""The items of a section: each in a card, with what is said about it below."""
