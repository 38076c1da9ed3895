"""Addresses of pages, each worked out once: a page has dozens, and many pages the same."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def link(page: str, *args: Any) -> str:
    """What `reverse` gives in the active language."""
    return _link(page, args, get_language(), get_script_prefix())


@lru_cache(maxsize=8192)
def _link(page: str, args: tuple[Any, ...], _language: str | None, _prefix: str) -> str:
    return reverse(page, args=args)
