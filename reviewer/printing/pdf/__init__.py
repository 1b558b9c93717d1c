"""A PDF as a file: numbered objects, fonts, structure, description and signature."""
