"""Topics and actions: the sheet, prepared together by two sides, and its publication."""
