"""Knows neither tables nor pages: verdicts, the clock, holidays, texts, languages."""
