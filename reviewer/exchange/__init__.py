"""Files that a team exchanges besides workbooks: one signed container, sealed where it must be."""
