"""Case summaries, the inspection summary and the blank form as PDF."""
