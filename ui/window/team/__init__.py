"""A team's register and the workbooks of others: checked, merged, decided, returned."""
