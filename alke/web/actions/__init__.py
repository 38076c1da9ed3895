"""Pages of actions for life."""
