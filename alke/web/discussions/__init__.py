"""Pages of one discussion."""
