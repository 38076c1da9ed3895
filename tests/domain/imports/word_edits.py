"""Edits of an exported file, as a person makes them in Word: with python-docx, cell by cell."""

import copy
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import _Cell

Step = Callable[[Document], None]


def edited(file: bytes, *steps: Step) -> bytes:
    """The file after the steps."""
    document = docx.Document(io.BytesIO(file))
    for step in steps:
        step(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _remove(element: Any) -> None:
    element.getparent().remove(element)


def cell_named(document: Document, name: str) -> _Cell:
    """The cell in which the bookmark stands."""
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                names = [b.get(qn("w:name")) for b in cell._tc.iter(qn("w:bookmarkStart"))]
                if name in names:
                    found: _Cell = cell
                    return found
    raise LookupError(name)


def write(name: str, text: str, *, keep_names: bool = True) -> Step:
    """Overtypes the cell; Word keeps a bookmark unless all of it is overtyped."""

    def step(document: Document) -> None:
        cell = cell_named(document, name)
        for paragraph in cell.paragraphs[1:]:
            _remove(paragraph._p)
        first = cell.paragraphs[0]
        for run in [*first.runs]:
            _remove(run._r)
        if not keep_names:
            for mark in [*cell._tc.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
                _remove(mark)
        lines = text.split("\n")
        first.add_run(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line)

    return step


def without_names(document: Document) -> None:
    """All bookmarks are gone, as after pasting into another file."""
    for mark in [*document.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
        _remove(mark)


def without_data(document: Document) -> None:
    """The values that the file rested on are gone, and its properties."""
    for pk, row in list(document.part.rels.items()):
        if "customXml" in row.reltype:
            del document.part.rels[pk]
    document.core_properties.identifier = ""


def without_footer(document: Document) -> None:
    """And the printed code."""
    for paragraph in document.sections[0].footer.paragraphs:
        paragraph.clear()


def new_row(table: int, *texts: str) -> Step:
    """A row at the end of a table."""

    def step(document: Document) -> None:
        found: Any = document.tables[table]
        row = found.add_row()
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text

    return step


def copied_row(table: int, row: int) -> Step:
    """A row copied below itself, names and all."""

    def step(document: Document) -> None:
        original = document.tables[table].rows[row]._tr
        original.addnext(copy.deepcopy(original))

    return step


def without_row(table: int, row: int) -> Step:
    """A row deleted."""

    def step(document: Document) -> None:
        _remove(document.tables[table].rows[row]._tr)

    return step


def paragraph(text: str) -> Step:
    """Text after the tables."""

    def step(document: Document) -> None:
        document.add_paragraph(text)

    return step
