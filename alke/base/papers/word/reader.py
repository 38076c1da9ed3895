"""Reads a Word file: bytes in, plain data out, or a refusal that says what to do.

The file may come from anywhere and may have been through any program; see container.py for what
is refused before anything is parsed, and found.py for what comes out.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from alke.base.papers.word.comments import read_comments
from alke.base.papers.word.container import Container, parsed
from alke.base.papers.word.document import Document
from alke.base.papers.word.formats import Formats
from alke.base.papers.word.found import Place, Properties, WordFile
from alke.base.papers.word.names import DATA, Element, w
from alke.base.papers.word.numbering import Numbering
from alke.base.papers.word.refusal import Refusal, damaged
from alke.base.papers.word.story import Story
from alke.base.papers.word.walker import Book

__all__ = ["Refusal", "read"]

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CORE: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_MARGINS: Final[tuple[Place, ...]] = ("header", "footer")
_NOTES: Final[tuple[Place, ...]] = ("footnote", "endnote")


def read(file: bytes) -> WordFile:
    """All that the file holds, tracked changes accepted.

    Raises `Refusal` for what is no Word document, cannot be read whole, has macros or is too
    large.
    """
    container = Container(file)
    root = container.xml(container.main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise damaged()
    properties = _properties(_only(container, "", "core-properties"))
    book = _book(container, properties.language)
    blocks = Document(book, container.links(container.main)).all(body)
    _read_margins(container, book)
    _read_notes(container, book)
    comments = read_comments(
        _only(container, container.main, "comments"),
        _only(container, container.main, "commentsExtended"),
        Story(book, _links(container, "comments")),
    )
    beside = book.beside
    return WordFile(
        properties,
        _data(container),
        blocks,
        tuple(beside.elsewhere),
        comments,
        beside.tracked(),
        beside.notes(),
    )


def _only(container: Container, part: str, kind: str) -> Element | None:
    """The part that a part has one of."""
    name = next(container.related(part, kind), None)
    return None if name is None else container.xml(name)


def _links(container: Container, kind: str) -> dict[str, str]:
    name = next(container.related(container.main, kind), None)
    return {} if name is None else container.links(name)


def _book(container: Container, language: str) -> Book:
    formats = Formats(_only(container, container.main, "styles"))
    numbering = Numbering(_only(container, container.main, "numbering"), formats)
    return Book(formats, numbering, formats.language or language.partition("-")[0].lower())


def _read_margins(container: Container, book: Book) -> None:
    """Headers and footers of all sections."""
    for place in _MARGINS:
        for name in dict.fromkeys(container.related(container.main, place)):
            root = container.xml(name)
            if root is not None:
                book.beside.put(place, Story(book, container.links(name)).read(root))


def _read_notes(container: Container, book: Book) -> None:
    """Footnotes and endnotes; those with a type are the lines above them (`w:footnote/@w:type`)."""
    for place in _NOTES:
        for name in dict.fromkeys(container.related(container.main, f"{place}s")):
            root = container.xml(name)
            story = Story(book, container.links(name))
            for row in () if root is None else root.iterchildren(w(place)):
                if row.get(w("type"), "normal") == "normal":
                    book.beside.put(place, story.read(row))


def _data(container: Container) -> str:
    """The part of ours, by its namespace: programs that keep it give it another name."""
    for raw in _custom(container):
        if DATA.encode() in raw and (root := parsed(raw)).tag == f"{{{DATA}}}data":
            return "".join(map(str, root.itertext()))
    return ""


def _custom(container: Container) -> Iterator[bytes]:
    for name in container.related(container.main, "customXml"):
        raw = container.raw(name)
        if raw is not None:
            yield raw


def _properties(root: Element | None) -> Properties:
    if root is None:
        return Properties()

    def said(tag: str) -> str:
        return (root.findtext(tag) or "").strip()

    return Properties(
        identifier=said(f"{_DC}identifier"),
        title=said(f"{_DC}title"),
        language=said(f"{_DC}language"),
        author=said(f"{_DC}creator"),
        changed_by=said(f"{_CORE}lastModifiedBy"),
        changed_at=_moment(said(f"{_TERMS}modified")),
    )


def _moment(text: str) -> dt.datetime | None:
    """A moment; one without a zone is in UTC."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
