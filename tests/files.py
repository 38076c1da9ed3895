"""What stands in files that pages hand out: Word, PDF, spreadsheets, plain text."""

import io
import re
import zipfile
from html import unescape
from typing import Any

import docx
from docx.document import Document

from tests.pdf_checks import words

_TAG = re.compile(r"<[^>]+>")


def content_of(response: Any) -> bytes:
    """The body, also of a streamed answer."""
    return b"".join(response) if response.streaming else response.content


def text_of(response: Any) -> str:
    """All of its text; in files that are archives that of every part, its mark-up too."""
    content = content_of(response)
    if content.startswith(b"%PDF"):
        return words(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = [file.read(name).decode(errors="replace") for name in file.namelist()]
        return unescape(" ".join([*(_TAG.sub(" ", part) for part in parts), *parts]))
    return content.decode()


def word_file(response: Any) -> Document:
    """A Word file as python-docx reads it."""
    assert response.status_code == 200
    return docx.Document(io.BytesIO(content_of(response)))


def lines_of(document: Document) -> list[str]:
    """Its paragraphs that say something, those of tables left out; no-break spaces as spaces."""
    return [row.text.replace("\u00a0", " ") for row in document.paragraphs if row.text]


def rows_of(document: Document, number: int) -> list[list[str]]:
    """The cells of a table, row by row; no-break spaces as spaces."""
    table = document.tables[number]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
