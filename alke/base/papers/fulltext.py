"""The Markdown of a whole document as blocks: a title, headings of three levels, tables.

Beside what rich text has (see alke/base/richtext.py); a line break is a line break here, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markdown_it.token import Token

from alke.base import richtext
from alke.base.papers.model import Block, Cell, Heading, Paragraph, Row, Table, header
from alke.base.papers.richtext import Reader, plain, runs_of

LINE, WIDE = 66, 40  # characters that a letter's table holds side by side, and a column at most
PADDING = 3  # what a cell's edges take, in characters
_markdown = richtext.parser("table")


@dataclass(frozen=True)
class Document:
    """A title, empty where there is none, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def document(text: str) -> Document:
    """The document: its first heading, if it is of the first level, is its title."""
    reader = _DocumentReader()
    for token in _markdown.parse(text):
        if step := getattr(reader, token.type, None):
            step(token)
    blocks = tuple(reader.blocks)
    match blocks:
        case (Heading(title, 1), *_):
            return Document(title, tuple(map(_higher, blocks[1:])))
    return Document("", tuple(map(_higher, blocks)))


def _higher(block: Block) -> Block:
    """The title takes the first level, so that headings below it begin with the second."""
    return replace(block, level=max(1, block.level - 1)) if isinstance(block, Heading) else block


class _DocumentReader(Reader):
    def __init__(self) -> None:
        super().__init__(1, "")
        self.rows: list[list[Paragraph]] | None = None  # of the table that is being read

    def heading_open(self, token: Token) -> None:
        super().heading_open(token)
        self.level = min(4, int(token.tag[1:]))

    def table_open(self, _token: Token) -> None:
        self.rows = []

    def tr_open(self, _token: Token) -> None:
        if self.rows is not None:
            self.rows.append([])

    def inline(self, token: Token) -> None:
        if self.rows is None:
            super().inline(token)
        else:
            self.rows[-1].append(Paragraph(runs_of(token)))

    def table_close(self, _token: Token) -> None:
        if self.rows:
            self.blocks.append(_table(*self.rows))
        self.rows = None


def _table(head: list[Paragraph], *body: list[Paragraph]) -> Table:
    labels = [plain(cell.runs) for cell in head]
    return Table(
        ", ".join(filter(None, labels)),
        _widths(
            [[plain(cell.runs) for cell in column] for column in zip(head, *body, strict=True)]
        ),
        (Row(tuple(header(label) for label in labels)),),
        tuple(Row(tuple(Cell((cell,) if cell.runs else ()) for cell in row)) for row in body),
    )


def _widths(columns: list[list[str]]) -> tuple[int, ...]:
    """As wide as what stands in them; where a line has no room for that, no word is broken yet."""
    whole = [_longest(column) for column in columns]
    words = [_longest(" ".join(column).split()) for column in columns]
    wanted = sum(whole) - sum(words)
    spare = min(max(LINE - sum(words), 0), wanted)
    return tuple(
        word + (full - word) * spare // wanted if wanted else word
        for word, full in zip(words, whole, strict=True)
    )


def _longest(texts: Iterable[str]) -> int:
    return min(WIDE, max(map(len, texts), default=0)) + PADDING
