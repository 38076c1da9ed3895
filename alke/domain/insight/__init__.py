"""Reads across everything: tasks, changes, readiness, what a body owes."""
