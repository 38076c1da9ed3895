"""What styles say of paragraphs and runs (ECMA-376 part 1, 17.7: styles.xml).

Styles are known by their names: those of Word's own stay English whatever language Word speaks,
while the ids are translated ("Otsikko1") and renamed by LibreOffice ("InternetLink").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from alke.base.papers.word.names import LOCALES, NUMBER_STYLE, Element, w

DEEPEST_STYLE: Final = 20  # Word allows ten styles on top of each other
LEVELS: Final = 9  # of lists and of headings
_HEADING = re.compile(r"heading (\d)")
_LIST = re.compile(r"list (bullet|number)(?: (\d))?")
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True)
class RunFormat:
    """How a run looks, and what it is."""

    bold: bool = False
    italic: bool = False
    number: bool = False
    hidden: bool = False
    language: str | None = None  # fi, sv or en; "" another, None if the run names none


@dataclass(frozen=True)
class Style:
    """A style with all that it inherits; None where it says nothing."""

    names: tuple[str, ...] = ()  # its own and those that it is based on, in small letters
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    level: int | None = None  # of a heading; 0 is the title
    numbering: tuple[str, int | None] | None = None  # the list's number and level
    listed: tuple[str, int] | None = None  # by its name: "bullet" or "number", and level

    @cached_property
    def plain_run(self) -> RunFormat:
        """A run that says nothing of itself, in a paragraph of this style."""
        return RunFormat(bool(self.bold), bool(self.italic), hidden=bool(self.hidden))


@dataclass(frozen=True)
class ParagraphFormat:
    """What a paragraph is."""

    style: Style = field(default_factory=Style)
    level: int | None = None  # of a heading
    numbering: tuple[str, int | None] | None = None
    style_id: str = ""


PLAIN_RUN: Final = RunFormat()
PLAIN_PARAGRAPH: Final = ParagraphFormat()


class Formats:
    """The file's styles."""

    def __init__(self, root: Element | None) -> None:
        rows = [] if root is None else root.findall(w("style"))
        self._rows = {row.get(w("styleId"), ""): row for row in rows}
        self._defaults = {
            row.get(w("type")): row.get(w("styleId"), "") for row in rows if on(row, "default")
        }
        self._known: dict[str, Style] = {}
        path = f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"
        default = None if root is None else root.find(path)
        self.language = _language(default) or ""

    def style(self, name: str) -> Style:
        """The style of that id; one that says nothing if there is none."""
        if name not in self._known:
            self._known[name] = _style(list(self._chain(name)))
        return self._known[name]

    def _chain(self, name: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        for _step in range(DEEPEST_STYLE):
            row = self._rows.get(name)
            if row is None:
                return
            yield row
            name = value(row, "basedOn")

    def paragraph(self, properties: Element | None) -> ParagraphFormat:
        """What a paragraph with these `w:pPr` is."""
        own = value(properties, "pStyle") or self._defaults.get("paragraph", "")
        style = self.style(own)
        direct = value(properties, "outlineLvl")
        level = _outline(direct) if direct else style.level
        numbering = _numbering(properties) or style.numbering
        return ParagraphFormat(style, level, numbering, own)

    def run(self, properties: Element | None, paragraph: ParagraphFormat) -> RunFormat:
        """How a run with these `w:rPr` looks in a paragraph."""
        if properties is None:
            return paragraph.style.plain_run
        style, around = self.style(value(properties, "rStyle")), paragraph.style
        bold, italic = toggle(properties, "b"), toggle(properties, "i")
        hidden = toggle(properties, "vanish")
        return RunFormat(
            # bold by the paragraph's style or by the run's, not by both: that is upright again
            bold=bool(style.bold) != bool(around.bold) if bold is None else bold,
            italic=bool(style.italic) != bool(around.italic) if italic is None else italic,
            number=NUMBER_STYLE.lower() in style.names,
            hidden=bool(style.hidden or around.hidden) if hidden is None else hidden,
            language=_language(properties),
        )


def value(parent: Element | None, name: str) -> str:
    """The `w:val` of the parent's child of the name; empty where there is none."""
    child = None if parent is None else parent.find(w(name))
    return "" if child is None else child.get(w("val"), "")


def toggle(parent: Element | None, name: str) -> bool | None:
    """Whether a property is on (`ST_OnOff`: on where its value is left out), None if not said."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else on(child, "val", missing=True)


def on(row: Element, name: str, *, missing: bool = False) -> bool:
    """Whether the attribute says yes."""
    found = row.get(w(name))
    return missing if found is None else found.lower() not in _OFF


def whole(text: str | None, missing: int = 0) -> int:
    """A number of up to six digits."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else missing


def level_of(text: str | None) -> int:
    """A level of a list, counted from 0."""
    return min(max(whole(text), 0), LEVELS - 1)


def _style(chain: list[Element]) -> Style:
    names = tuple(value(row, "name").lower() for row in chain)
    kind = next((found for name in names if (found := _LIST.fullmatch(name))), None)
    lists = (_numbering(row.find(w("pPr"))) for row in chain)
    return Style(
        names,
        bold=_nearest(chain, "b"),
        italic=_nearest(chain, "i"),
        hidden=_nearest(chain, "vanish"),
        level=_level(chain),
        numbering=next((found for found in lists if found), None),
        listed=None if kind is None else (kind[1], whole(kind[2], 1) - 1),
    )


def _nearest(chain: list[Element], name: str) -> bool | None:
    found = (toggle(row.find(w("rPr")), name) for row in chain)
    return next((one for one in found if one is not None), None)


def _level(chain: list[Element]) -> int | None:
    """A heading's level by the outline level or the name, whichever is nearer."""
    for row in chain:
        if outline := value(row.find(w("pPr")), "outlineLvl"):
            return _outline(outline)
        name = value(row, "name").lower()
        if name == "title":
            return 0
        if found := _HEADING.fullmatch(name):
            return int(found[1])
    return None


def _outline(text: str) -> int | None:
    """`w:outlineLvl` counts from 0; 9 is running text."""
    level = whole(text, LEVELS)
    return level + 1 if 0 <= level < LEVELS else None


def _numbering(properties: Element | None) -> tuple[str, int | None] | None:
    """The list (`w:numPr`); the number 0 takes a paragraph out of its style's list."""
    found = None if properties is None else properties.find(w("numPr"))
    if found is None or not (number := value(found, "numId")):
        return None
    level = value(found, "ilvl")
    return number, level_of(level) if level else None


def _language(properties: Element | None) -> str | None:
    found = value(properties, "lang")
    short = found.partition("-")[0].lower()
    return None if not found else short if short in LOCALES else ""
