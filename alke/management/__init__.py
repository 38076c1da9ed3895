"""The command line; thin, each command calls one operation or query."""
