"""A form that makes something new is taken once, however often its button is pressed."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput

KEEP = 60 * 60 * 10  # seconds: as long as a session
FIELD = "kerran"
LONGEST = 40


class Sent(Exception):
    """The form was sent before; `made` is the address to which that led."""

    def __init__(self, made: str) -> None:
        super().__init__(made)
        self.made = made


def new_token() -> str:
    """For the hidden field of a form."""
    return uuid.uuid4().hex


def next_token(token: str) -> str:
    """For a form that is shown again: the same while it can still be sent, else a new one."""
    return token if token and _known(token) is None else new_token()


@contextmanager
def sending(token: str) -> Iterator[None]:
    """Around what a form makes: only its first sending passes; one without a token always does.

    A later one raises `Sent`, or `BadInput` while nothing is known of the first. Whatever goes
    wrong within, the form can be sent again.
    """
    if token and not _notes().add(_key(token), "", KEEP):
        made = _known(token)  # None: the note could not be written, which says nothing
        if made:
            raise Sent(made)
        if made is not None:
            raise BadInput(
                _(
                    "The form has been sent already, but what came of it is not known yet. "
                    "Look whether it was saved before you send it again."
                )
            )
    try:
        yield
    except BaseException:
        _notes().delete_many([_key(token)])
        raise


def remember(token: str, made: str) -> None:
    """What came of the form: the address to which its second sending leads."""
    if token:
        _notes().set(_key(token), made, KEEP)


def _known(token: str) -> str | None:
    found = _notes().get(_key(token))
    return None if found is None else str(found)


def _notes() -> BaseCache:
    return caches["notes"]


def _key(token: str) -> str:
    return f"once-{token[:LONGEST]}"
