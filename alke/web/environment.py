"""The Jinja2 environment of the pages: what every template can call."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as translated
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined

from alke.base import dates, richtext
from alke.base.links import link
from alke.web import chips, sprite, tongues
from alke.web.addresses import addresses
from alke.web.engine import Calls, Page, gettext
from alke.web.followup import fragments
from alke.web.timeline import timeline


def number(value: float) -> str:
    """1 234 (no-break spaces; English 1,234); decimals as they are, with the comma of fi and sv."""
    english = language() == "en"
    text = f"{value:,}"
    return text if english else text.replace(",", "\u00a0").replace(".", ",")


def percent(part: float, whole: float = 100) -> str:
    """64 % of the whole, rounded; 0 % of nothing. English 64%."""
    share = round(part / whole * 100) if whole else 0
    return f"{share}%" if language() == "en" else f"{share}\u00a0%"


def field_value(value: Any) -> Any:
    """What an input of HTML takes: days and times in ISO form, the rest as it is."""
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, dt.date) else value


def language() -> str:
    """The active language: fi, sv or en."""
    return (get_language() or "fi")[:2]


FILTERS = {
    "format_date": dates.format_date,
    "format_days": dates.format_days,
    "format_time": dates.format_time,
    "format_times": dates.format_times,
    "format_at": dates.format_at,
    "format_span": dates.format_span,
    "days_left": dates.days_left,
    "recent": dates.recent,
    "iso": dates.iso,
    "moment_key": dates.moment_key,
    "readable": richtext.readable,
    "richtext": richtext.render,
    "number": number,
    "percent": percent,
    "field_value": field_value,
    "slug": slugify,
}
GLOBALS = {
    "_": gettext,
    "gettext": gettext,
    "url": link,
    "urls": addresses,
    "static": cache(static),
    "icon": sprite.icon,
    "state_chip": chips.state,
    "org_chip": chips.org,
    "org_chips": chips.orgs,
    "named_chips": chips.named,
    "cell_brief": fragments.brief,
    "cell_earlier": fragments.earlier,
    "cell_parts": fragments.parts,
    "cell_said": fragments.said,
    "glyph": sprite.glyph,
    "word": sprite.word,
    "language": language,
    "lang": tongues.lang,
    "tongue": tongues.tongue,
    "titled": tongues.titled,
    "worded": tongues.worded,
    "half_percents": dates.half_percents,
    "timeline": timeline,
}


def environment(compiled: Path, **options: Any) -> Environment:
    """Strict (an unknown name is an error), escaping, translated.

    `compiled` is the folder in which `alke migrate` leaves what it has compiled; where there is
    none, each process compiles for itself.
    """
    kept = FileSystemBytecodeCache(str(compiled)) if compiled.is_dir() else None
    env = Environment(  # noqa: S701 - Django's backend turns autoescape on
        **{
            **options,
            "bytecode_cache": kept,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        }
    )
    env.template_class, env.context_class = Page, Calls
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translated, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.filters.update(FILTERS)
    env.globals.update(GLOBALS)
    return env
