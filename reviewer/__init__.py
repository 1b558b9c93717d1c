"""The work of reviewing a force's sampled case files, in plain Python."""
