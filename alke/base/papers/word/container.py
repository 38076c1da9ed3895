"""A Word file taken apart without trust: refused before anything is parsed, read with a counter.

A Word file is a zip of parts that name each other (ECMA-376 part 2, Open Packaging Conventions).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from alke.base.papers.word.names import STRICT, Element
from alke.base.papers.word.refusal import (
    damaged,
    has_definitions,
    has_macros,
    no_word_file,
    refuse_by_type,
    too_large,
    too_much,
)

LARGEST_FILE: Final = 10 * 1024 * 1024
MOST_MEMBERS: Final = 2_000
LARGEST_WHOLE: Final = 200 * 1024 * 1024  # unpacked, as the file says itself; pictures included
LARGEST_READ: Final = 30 * 1024 * 1024  # of the parts that are read, together
PIECE: Final = 64 * 1024
MOST_MARKS: Final = 1_500_000  # elements and attributes of a part: each costs a hundred bytes

_MEMBER = b"PK\x01\x02"  # begins each row of a zip's list of members
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that the conventions allow
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError),
    *(RuntimeError, ValueError, OSError, struct.error),  # on bytes that make no sense
)
_WORD = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)


class Container:
    """The parts of one file; `main` is the name of the document itself."""

    def __init__(self, file: bytes) -> None:
        if len(file) > LARGEST_FILE:
            raise too_large(LARGEST_FILE)
        refuse_by_type(file)
        if file.count(_MEMBER) > MOST_MEMBERS:
            raise too_much()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file))
        except _BROKEN as fault:
            raise damaged() from fault
        self._members = dict(self._checked(self._zip.infolist()))
        self._left = LARGEST_READ
        self._rows: dict[str, list[Element]] = {}
        self.main = self._main()

    def _checked(self, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The members by name; names of parts know no case, and no two are equal."""
        if len(members) > MOST_MEMBERS or sum(row.file_size for row in members) > LARGEST_WHOLE:
            raise too_much()
        names: set[str] = set()
        for member in members:
            name = member.filename.lower()
            secret = member.flag_bits & 1
            if name in names or _leads_out(name) or secret or member.compress_type not in _PACKED:
                raise damaged()
            names.add(name)
            yield name, member

    def _main(self) -> str:
        """The document's name, if it is one of Word's and without macros."""
        if "mimetype" in self._members:
            raise no_word_file()
        kinds = self.xml("[content_types].xml")
        main = next(self.related("", "officeDocument"), "")
        if kinds is None or not main:
            raise no_word_file()
        kind = _kind_of(main, kinds)
        if "macroEnabled" in kind or any("vbaproject" in name for name in self._members):
            raise has_macros()
        if kind not in _WORD:
            raise no_word_file()
        return main

    def xml(self, name: str) -> Element | None:
        """The part's root element; None where there is no such part."""
        raw = self.raw(name)
        return None if raw is None else parsed(raw)

    def raw(self, name: str) -> bytes | None:
        """The part's bytes; None where there is no such part."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.file_size > self._left:
            raise too_much()
        found = b"".join(self._pieces(member))
        self._left -= len(found)
        return found

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Little by little: a member may say that it is small and unpack to anything."""
        try:
            with self._zip.open(member) as stream:
                while piece := stream.read(PIECE):  # never more in all than the member says
                    yield piece
        except _BROKEN as fault:
            raise damaged() from fault

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The names of the parts that a part has a relationship of the kind with."""
        for row in self._relationships(part):
            if row.get("TargetMode") != "External" and _last(row.get("Type")) == kind:
                target = posixpath.join("/", posixpath.dirname(part), row.get("Target", ""))
                yield posixpath.normpath(target).lstrip("/")

    def links(self, part: str) -> dict[str, str]:
        """The addresses that a part's relationships of the type hyperlink lead to, by id."""
        return {
            row.get("Id", ""): row.get("Target", "")
            for row in self._relationships(part)
            if _last(row.get("Type")) == "hyperlink"
        }

    def _relationships(self, part: str) -> list[Element]:
        if part not in self._rows:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._rows[part] = [] if root is None else list(root)
        return self._rows[part]


def parsed(raw: bytes) -> Element:
    """A part's XML: no entities, no network, nothing deeper than 256 elements."""
    if b"<!DOCTYPE" in raw:
        raise has_definitions()
    if raw.count(b"<") + raw.count(b"=") > MOST_MARKS:
        raise too_much()
    for strict, usual in STRICT.items():
        raw = raw.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged() from fault
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise has_definitions()
    return root


def _kind_of(part: str, kinds: Element) -> str:
    """The part's content type: its own, else that of its name's ending."""
    rows = list(kinds)
    for row in rows:
        if row.get("PartName", "").lstrip("/").lower() == part.lower():
            return row.get("ContentType", "")
    ending = part.rpartition(".")[2].lower()
    found = (row for row in rows if row.get("Extension", "").lower() == ending)
    return next((row.get("ContentType", "") for row in found), "")


def _leads_out(name: str) -> bool:
    """A name that would lead out of its folder if it were written somewhere."""
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or ":" in name or "\0" in name


def _last(kind: str | None) -> str:
    """A type's last word; the strict form of the standard has other words before it."""
    return (kind or "").rpartition("/")[2]
