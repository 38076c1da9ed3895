"""Pages of the front page, the desk, and pages about the service."""
