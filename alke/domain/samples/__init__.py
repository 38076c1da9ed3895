"""The sample: the rounds of 2023 and 2024, replayed from files through the real operations."""
