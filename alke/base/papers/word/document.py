"""Reads the document itself, whose tables keep their rows and cells."""

from collections.abc import Mapping

from alke.base.papers.word.found import WordBlock
from alke.base.papers.word.names import Element, w
from alke.base.papers.word.story import Story
from alke.base.papers.word.tables import OpenTable
from alke.base.papers.word.walker import Book


class Document(Story):
    """Text and tables in turn; tables in cells and text boxes only give their text."""

    def __init__(self, book: Book, links: Mapping[str, str]) -> None:
        super().__init__(book, links)
        self._found: list[WordBlock] = []
        self._table: OpenTable | None = None
        self._tables = 0
        self._waiting: list[str] = []  # bookmarks that start between cells, or before a table

    def all(self, root: Element) -> tuple[WordBlock, ...]:
        """All blocks of `w:body`."""
        last = self.read(root)
        return (*self._found, *last)

    def paragraph(self, element: Element) -> None:
        self._waiting.clear()
        super().paragraph(element)

    def paragraph_end(self, element: Element) -> None:
        super().paragraph_end(element)
        self._waiting.clear()

    def named(self, pk: str, name: str) -> None:
        super().named(pk, name)
        if self.now.cell is None:
            self._waiting.append(name)

    def table(self, element: Element) -> None:
        if self._table is not None or not self._is_outermost():
            super().table(element)
            return
        self._found.extend(self.now.text.close())
        self.now.text = self.book.text()
        self._table = OpenTable(self._tables, element.find(w("tblPr")))

    def table_end(self, element: Element) -> None:
        if self._table is None or not self._is_outermost():
            super().table_end(element)
            return
        found, self._table = self._table.close(self._waiting), None
        if found.rows:
            self._found.append(found)
            self._tables += 1

    def row(self, element: Element) -> bool:
        gone = super().row(element)
        if self._table is not None and self._is_outermost() and not gone:
            self._table.row(element.find(w("trPr")))
        return gone

    def cell(self, element: Element) -> bool:
        gone = super().cell(element)
        if self._table is not None and self._is_outermost() and not gone:
            properties = element.find(w("tcPr"))
            found = self._table.cell(properties, self.book.text(), self._waiting)
            self._waiting.clear()
            self.open(found.text, found, element)
        return gone

    def cell_end(self, element: Element) -> None:
        if self.now.owner is element:
            self.close()
        else:
            super().cell_end(element)

    def _is_outermost(self) -> bool:
        """Whether this is neither in a cell nor in a text box nor in a table within a table."""
        return len(self.scopes) == 1 and not self.now.tables
