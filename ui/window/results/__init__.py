"""What comes of the reviews: the summary, earlier visits, the signed workbook, prints."""
