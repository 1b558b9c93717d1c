"""The list of cases: its lines, what searches and filters leave of them, how they are shown."""
