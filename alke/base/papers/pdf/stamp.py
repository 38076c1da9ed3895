"""Draws what is to be seen of a seal: a small page that is laid over the signature page."""

import json
from typing import Final

from alke.base.papers.pdf.glyphs import shown
from alke.base.papers.pdf.place import HEIGHT, WIDTH
from alke.base.papers.pdf.typesetting import typeset

LONGEST: Final = 90  # of a name: two lines


def stamp(said: str, name: str, moment: str, *, language: str) -> bytes:
    """A PDF file of one page without tags: whoever places it says what it is."""
    cut = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    lines = {"said": shown(said), "name": shown(cut), "moment": shown(moment)}
    size = {"width": WIDTH, "height": HEIGHT, "language": language}
    said = json.dumps(lines | size, ensure_ascii=False)
    return typeset("stamp", said, standards=["a-2b"], tagged=False)
