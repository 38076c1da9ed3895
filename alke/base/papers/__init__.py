"""Produced documents: what stands on them, and how they become Word and PDF files."""
