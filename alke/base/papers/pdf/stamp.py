"""Draws what is to be seen of a seal: a small page that is laid over the signature page."""

import json
from functools import lru_cache
from typing import Final

import typst

from alke.base.papers.pdf.glyphs import shown
from alke.base.papers.pdf.place import HEIGHT, WIDTH
from alke.base.papers.pdf.writer import HERE, fonts

LONGEST: Final = 90  # of a name: two lines


def stamp(said: str, name: str, moment: str, *, language: str) -> bytes:
    """A PDF file of one page without tags: whoever places it says what it is."""
    cut = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    lines = {"said": shown(said), "name": shown(cut), "moment": shown(moment)}
    size = {"width": WIDTH, "height": HEIGHT, "language": language}
    made = typst.compile(
        _template(),
        font_paths=fonts(),
        pdf_standards=["a-2b"],
        pdf_tags=False,
        sys_inputs={"stamp": json.dumps(lines | size, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was asked for")
    return made


@lru_cache
def _template() -> bytes:
    return (HERE / "stamp.typ").read_bytes()
