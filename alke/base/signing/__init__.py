"""Seals PDF files (PAdES) and says of any PDF file whether it is ours, whole and valid.

`office` is the door: it knows the settings and does the work in a process of its own, so that
neither a hostile file nor a slow import reaches the pages. What stands behind it may be called
directly by whoever has the time: jobs, commands, tests.
"""
