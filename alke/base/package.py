"""A zip of parts taken apart without trust: refused before anything is parsed, read with a counter.

Office files are such zips. Those of Microsoft's kind have parts that name each other (ECMA-376
part 2, Open Packaging Conventions).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from alke.base.richtext import BadInput

PIECE: Final = 64 * 1024
MOST_MARKS: Final = 1_500_000  # elements and attributes of a part: each costs a hundred bytes

_MEMBER = b"PK\x01\x02"  # begins each row of a zip's list of members
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that the conventions allow
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError),
    *(RuntimeError, ValueError, OSError, struct.error),  # on bytes that make no sense
)


@dataclass(frozen=True)
class Terms:
    """How much of a package is taken and read, and what refuses one that goes beyond."""

    most_members: int
    largest_whole: int  # unpacked, as the file says itself; pictures included
    largest_read: int  # of the parts that are read, together
    damaged: Callable[[], BadInput]
    too_much: Callable[[], BadInput]
    has_definitions: Callable[[], BadInput]


class Package:
    """The parts of one file; names of parts know no case."""

    def __init__(self, file: bytes, terms: Terms) -> None:
        self.terms = terms
        if file.count(_MEMBER) > terms.most_members:
            raise terms.too_much()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file))
        except _BROKEN as fault:
            raise terms.damaged() from fault
        self._members = dict(self._checked(self._zip.infolist()))
        self._left = terms.largest_read
        self._rows: dict[str, list[Element]] = {}

    def _checked(self, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The members by name, of which no two are equal."""
        whole = sum(row.file_size for row in members)
        if len(members) > self.terms.most_members or whole > self.terms.largest_whole:
            raise self.terms.too_much()
        names: set[str] = set()
        for member in members:
            name = member.filename.lower()
            secret = member.flag_bits & 1
            if name in names or _leads_out(name) or secret or member.compress_type not in _PACKED:
                raise self.terms.damaged()
            names.add(name)
            yield name, member

    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._members)

    def unpacked(self) -> int:
        """How large all parts are together."""
        return sum(member.file_size for member in self._members.values())

    def xml(self, name: str) -> Element | None:
        """The part's root element; None where there is no such part."""
        raw = self.raw(name)
        return None if raw is None else self.parsed(raw)

    def parsed(self, raw: bytes) -> Element:
        """A part's XML."""
        return parsed(raw, self.terms)

    def raw(self, name: str) -> bytes | None:
        """The part's bytes; None where there is no such part."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.file_size > self._left:
            raise self.terms.too_much()
        found = b"".join(self.pieces(name))
        self._left -= len(found)
        return found

    def pieces(self, name: str) -> Iterator[bytes]:
        """Little by little: a member may say that it is small and unpack to anything."""
        try:
            with self._zip.open(self._members[name.lower()]) as stream:
                while piece := stream.read(PIECE):  # never more in all than the member says
                    yield piece
        except _BROKEN as fault:
            raise self.terms.damaged() from fault

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The names of the parts that a part has a relationship of the kind with."""
        for row in self.relationships(part):
            if row.get("TargetMode") != "External" and last(row.get("Type")) == kind:
                target = posixpath.join("/", posixpath.dirname(part), row.get("Target", ""))
                yield posixpath.normpath(target).lstrip("/")

    def relationships(self, part: str) -> list[Element]:
        """A part's relationships; those of the package itself have "" for the part."""
        if part not in self._rows:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._rows[part] = [] if root is None else list(root)
        return self._rows[part]


def parsed(raw: bytes, terms: Terms) -> Element:
    """A part's XML: no entities, no network, nothing deeper than 256 elements."""
    if b"<!DOCTYPE" in raw:
        raise terms.has_definitions()
    if raw.count(b"<") + raw.count(b"=") > MOST_MARKS:
        raise terms.too_much()
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
        raise terms.damaged() from fault
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise terms.has_definitions()
    return root


def kind_of(part: str, kinds: Element) -> str:
    """The part's content type: its own, else that of its name's ending."""
    rows = list(kinds)
    for row in rows:
        if row.get("PartName", "").lstrip("/").lower() == part.lower():
            return row.get("ContentType", "")
    ending = part.rpartition(".")[2].lower()
    found = (row for row in rows if row.get("Extension", "").lower() == ending)
    return next((row.get("ContentType", "") for row in found), "")


def last(kind: str | None) -> str:
    """A type's last word; the strict form of the standard has other words before it."""
    return (kind or "").rpartition("/")[2]


def _leads_out(name: str) -> bool:
    """A name that would lead out of its folder if it were written somewhere."""
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or ":" in name or "\0" in name
