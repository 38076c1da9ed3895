"""Files that people bring: what they are by their content, and whether they are let in."""
