"""Rounds: what a year's discussions consist of, when, and what is odd about it."""
