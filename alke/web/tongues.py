"""Marks the language of what people wrote where it is not the page's (WCAG 3.1.2).

Pages call `tongue`, `titled`, `worded` and `lang`; forms, addresses and attributes take the plain
text.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from alke.base.languages import active

OWN = "fi"  # where nothing tells the language


def _get(thing: Any, name: str) -> str:
    found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
    return found or ""


def tongue(text: str, code: str = OWN, page: str = "") -> Markup:
    """The text; within an element of its own where its language is not the page's."""
    if not text or not code or code == (page or active()):
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(code, text)


def lang(code: str) -> Markup:
    """The attribute of an element whose language is not the page's."""
    return Markup("") if code in {"", active()} else Markup(' lang="{}"').format(code)


def titled(thing: Any, code: str = OWN) -> Markup:
    """The title of a topic or an action, a row or frozen, in Swedish on Swedish pages.

    `code` is the language of what does not say its own.
    """
    page = active()
    if page == "sv" and (swedish := _get(thing, "title_sv")):
        return escape(swedish)
    return tongue(_get(thing, "title"), _get(thing, "language") or code, page)


def worded(texts: Mapping[str, str], own: str) -> tuple[str, str]:
    """The language and the text to show: the reader's, else the thing's own, else any."""
    code = next((code for code in (active(), own) if texts.get(code)), "")
    return (code, texts[code]) if code else next(iter(texts.items()), ("", ""))
