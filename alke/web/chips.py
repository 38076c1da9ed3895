"""The two parts that stand hundreds of times on a page, ready made: states and responsible bodies.

Pages import them like any other macro, from parts/state.html and parts/org.html.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from alke.base.languages import active, pick
from alke.domain.people.models import Organisation
from alke.web.sprite import glyph, word


def _get(thing: Any, name: str, default: Any = "") -> Any:
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return default if value is None else value


def _names(body: Any, language: str) -> tuple[str, str]:
    if isinstance(body, Organisation):
        return pick(body, "short", language), pick(body, "name", language)
    return str(_get(body, "short")), str(_get(body, "name"))


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


def _org(item: Any, side: str, leads: str, language: str) -> str:
    short, name = _names(_get(item, "organisation", item), language)
    return _chip(short, name, str(_get(item, "url")), str(side), leads)


@lru_cache
def _leads(_language: str) -> str:
    return _("(leads)")


def org(item: Any, side: str, more: str = "") -> Markup:
    """One body; `more` stands in its list item too, such as a button that removes it."""
    language = active()
    leads = _leads(language) if _get(item, "lead", default=False) else ""
    chip = Markup(_org(item, side, leads, language))  # noqa: S704 - escaped part by part
    return chip + (Markup(" {}").format(more) if more else "") + Markup("</li>")


def orgs(items: Iterable[Any], side: str, language: str = "") -> Markup:
    """Responsible bodies, those that lead first and filled; `items` are organisations or rows with
    `.organisation`, each with `short`, and maybe `name`, `lead`, `url`.
    """
    language = language or active()
    leading: list[Any] = []
    others: list[Any] = []
    for item in items:
        (leading if _get(item, "lead", default=False) else others).append(item)
    chips = [_org(item, side, _leads(language), language) for item in leading]
    chips += [_org(item, side, "", language) for item in others]
    inner = "".join(f"{chip}</li>" for chip in chips)
    return Markup(f'<ul class="orgs" role="list">{inner}</ul>')  # noqa: S704 - escaped part by part


def named(rows: Iterable[Any], side: str, *, declined: bool) -> Markup:
    """The bodies of a side that answer for an action; with `declined` also who has declined."""
    language = active()
    own = [row for row in rows if _get(row, "side") == side]
    chips = orgs([row for row in own if _get(row, "answer") != "declined"], side, language)
    names = [
        _names(_get(row, "organisation"), language)[0]
        for row in own
        if declined and _get(row, "answer") == "declined"
    ]
    if not names:
        return chips
    text = _("Declined: %(bodies)s") % {"bodies": ", ".join(names)}
    return chips + Markup('<p class="xs muted mt1">{}</p>').format(text)


def state(code: str, text: str = "", quiet: bool = False) -> Markup:  # noqa: FBT001, FBT002
    """Shape and word of a state; `text` replaces the word, `quiet` is for what waits."""
    return _state(code, str(text) or word(code), quiet=quiet)


@lru_cache(maxsize=2048)
def _state(code: str, text: str, *, quiet: bool) -> Markup:
    classes = (" quiet" if quiet else "") + (" bad" if code == "error" else "")
    return Markup('<span class="state{}">{}{}</span>').format(classes, glyph(code), text)
