"""Benchmarks; README.md says how to read them."""
