"""Pages of signing in, roles, organisations."""
