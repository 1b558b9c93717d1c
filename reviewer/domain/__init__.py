"""The rules of review: forms, cases, reviews and what follows from them."""
