"""The record of every change, as a chain of hashes (R14)."""
