"""Icons and the shapes of states, drawn from the one sprite."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from markupsafe import Markup

from alke.base.languages import active
from alke.web.states import STATES

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons.svg"


@cache
def _symbols() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@lru_cache(maxsize=512)
def _use(symbol: str, classes: str) -> Markup:
    if symbol not in _symbols():
        raise KeyError(f"{symbol} is not in icons.svg; add it to scripts/build-static.py.")
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        classes, static("icons.svg"), symbol
    )


def icon(name: str, cls: str = "") -> Markup:
    """An icon of the sprite, such as "pencil"; decoration only, so words stand beside it."""
    return _use(f"i-{name}", f"i {cls}".rstrip())


def glyph(code: str) -> Markup:
    """The shape of a state."""
    return _use(f"s-{STATES[code].glyph}", "i")


def word(code: str) -> str:
    """The word of a state in the active language."""
    return _word(code, active())


@lru_cache(maxsize=512)
def _word(code: str, _language: str) -> str:
    return str(STATES[code].word)
