"""Alke: the regional development discussions from guidance letter to follow-up."""
