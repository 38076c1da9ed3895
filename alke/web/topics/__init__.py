"""Pages of the sheet."""
