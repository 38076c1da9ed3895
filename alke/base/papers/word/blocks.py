"""Puts what is read together: runs to paragraphs, paragraphs of a list to a list."""

from dataclasses import dataclass, field
from typing import Final, Literal

from alke.base.papers.model import Heading, Item, Items, Paragraph, Run
from alke.base.papers.richtext import DEEPEST, joined, plain
from alke.base.papers.word.formats import (
    PLAIN_PARAGRAPH,
    ParagraphFormat,
    RunFormat,
    Style,
)
from alke.base.papers.word.found import TextBlock
from alke.base.papers.word.numbering import Numbering

HIGHEST_HEADING: Final = 3
_LOOKS: Final[dict[str, Literal["small", "lead"]]] = {"alke small": "small", "alke lead": "lead"}


@dataclass
class Line:
    """A paragraph that is being read, or several of which all marks but the last are deleted.

    Those are one, and look like the first that has words of its own left; where all words are new
    in old paragraphs, as when somebody types over a whole cell, like the first of all.
    """

    form: ParagraphFormat
    runs: list[Run] = field(default_factory=list)
    languages: set[str | None] = field(default_factory=set)
    has_words: bool = False
    goes_on: bool = False  # its mark is deleted
    current: ParagraphFormat | None = None  # of the paragraph that has joined last
    _decided: bool = False

    def add(self, run: Run, language: str | None, *, own: bool) -> None:
        """Words; whether they are the paragraph's own, or put into an old one."""
        self.runs.append(run)
        if run.text.strip():
            self.has_words = True
            self.languages.add(language)
            if own and not self._decided:
                self.form, self._decided = self.current or self.form, True


class Text:
    """Blocks one after the other."""

    def __init__(self, numbering: Numbering, language: str) -> None:
        self.found: list[TextBlock] = []
        self._line: Line | None = None
        self._numbering = numbering
        self._language = language
        self._items: list[Item] = []
        self._item_languages: set[str] = set()

    def begin(self, form: ParagraphFormat) -> None:
        """A paragraph begins, or goes on after a deleted mark."""
        if self._line is not None and self._line.goes_on:
            self._line.current, self._line.goes_on = form, False
        else:
            self.end()
            self._line = Line(form)

    def add(self, words: str, form: RunFormat, link: str, *, own: bool = True) -> None:
        """Words of the paragraph; outside any they make one."""
        if self._line is None:
            self._line = Line(PLAIN_PARAGRAPH)
        run = Run(words, bold=form.bold, italic=form.italic, link=link, number=form.number)
        self._line.add(run, form.language, own=own)

    def break_off(self) -> None:
        """The paragraph's mark is deleted."""
        if self._line is not None:
            self._line.goes_on = True

    def end(self) -> None:
        """The paragraph ends; one without words is none."""
        line, self._line = self._line, None
        if line is None or not line.has_words:
            return
        runs, form = joined(line.runs), line.form
        language = self._language_of(line.languages)
        if form.level is not None:
            self._add(Heading(plain(runs), min(form.level, HIGHEST_HEADING), language))
        elif place := self._numbering.next(form):
            self._listed(Item(runs, min(place.level, DEEPEST), place.number), language)
        else:
            self._add(Paragraph(runs, _look(form.style), language))

    def close(self) -> tuple[TextBlock, ...]:
        """All blocks; there are no more."""
        self.end()
        self._end_list()
        return tuple(self.found)

    def _add(self, block: TextBlock) -> None:
        self._end_list()
        self.found.append(block)

    def _listed(self, item: Item, language: str) -> None:
        if self._begins_list(item):
            self._end_list()
        self._items.append(item)
        self._item_languages.add(language)

    def _begins_list(self, item: Item) -> bool:
        """Whether it does not follow the last item on the highest level: another kind, a jump."""
        if item.level or not self._items:
            return False
        last = next((row for row in reversed(self._items) if row.level == 0), item)
        follows = None if last.number is None else last.number + 1
        return last is not item and item.number != follows

    def _end_list(self) -> None:
        if self._items:
            languages = self._item_languages
            language = languages.pop() if len(languages) == 1 else ""
            self.found.append(Items(tuple(self._items), language))
            self._items, self._item_languages = [], set()

    def _language_of(self, found: set[str | None]) -> str:
        """The one language of all words, where it is not the file's."""
        only = next(iter(found)) if len(found) == 1 else None
        return only if only and only != self._language else ""


def _look(style: Style) -> Literal["text", "small", "lead"]:
    found = (_LOOKS[name] for name in style.names if name in _LOOKS)
    return next(found, "text")
