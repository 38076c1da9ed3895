"""A form that makes something new is taken once, however often its button is pressed."""

import uuid

from django.core.cache import cache

KEEP = 60 * 60 * 10  # seconds: as long as a session
FIELD = "kerran"
LONGEST = 40


def new_token() -> str:
    """For the hidden field of a form."""
    return uuid.uuid4().hex


def is_first(token: str) -> bool:
    """Whether the form is sent for the first time; a form without a token always is."""
    return not token or cache.add(_key(token), "", KEEP)


def remember(token: str, made: str) -> None:
    """What came of the form: the address to which its second sending leads."""
    if token:
        cache.set(_key(token), made, KEEP)


def made_by(token: str) -> str:
    """What came of the first sending; empty while it is under way."""
    return str(cache.get(_key(token)) or "")


def forget(token: str) -> None:
    """The form was refused: it may be sent again."""
    if token:
        cache.touch(_key(token), 0)


def _key(token: str) -> str:
    return f"once-{token[:LONGEST]}"
