"""What is found in a Word file: its text as blocks of the model, and all that stands beside it.

Tracked changes are read as accepted. Nothing that a reader of the file sees is left out: what
stands outside the running text is in `elsewhere`, what is not taken over is counted in `notes`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import ngettext

from alke.base.papers.model import Heading, Items, Paragraph

TextBlock = Paragraph | Items | Heading
Left = Literal["picture", "object", "link", "sign"]
Place = Literal["header", "footer", "footnote", "endnote", "text box", "hidden"]


@dataclass(frozen=True)
class WordCell:
    """A cell, in columns of the table's grid; merged downwards it covers `rows` rows.

    `names` are the bookmarks that start in it, in order, each once. A table inside the cell gives
    its text, row by row.
    """

    column: int
    blocks: tuple[TextBlock, ...] = ()
    names: tuple[str, ...] = ()
    span: int = 1
    rows: int = 1


@dataclass(frozen=True)
class WordRow:
    """The cells that begin in a row; `header` where it is repeated on every page."""

    cells: tuple[WordCell, ...]
    header: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table; `title` is its alternative text, which LibreOffice drops."""

    rows: tuple[WordRow, ...]
    title: str = ""

    def grid(self) -> Iterator[dict[int, WordCell]]:
        """For each row the cell of each column, those merged with cells above included."""
        open_cells: dict[int, tuple[int, WordCell]] = {}
        for row in self.rows:
            for cell in row.cells:
                for column in range(cell.column, cell.column + cell.span):
                    open_cells[column] = (cell.rows, cell)
            yield {column: cell for column, (_left, cell) in sorted(open_cells.items())}
            open_cells = {
                column: (left - 1, cell) for column, (left, cell) in open_cells.items() if left > 1
            }


WordBlock = TextBlock | WordTable


@dataclass(frozen=True)
class Elsewhere:
    """Text outside the running text, block by block."""

    place: Place
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True)
class Position:
    """A cell: the table's number in the file and the row's in it, from 0, and the grid column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class WordComment:
    """A comment or an answer to one.

    `at` is the time on the clock of who wrote it: Word means local time, whatever zone it names.
    `quoted` is the text commented on, its beginning if it is long; `names` the bookmarks of its
    cell, outside tables those that the text lies in. `answers` is the number of the comment
    answered, in the order of the file's comments.
    """

    author: str
    text: str
    at: dt.datetime | None = None
    quoted: str = ""
    names: tuple[str, ...] = ()
    position: Position | None = None
    answers: int | None = None
    done: bool = False


@dataclass(frozen=True)
class Tracked:
    """How many insertions and deletions were tracked, and by whom."""

    insertions: int = 0
    deletions: int = 0
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """How many things of a kind were not taken over."""

    kind: Left
    count: int

    def __str__(self) -> str:
        return self._text() % {"n": self.count}

    def _text(self) -> str:
        match self.kind:
            case "picture":
                return ngettext(
                    "%(n)d picture was left out.", "%(n)d pictures were left out.", self.count
                )
            case "object":
                return ngettext(
                    "%(n)d embedded object, such as a chart or a file, was left out.",
                    "%(n)d embedded objects, such as charts and files, were left out.",
                    self.count,
                )
            case "link":
                return ngettext(
                    "%(n)d link that leads to no web or mail address was left out; its text stays.",
                    "%(n)d links that lead to no web or mail address were left out; their text "
                    "stays.",
                    self.count,
                )
            case "sign":
                return ngettext(
                    "%(n)d sign of a symbol font has become □.",
                    "%(n)d signs of a symbol font have become □.",
                    self.count,
                )


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; empty where it says nothing (docProps/core.xml)."""

    identifier: str = ""
    title: str = ""
    language: str = ""
    author: str = ""
    changed_by: str = ""
    changed_at: dt.datetime | None = None


@dataclass(frozen=True)
class WordFile:
    """All that was found; `data` is what the paper carried for its reader, empty if lost."""

    properties: Properties
    data: str
    blocks: tuple[WordBlock, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    comments: tuple[WordComment, ...] = ()
    tracked: Tracked = Tracked()
    notes: tuple[Note, ...] = ()

    @property
    def identifier(self) -> str:
        """The code of the paper that the file was made from."""
        return self.properties.identifier

    @property
    def tables(self) -> tuple[WordTable, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, WordTable))

    def paragraphs(self) -> Iterator[tuple[str, TextBlock]]:
        """Every block of text, with where it stands: "text", "table" or a place elsewhere."""
        for block in self.blocks:
            if isinstance(block, WordTable):
                for row in block.rows:
                    for cell in row.cells:
                        yield from (("table", inside) for inside in cell.blocks)
            else:
                yield "text", block
        for row_ in self.elsewhere:
            yield from ((row_.place, inside) for inside in row_.blocks)
