"""What pages and dialogs are made of: widgets that know the theme and nothing of a case."""
