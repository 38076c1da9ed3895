"""Produced documents: what each kind holds, the Word round trip of the sheet."""
