"""Walks through the XML of one part, and knows where words go and which are deleted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from alke.base.papers.word.beside import Beside, Change
from alke.base.papers.word.blocks import Text
from alke.base.papers.word.elements import BEGINS, ENDS
from alke.base.papers.word.formats import (
    PLAIN_PARAGRAPH,
    PLAIN_RUN,
    Formats,
    ParagraphFormat,
    RunFormat,
)
from alke.base.papers.word.links import Links
from alke.base.papers.word.names import Element, w
from alke.base.papers.word.numbering import Numbering
from alke.base.papers.word.tables import OpenCell

_KINDS: Final[dict[str, Change]] = {
    **dict.fromkeys(map(w, ("ins", "moveTo", "cellIns")), "insertion"),
    **dict.fromkeys(map(w, ("del", "moveFrom", "cellDel")), "deletion"),
}


@dataclass(frozen=True)
class Book:
    """What all stories of a file share."""

    formats: Formats
    numbering: Numbering
    language: str
    beside: Beside = field(default_factory=Beside)

    def text(self) -> Text:
        """An empty text."""
        return Text(self.numbering, self.language)


@dataclass
class Scope:
    """Where words go: to the story itself, a cell, a text box."""

    text: Text
    links: Links
    cell: OpenCell | None = None
    owner: Element | None = None  # the element that it ends with
    tables: int = 0  # open within it, that only give their text
    form: ParagraphFormat = PLAIN_PARAGRAPH
    run: RunFormat = PLAIN_RUN
    mark: Change | None = None  # of the paragraph's mark
    hidden: list[str] = field(default_factory=list)


class Walker:
    """Has a method for each element that means something, see elements.py.

    What only wraps others (content controls, smart tags, text boxes' frames) has none and is
    looked through. A method that returns True has nothing inside that is to be read.
    """

    def __init__(self, book: Book, links: Mapping[str, str]) -> None:
        self.book, self.beside = book, book.beside
        self._targets = links
        self.scopes: list[Scope] = []
        self._deleted = self._inserted = 0  # how deep in what is tracked so
        self.marks: dict[str, str] = {}  # open bookmarks outside cells
        self._begins = {tag: getattr(self, name) for tag, name in BEGINS.items()}
        self._ends = {tag: getattr(self, name) for tag, name in ENDS.items()}

    def walk(self, root: Element) -> None:
        """Takes every step; nothing here calls itself, however deep the file is."""
        self.open()
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            step = (self._begins if event == "start" else self._ends).get(element.tag)
            if step is not None and step(element):
                walk.skip_subtree()

    @property
    def now(self) -> Scope:
        """The innermost scope."""
        return self.scopes[-1]

    def open(
        self,
        text: Text | None = None,
        cell: OpenCell | None = None,
        owner: Element | None = None,
    ) -> None:
        """Words go to the text, or to one of their own."""
        links = Links(self._targets, self.beside.left_out)
        self.scopes.append(Scope(text or self.book.text(), links, cell, owner))

    def close(self) -> Scope:
        """Words go where they went before."""
        scope = self.scopes.pop()
        scope.text.end()
        return scope

    def say(self, words: str) -> None:
        """Words, unless they are deleted; hidden ones are found elsewhere."""
        now = self.now
        if self._deleted or not words:
            return
        if now.run.hidden:
            now.hidden.append(words)
        else:
            own = not self._inserted or now.mark == "insertion"
            now.text.add(words, now.run, now.links.link, own=own)
            self.beside.pieces.append(words)

    def pass_over(self, _element: Element) -> bool:
        return True

    def alternative(self, element: Element) -> bool:
        """Of several forms of the same (`mc:AlternateContent`) the first is read."""
        return element.getprevious() is not None

    def embedded(self, _element: Element) -> bool:
        self.beside.left_out["object"] += not self._deleted
        return True

    def graphic(self, element: Element) -> None:
        """A chart or a diagram; its words stand in a part of its own."""
        chart = element.get("uri", "").endswith(("/chart", "/diagram"))
        self.beside.left_out["object"] += chart and not self._deleted

    def picture(self, _element: Element) -> None:
        self.beside.left_out["picture"] += not self._deleted

    def insertion(self, element: Element) -> None:
        self.beside.changed("insertion", element)
        self._inserted += 1

    def insertion_end(self, _element: Element) -> None:
        self._inserted -= 1

    def deletion(self, element: Element) -> None:
        self.beside.changed("deletion", element)
        self._deleted += 1

    def deletion_end(self, _element: Element) -> None:
        self._deleted -= 1

    def change(self, properties: Element | None) -> Change | None:
        """What properties (`w:rPr` of a paragraph's mark, `w:trPr`, `w:tcPr`) say of the thing
        itself: that it is inserted or deleted; this counts as a change."""
        found: Change | None = None
        for row in () if properties is None else properties:
            kind = _KINDS.get(row.tag)
            if kind is not None:
                self.beside.changed(kind, row)
                found = "deletion" if "deletion" in {kind, found} else kind
        return found
