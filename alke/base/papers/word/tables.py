"""Cells, rows and tables that are being read (ECMA-376 part 1, 17.4)."""

from dataclasses import dataclass, field
from typing import Final

from alke.base.papers.word.blocks import Text
from alke.base.papers.word.formats import toggle, value, whole
from alke.base.papers.word.found import Position, WordCell, WordRow, WordTable
from alke.base.papers.word.names import Element, w
from alke.base.papers.word.refusal import too_much

MOST_COLUMNS: Final = 200  # Word itself has 63


@dataclass
class OpenCell:
    """A cell; those that are merged with it below add to it."""

    position: Position
    span: int
    text: Text
    names: dict[str, None] = field(default_factory=dict)  # a set that keeps its order
    rows: int = 1
    found: WordCell | None = None

    def close(self) -> WordCell:
        """The cell as it is found."""
        blocks, names = self.text.close(), tuple(self.names)
        self.found = WordCell(self.position.column, blocks, names, self.span, self.rows)
        return self.found


class OpenTable:
    """A table that is being read."""

    def __init__(self, number: int, properties: Element | None) -> None:
        self._number = number
        self._title = value(properties, "tblCaption")
        self._rows: list[tuple[bool, list[OpenCell]]] = []
        self._in_head = True
        self._column = 0
        self._merged: dict[int, OpenCell] = {}

    def row(self, properties: Element | None) -> None:
        """A row begins; it may begin some columns to the right."""
        self._in_head = self._in_head and bool(toggle(properties, "tblHeader"))
        self._rows.append((self._in_head, []))
        self._column = max(0, whole(value(properties, "gridBefore")))

    def cell(self, properties: Element | None, text: Text, names: list[str]) -> OpenCell:
        """A cell begins: a new one, or the one above that it is merged with.

        Bookmarks that have started between it and the cell before belong to it.
        """
        if not self._rows:
            self.row(None)
        column = self._column
        span = max(1, whole(value(properties, "gridSpan"), 1))
        self._column += span
        if self._column > MOST_COLUMNS:
            raise too_much()
        above = self._merged.pop(column, None)
        merge = None if properties is None else properties.find(w("vMerge"))
        goes_on = merge is not None and merge.get(w("val"), "continue") == "continue"
        number = len(self._rows) - 1
        if goes_on and above is not None and above.position.row + above.rows == number:
            above.rows += 1
            cell = above
        else:
            position = Position(self._number, number, column)
            cell = OpenCell(position, span, text)
            self._rows[-1][1].append(cell)
        if merge is not None:
            self._merged[column] = cell
        cell.names.update(dict.fromkeys(names))
        return cell

    def close(self, names: list[str]) -> WordTable:
        """The table as it is found; bookmarks after the last cell belong to it."""
        if self._rows and self._rows[-1][1]:
            self._rows[-1][1][-1].names.update(dict.fromkeys(names))
        rows = (
            WordRow(tuple(cell.close() for cell in cells), header) for header, cells in self._rows
        )
        return WordTable(tuple(rows), self._title)
