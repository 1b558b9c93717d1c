"""Every print as PDF: cases, summaries, lists, notices, sheets and the blank form."""
