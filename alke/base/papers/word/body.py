"""The blocks of a paper in Word's XML."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE

from alke.base.papers.model import (
    Annex,
    Block,
    Cell,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Letterhead,
    Levels,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from alke.base.papers.signatures import written_out
from alke.base.papers.word.names import LOCALES, NUMBER_STYLE, R, writable
from alke.base.papers.word.styles import STEP

STYLE = {"text": "Normal", "small": "AlkeSmall", "lead": "AlkeLead"}
CHANGES = {"": "", "removed": "<w:strike/>", "added": '<w:u w:val="single"/>'}
WASH = {"vn": "EEF4FC", "mk": "FBF1EA", "": "F2F3F5"}  # of header cells
PORTRAIT, LANDSCAPE = 9412, 14798  # the page's width between its margins, in twentieths of a point
LONG_ROW = 8000  # of XML; a longer row may go on overleaf, others stay whole
COLUMN = 5216  # 9.2 cm: where kind, day and number of an official document stand
MARGIN = 2608  # 4.6 cm: how far its texts stand from its headings (SFS 2487)


class Body:
    """Writes one paper; `numbered` then holds the lists that it needs, with their starts."""

    def __init__(self, paper: Paper, part: Any) -> None:
        self.paper = paper
        self.part = part
        self.width = LANDSCAPE if paper.landscape else PORTRAIT
        self.levels = Levels()
        self.marks = count(1)
        self.lists = count(2)
        self.numbered: list[tuple[int, dict[int, int]]] = []
        self.named: set[str] = set()
        self.links: dict[str, str] = {}
        self.margin = MARGIN if paper.indented else 0  # of what is written now

    def xml(self) -> str:
        """All blocks, one after the other."""
        head = self._letterhead(self.paper.letterhead) if self.paper.letterhead else ""
        title = _paragraph("Title", self._run(Run(self.paper.title)))
        return head + title + self._blocks(written_out(self.paper))

    def annex(self, annex: Annex) -> str:
        """What follows on landscape pages, where headings have no margin of their own."""
        self.width, self.margin, self.levels = LANDSCAPE, 0, Levels()
        return self._blocks((Heading(annex.title), *annex.blocks))

    def _letterhead(self, head: Letterhead) -> str:
        """Sender to the left; kind, day and numbers in the column that the standard gives them."""
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{COLUMN}"/></w:tabs>{_space(0, 0)}'
        lines = [text for text in (head.kind, head.date, *head.numbers) if text]
        found = [
            _paragraph(
                "Normal",
                (self._run(Run(head.sender, bold=True)) if number == 0 else "")
                + "<w:r><w:tab/></w:r>"
                + self._run(Run(text)),
                tabs,
            )
            for number, text in enumerate(lines)
        ]
        to = _paragraph("Normal", self._run(Run(head.to)), _space(240, 360)) if head.to else ""
        return "".join(found) + (to or _paragraph("Normal", "", _space(0, 240)))

    def _blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                runs = self._runs(block.runs, block.language)
                return _paragraph(STYLE[block.style], runs, _indent(self.margin))
            case Heading():
                run = self._run(Run(block.text), block.language)
                return _paragraph(f"Heading{self.levels.of(block)}", run)
            case Items():
                return self._items(block)
            case Table():
                return self._table(block)
            case Facts():
                return "".join(self._fact(row, last=row is block.rows[-1]) for row in block.rows)
            case PageBreak():
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def _items(self, block: Items) -> str:
        """A numbered list, also one within an item, runs on and has a `w:num` of its own."""
        found = ""
        open_lists: dict[int, tuple[int, int]] = {}  # by level: the `w:num`, and what comes next
        for item in block.items:
            open_lists = {n: row for n, row in open_lists.items() if n <= item.level}
            pk = 1
            if item.number is not None:
                pk, following = open_lists.get(item.level, (0, 0))
                if not pk or following != item.number:
                    pk = next(self.lists)
                    self.numbered.append((pk, {item.level: item.number}))
                open_lists[item.level] = (pk, item.number + 1)
            found += self._item(item, pk, block.language)
        return found

    def _item(self, item: Item, pk: int, language: str) -> str:
        place = f'<w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{pk}"/></w:numPr>'
        if self.margin:
            place += _indent(self.margin + STEP * (item.level + 1), STEP)
        return _paragraph("AlkeList", self._runs(item.runs, language), place)

    def _fact(self, row: Fact, *, last: bool) -> str:
        """The label hangs in the margin of its first line."""
        hanging = f'<w:tabs><w:tab w:val="left" w:pos="{MARGIN}"/></w:tabs>'
        found = ""
        for number, runs in enumerate(row.lines):
            first, ends = number == 0, number == len(row.lines) - 1
            label = self._run(Run(row.label, bold=True)) + "<w:r><w:tab/></w:r>" if first else ""
            placed = (hanging if first else "") + _space(0, (200 if last else 80) if ends else 0)
            placed += _indent(MARGIN, MARGIN if first else 0)
            found += _paragraph("Normal", label + self._runs(runs, row.language), placed)
        return found

    def _runs(self, runs: Runs, language: str = "") -> str:
        return "".join(self._run(run, language) for run in runs)

    def _run(self, run: Run, language: str = "") -> str:
        style = NUMBER_STYLE if run.number else "Hyperlink" if run.link else ""
        tags = (
            (f'<w:rStyle w:val="{style}"/>' if style else "")
            + ("<w:b/>" if run.bold else "")
            + ("<w:i/>" if run.italic else "")
            + CHANGES[run.change]
            + self._language(language)
        )
        made = f"<w:r>{f'<w:rPr>{tags}</w:rPr>' if tags else ''}{_words(run.text)}</w:r>"
        if not run.link:
            return made
        return f'<w:hyperlink xmlns:r="{R}" r:id="{self._link(run.link)}">{made}</w:hyperlink>'

    def _language(self, language: str) -> str:
        if not language or language == self.paper.language:
            return ""
        return f'<w:lang w:val="{LOCALES[language]}"/>'

    def _link(self, address: str) -> str:
        if address not in self.links:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self.links[address] = self.part.relate_to(writable(address), kind, is_external=True)
        return self.links[address]

    def _table(self, table: Table) -> str:
        margin, whole = self.margin, sum(table.widths)
        widths = [(self.width - margin) * part // whole for part in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        lines = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="5B616B"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        title = quoteattr(writable(table.title))
        moved = f'<w:tblInd w:w="{margin}" w:type="dxa"/>' if margin else ""
        self.margin = 0  # within cells
        made = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{moved}<w:tblBorders>'
            f'{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="60" '
            'w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
            '<w:right w:w="90" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0620" '
            'w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
            f'w:noVBand="1"/><w:tblCaption w:val={title}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            + self._head(table.head, widths)
            + "".join(self._row(row, widths) for row in table.body)
            + "</w:tbl>"
            + _paragraph("AlkeSmall", "", _space(0, 0))
        )
        self.margin = margin
        return made

    def _head(self, rows: Sequence[Row], widths: list[int]) -> str:
        """Header rows; a cell that spans rows goes on below as Word wants it."""
        found, open_below = "", dict[int, tuple[int, Cell]]()
        for row in rows:
            cells, column = "", 0
            waiting = list(row.cells)
            while column < len(widths):
                if column in open_below and open_below[column][0] > 0:
                    left, cell = open_below[column]
                    open_below[column] = (left - 1, cell)
                    cells += self._cell(cell, widths, column, head=True, merge="goes-on")
                elif waiting:
                    cell = waiting.pop(0)
                    open_below[column] = (cell.rows - 1, cell)
                    merge = "begins" if cell.rows > 1 else ""
                    cells += self._cell(cell, widths, column, head=True, merge=merge)
                else:
                    break
                column += cell.columns
            found += f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
        return found

    def _row(self, row: Row, widths: list[int]) -> str:
        cells, column = "", 0
        for number, cell in enumerate(row.cells):
            keys = [key for key in (row.keys.get(number, ""), cell.key) if key]
            cells += self._cell(cell, widths, column, keys=keys)
            column += cell.columns
        whole = "" if len(cells) > LONG_ROW else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{whole}{cells}</w:tr>"

    def _cell(
        self,
        cell: Cell,
        widths: list[int],
        column: int,
        *,
        head: bool = False,
        merge: str = "",
        keys: Sequence[str] = (),
    ) -> str:
        width = sum(widths[column : column + cell.columns])
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merged = {"begins": '<w:vMerge w:val="restart"/>', "goes-on": "<w:vMerge/>"}.get(merge, "")
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH[cell.side]}"/>' if head else ""
        inside = "" if merge == "goes-on" else self._blocks(cell.blocks)
        if not inside or inside.endswith("</w:tbl>"):
            inside += _paragraph("Normal", "")
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{fill}</w:tcPr>'
            f"{self._marked(inside, keys)}</w:tc>"
        )

    def _marked(self, paragraphs: str, keys: Sequence[str]) -> str:
        """Bookmarks around all of a cell's text; one name never stands twice."""
        for key in reversed([key for key in keys if key not in self.named]):
            self.named.add(key)
            pk = next(self.marks)
            start = f'<w:bookmarkStart w:id="{pk}" w:name={quoteattr(key)}/>'
            first = paragraphs.index("</w:pPr>") + len("</w:pPr>")
            paragraphs = paragraphs[:first] + start + paragraphs[first:]
            last = paragraphs.rindex("</w:p>")
            paragraphs = f'{paragraphs[:last]}<w:bookmarkEnd w:id="{pk}"/>{paragraphs[last:]}'
        return paragraphs


def _paragraph(style: str, content: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def _indent(left: int, hanging: int = 0) -> str:
    if not left:
        return ""
    first = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}"{first}/>'


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _words(text: str) -> str:
    """Text with its line breaks and tabs."""
    lines = [
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            for part in line.split("\t")
        )
        for line in writable(text).split("\n")
    ]
    return "<w:br/>".join(lines)
