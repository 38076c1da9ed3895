"""The two parts that stand hundreds of times on a page, ready made: states and responsible bodies.

Pages import them like any other macro, from parts/state.html and parts/org.html.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from alke.web.sprite import glyph, word


def _get(thing: Any, name: str, default: Any = "") -> Any:
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return default if value is None else value


@lru_cache(maxsize=4096)
def _chip(short: str, name: str, address: str, side: str, leads: str) -> str:
    """One body; its list item is still open, so that a button can follow."""
    text = escape(short)
    if name and name != short:
        text = Markup('<abbr title="{}">{}</abbr>').format(name, short)
    if address:
        text = Markup('<a href="{}">{}</a>').format(address, text)
    said = Markup('<span class="vh"> {}</span>').format(leads) if leads else ""
    primary = " pri" if leads else ""
    return str(Markup('<li class="org {}{}">{}{}').format(side, primary, text, said))


def _org(item: Any, side: str, leads: str) -> str:
    body = _get(item, "organisation", item)
    short, name, address = _get(body, "short"), _get(body, "name"), _get(item, "url")
    return _chip(str(short), str(name), str(address), str(side), leads)


def org(item: Any, side: str, more: str = "") -> Markup:
    """One body; `more` stands in its list item too, such as a button that removes it."""
    leads = _("(leads)") if _get(item, "lead", default=False) else ""
    chip = Markup(_org(item, side, leads))  # noqa: S704 - escaped part by part
    return chip + (Markup(" {}").format(more) if more else "") + Markup("</li>")


def orgs(items: Iterable[Any], side: str) -> Markup:
    """Responsible bodies, those that lead first and filled; `items` are organisations or rows with
    `.organisation`, each with `short`, and maybe `name`, `lead`, `url`.
    """
    leading: list[Any] = []
    others: list[Any] = []
    for item in items:
        (leading if _get(item, "lead", default=False) else others).append(item)
    word = _("(leads)") if leading else ""
    chips = [_org(item, side, word) for item in leading]
    chips += [_org(item, side, "") for item in others]
    inner = "".join(f"{chip}</li>" for chip in chips)
    return Markup(f'<ul class="orgs" role="list">{inner}</ul>')  # noqa: S704 - escaped part by part


@lru_cache(maxsize=2048)
def _state(shape: Markup, text: str, classes: str) -> Markup:
    return Markup('<span class="state{}">{}{}</span>').format(classes, shape, text)


def state(code: str, text: str = "", quiet: bool = False) -> Markup:  # noqa: FBT001, FBT002
    """Shape and word of a state; `text` replaces the word, `quiet` is for what waits."""
    classes = (" quiet" if quiet else "") + (" bad" if code == "error" else "")
    return _state(glyph(code), str(text) or word(code), classes)
