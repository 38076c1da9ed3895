"""Samples: the 2024 round replayed through the operations, and synthetic data for benchmarks."""
