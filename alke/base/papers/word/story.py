"""Reads the text of one part as its reader sees it: a header, a footnote, a comment.

Each is a story of paragraphs; tables in it give their text row by row.
"""

import re

from alke.base.papers.model import Paragraph, Run
from alke.base.papers.word.elements import SIGNS
from alke.base.papers.word.formats import PLAIN_RUN
from alke.base.papers.word.found import TextBlock
from alke.base.papers.word.names import Element, w
from alke.base.papers.word.signs import UNKNOWN, letter
from alke.base.papers.word.walker import Walker

_LINE_END = re.compile(r"[ ]*[\t\r\n]+[ ]*")


class Story(Walker):
    """Paragraphs with their runs, links, bookmarks and comments."""

    def read(self, root: Element) -> tuple[TextBlock, ...]:
        """All blocks of the element."""
        self.walk(root)
        return self.close().text.close()

    def paragraph(self, element: Element) -> None:
        self.beside.count_paragraph()
        now, properties = self.now, element.find(w("pPr"))
        now.form = self.book.formats.paragraph(properties)
        now.mark = None if properties is None else self.change(properties.find(w("rPr")))
        now.text.begin(now.form)

    def paragraph_end(self, _element: Element) -> None:
        """A deleted mark (`w:rPr/w:del`) joins the paragraph with the next."""
        now = self.now
        if now.mark == "deletion":
            now.text.break_off()
        else:
            now.text.end()
        self.beside.pieces.append("\n")
        if now.hidden:
            self.beside.put("hidden", (Paragraph((Run("".join(now.hidden)),)),))
            now.hidden.clear()

    def run(self, element: Element) -> None:
        self.now.run = self.book.formats.run(element.find(w("rPr")), self.now.form)

    def run_end(self, _element: Element) -> None:
        self.now.run = PLAIN_RUN

    def words(self, element: Element) -> None:
        """A line end in XML is a space; spaces at the ends stay, though Word drops some."""
        self.say(_LINE_END.sub(" ", element.text or ""))

    def sign(self, element: Element) -> None:
        self.say(SIGNS[element.tag])

    def symbol(self, element: Element) -> None:
        found = letter(element)
        self.beside.left_out["sign"] += found == UNKNOWN
        self.say(found)

    def hyperlink(self, element: Element) -> None:
        self.now.links.open(element)

    def hyperlink_end(self, _element: Element) -> None:
        self.now.links.close()

    def simple_field(self, element: Element) -> None:
        self.now.links.begin(element.get(w("instr"), ""))

    def simple_field_end(self, _element: Element) -> None:
        self.now.links.end()

    def field(self, element: Element) -> None:
        links = self.now.links
        match element.get(w("fldCharType")):
            case "begin":
                links.begin()
            case "separate":
                links.separate()
            case "end":
                links.end()

    def instruction(self, element: Element) -> None:
        self.now.links.instruct(element.text or "")

    def bookmark(self, element: Element) -> None:
        """Names that begin with an underscore are Word's own and hidden."""
        name = element.get(w("name"), "")
        if name and not name.startswith("_"):
            self.named(element.get(w("id"), ""), name)

    def named(self, pk: str, name: str) -> None:
        """A bookmark starts here."""
        if self.now.cell is not None:
            self.now.cell.names[name] = None
        else:
            self.marks[pk] = name

    def bookmark_end(self, element: Element) -> None:
        self.marks.pop(element.get(w("id"), ""), None)

    def comment(self, element: Element) -> None:
        """Where a comment begins; a reference alone, where no words are marked."""
        self.beside.anchor(element.get(w("id"), ""), self.now.cell, self.marks)

    def comment_end(self, element: Element) -> None:
        self.beside.anchor_ends(element.get(w("id"), ""))

    def text_box(self, _element: Element) -> None:
        self.open(cell=self.now.cell)

    def text_box_end(self, _element: Element) -> None:
        self.beside.put("text box", self.close().text.close())

    def table(self, _element: Element) -> None:
        self.now.tables += 1

    def table_end(self, _element: Element) -> None:
        self.now.tables -= 1

    def row(self, element: Element) -> bool:
        """A deleted row (`w:trPr/w:del`) is gone with all that is in it."""
        self.beside.count_row()
        return self.change(element.find(w("trPr"))) == "deletion"

    def cell(self, element: Element) -> bool:
        return self.change(element.find(w("tcPr"))) == "deletion"

    def cell_end(self, _element: Element) -> None:
        """A paragraph never goes on in the next cell."""
        self.now.text.end()
