"""The items of a section: each in a card, with what is shown about it below."""
