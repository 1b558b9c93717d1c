"""The summary workbook: one layout, its writer and its reader."""
