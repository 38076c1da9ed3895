"""What a produced document is made of, before it becomes a Word or a PDF file.

A paper is plain data: whoever makes one asks the database before, and whoever writes it out asks
nothing any more. The same paper always gives the same bytes.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["", "vn", "mk"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a line break within it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    number: bool = False  # an action's number before its text, told apart when a file is read
    change: Literal["", "removed", "added"] = ""  # where two versions are compared


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `language` where it is not the paper's."""

    runs: Runs
    style: Literal["text", "small", "lead"] = "text"
    language: str = ""


@dataclass(frozen=True)
class Item:
    """One item of a list; `number` in a numbered one."""

    runs: Runs
    level: int = 0  # 0 to 2
    number: int | None = None


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    language: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; the paper's title stands above them, in a file read at level 0."""

    text: str
    level: int = 1
    language: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell; `key` is its name in the file (a bookmark), stable from one export to the next."""

    blocks: "tuple[Block, ...]" = ()
    key: str = ""
    columns: int = 1
    rows: int = 1  # of header cells only
    side: Side = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; `keys` name it, each at its first cell of the given number."""

    cells: tuple[Cell, ...]
    keys: Mapping[int, str] = field(default_factory=dict)  # {0: "alke_r_12", 3: "alke_r_15"}


@dataclass(frozen=True)
class Table:
    """A table with header rows; `title` says to a screen reader what it holds."""

    title: str
    widths: tuple[int, ...]  # of the columns, in parts of the page's width
    head: tuple[Row, ...]
    body: tuple[Row, ...]


@dataclass(frozen=True)
class Fact:
    """A label in the margin and what is said beside it, a line each."""

    label: str
    lines: tuple[Runs, ...]
    language: str = ""  # of the lines


@dataclass(frozen=True)
class Facts:
    """Facts one below the other, as official documents have them: time, place, distribution."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True)
class Approval:
    """Who has signed, as it is to be read: a role, the name of its holder, a day."""

    role: str
    name: str = ""
    date: str = ""


@dataclass(frozen=True)
class Signatures:
    """The signature page that closes a document, as the letter of 2024 has it.

    Where people approve in Alke, the PDF file keeps room for the organisation's seal: there is
    nothing to seal in a file that anybody edits. Without approvals the page is the place for
    signatures that another service sets.
    """

    approvals: tuple[Approval, ...]
    number: str = ""


Block = Paragraph | Items | Heading | Table | Facts | PageBreak


@dataclass(frozen=True)
class Letterhead:
    """Who sends an official document, what it is, its day and numbers."""

    sender: str
    kind: str
    date: str = ""
    numbers: tuple[str, ...] = ()  # of the case, of the document
    to: str = ""  # "Jakelun mukaan"


@dataclass(frozen=True)
class Annex:
    """What follows a document after its signatures, on landscape pages of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """One document in one language."""

    title: str
    language: str  # fi, sv or en
    blocks: tuple[Block | Signatures, ...]
    moment: dt.datetime  # when its contents stood so: the file's time
    code: str = ""  # printed on every page; leads back to what it was made of
    letterhead: Letterhead | None = None
    landscape: bool = False
    indented: bool = False  # headings stand in the margin, texts beside it, as letters have them
    mark: str = ""  # at the head of every page: "Luonnos"
    author: str = ""
    subject: str = ""
    annex: Annex | None = None
    data: str = ""  # what a reader of the Word file gets back as it was: JSON


class Levels:
    """Keeps headings in order: the first is of level 1, and none skips a level (PDF/UA-1, 7.4)."""

    def __init__(self) -> None:
        self._last = 0

    def of(self, heading: Heading) -> int:
        """The level that the heading gets where it stands."""
        self._last = min(heading.level, self._last + 1)
        return self._last


def text(words: str, *, bold: bool = False, language: str = "") -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(words, bold=bold),), language=language)


def small(words: str) -> Paragraph:
    """A paragraph in small type."""
    return Paragraph((Run(words),), style="small")


def fact(label: str, *lines: str, language: str = "") -> Fact:
    """A label with plain lines; empty ones are left out."""
    return Fact(label, tuple((Run(line),) for line in lines if line), language)


def facts(*rows: Fact | None) -> Facts:
    """Those rows that say something."""
    return Facts(tuple(row for row in rows if row is not None and row.lines))


def header(words: str, *, columns: int = 1, rows: int = 1, side: Side = "") -> Cell:
    """A cell of a header row."""
    return Cell((text(words, bold=True),) if words else (), columns=columns, rows=rows, side=side)
