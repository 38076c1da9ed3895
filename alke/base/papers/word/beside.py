"""What is gathered from all parts of a file beside its text: changes, notes, anchors, counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal

from alke.base.papers.word.found import Elsewhere, Left, Note, Place, TextBlock, Tracked
from alke.base.papers.word.names import Element, w
from alke.base.papers.word.refusal import too_much
from alke.base.papers.word.tables import OpenCell

MOST_ROWS: Final = 5_000
MOST_PARAGRAPHS: Final = 100_000
MOST_AUTHORS: Final = 50
MOST_NAMES: Final = 20  # of bookmarks around a comment
LONGEST_QUOTE: Final = 300
PIECES: Final = 100  # of text that a quotation is put together of

Change = Literal["insertion", "deletion"]
KINDS: Final[tuple[Left, ...]] = ("picture", "object", "link", "sign")


@dataclass
class Anchor:
    """Where a comment hangs: from which to which piece of text, in which cell or bookmarks."""

    first: int
    last: int | None
    cell: OpenCell | None
    names: tuple[str, ...]


@dataclass
class Beside:
    """Gathered while the parts are read one after the other."""

    elsewhere: list[Elsewhere] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    left_out: Counter[Left] = field(default_factory=Counter)
    changes: Counter[Change] = field(default_factory=Counter)
    authors: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    paragraphs: int = 0

    def count_row(self) -> None:
        """One more row; `Refusal` for too many."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise too_much()

    def count_paragraph(self) -> None:
        """One more paragraph; `Refusal` for too many."""
        self.paragraphs += 1
        if self.paragraphs > MOST_PARAGRAPHS:
            raise too_much()

    def changed(self, kind: Change, change: Element) -> None:
        """A tracked change."""
        self.changes[kind] += 1
        author = change.get(w("author"), "")
        if author and len(self.authors) < MOST_AUTHORS:
            self.authors[author] = None

    def put(self, place: Place, blocks: tuple[TextBlock, ...]) -> None:
        """Text outside the running text; the same header on all pages counts once."""
        found = Elsewhere(place, blocks)
        if blocks and (place not in {"header", "footer"} or found not in self.elsewhere):
            self.elsewhere.append(found)

    def anchor(self, pk: str, cell: OpenCell | None, names: Mapping[str, str]) -> None:
        """A comment begins here; its reference alone counts where nothing is marked."""
        held = () if cell else tuple(islice(names.values(), MOST_NAMES))
        self.anchors.setdefault(pk, Anchor(len(self.pieces), None, cell, held))

    def anchor_ends(self, pk: str) -> None:
        """The text that a comment is on ends here."""
        if pk in self.anchors and self.anchors[pk].last is None:
            self.anchors[pk].last = len(self.pieces)

    def quoted(self, anchor: Anchor) -> str:
        """The text that a comment is on."""
        last = anchor.first if anchor.last is None else anchor.last
        found = "".join(self.pieces[anchor.first : min(last, anchor.first + PIECES)])
        return found.strip()[:LONGEST_QUOTE]

    def tracked(self) -> Tracked:
        """All changes together."""
        return Tracked(self.changes["insertion"], self.changes["deletion"], tuple(self.authors))

    def notes(self) -> tuple[Note, ...]:
        """All that was left out."""
        return tuple(Note(kind, self.left_out[kind]) for kind in KINDS if self.left_out[kind])
