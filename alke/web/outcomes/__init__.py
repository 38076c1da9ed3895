"""Pages of conclusions and memos."""
