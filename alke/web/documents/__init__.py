"""Documents: what stands on the pages as files, and files that come back."""
