"""Every count, percentage and interval that screen, workbook and print show."""
