"""Outcomes: conclusions of joint discussions, memos of regional meetings."""
