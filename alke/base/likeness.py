"""How alike two texts are (rapidfuzz, loaded when first asked, for it takes 3 MB)."""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any


def likeness(text: str, other: str) -> float:
    """From 0, nothing in common, to 100, the same."""
    return float(_rapidfuzz().fuzz.ratio(text, other))


def most_alike(text: str, others: Iterable[str], *, at_least: int, limit: int) -> list[str]:
    """Of `others` those that are at least so alike, the most alike first."""
    library = _rapidfuzz()
    found = library.process.extract(
        text, list(others), scorer=library.fuzz.ratio, score_cutoff=at_least, limit=limit
    )
    return [other for other, _likeness, _place in found]


@lru_cache
def _rapidfuzz() -> Any:
    import_module("rapidfuzz.fuzz")
    import_module("rapidfuzz.process")
    return import_module("rapidfuzz")
