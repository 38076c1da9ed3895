"""The fixed words of papers: as they are shipped and translated, or as a round words them.

Whoever makes a paper takes `printed` for its `_`, and makes it within `own_words`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext, override

from alke.base.languages import active

Own = Mapping[str, Mapping[str, str]]  # by language: the shipped English text, and what it becomes

_own: ContextVar[Own | None] = ContextVar("own words of papers", default=None)


@contextmanager
def own_words(own: Own, language: str) -> Iterator[None]:
    """Makes papers in a language, with the round's own words in place of the shipped ones."""
    token = _own.set(own)
    try:
        with override(language):
            yield
    finally:
        _own.reset(token)


def printed(text: str) -> str:
    """The text in the active language, in the words of whoever the paper is made for."""
    own = _own.get()
    if own and (words := own.get(active(), {}).get(text)):
        return words
    return gettext(text)
