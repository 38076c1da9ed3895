"""Whether a file that was signed elsewhere shows what the given file shows, page by page.

A service that signs adds to a file or writes it anew, and some put a page of their own before or
after it. What is drawn on a page stays the same then: its stream, and all that the stream names.
"""

import hashlib
import io
from collections.abc import Iterator
from typing import Final

import pikepdf

from alke.base.signing.likeness import Content, Likeness

# What leads from a page to others, tells how something is packed, or names it for its readers.
PASSED: Final = {"/Parent", "/P", "/StructParent", "/StructParents", "/Length", "/Filter"} | {
    "/DecodeParms"
}


def compare(given: bytes, signed: bytes) -> Likeness:
    """Holds the pages of `signed` against those of `given`; never raises.

    Takes as long as the file wants: what comes from outside goes through `office.compare`.
    """
    try:
        ours, theirs = list(_pages(given)), list(_pages(signed))
    except Exception:  # noqa: BLE001 - a hostile file breaks its reader in any way it likes
        return Likeness(Content.OTHER)
    if ours == theirs:
        return Likeness(Content.SAME)
    added = len(theirs) - len(ours)
    starts = (n for n in range(added + 1) if theirs[n : n + len(ours)] == ours)
    return (
        Likeness(Content.OTHER) if next(starts, None) is None else Likeness(Content.LONGER, added)
    )


def _pages(pdf: bytes) -> Iterator[bytes]:
    """What each page shows, in one hash."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            look = _Look()
            look.add(
                [page.mediabox, page.cropbox, page.get("/Rotate", 0), page.get("/UserUnit", 1)]
            )
            look.add(_drawn(page))
            look.add(page.resources)
            look.add([row for row in page.get("/Annots", []) if not _is_signature(row)])
            yield look.hash.digest()


def _drawn(page: pikepdf.Page) -> bytes:
    """The page's streams one after the other, as a reader draws them."""
    streams = page.obj.get("/Contents", pikepdf.Array())
    parts = streams if isinstance(streams, pikepdf.Array) else [streams]
    return b"\n".join(part.read_bytes() for part in parts)


def _is_signature(annotation: pikepdf.Object) -> bool:
    """The place of a signature: its picture is that of the service."""
    field = annotation.get("/FT", annotation.get("/Parent", pikepdf.Dictionary()).get("/FT"))
    return annotation.get("/Subtype") == "/Widget" and field == "/Sig"


class _Look:
    """A hash over objects by their values, wherever in the file they stand."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.seen: dict[tuple[int, int], int] = {}

    def add(self, thing: object) -> None:
        match thing:
            case pikepdf.Dictionary() | pikepdf.Stream() | pikepdf.Array() if self._known(thing):
                return
            case pikepdf.Dictionary(Type=pikepdf.Name.Page):
                self._say("page")  # where a link leads is not what the page shows
            case pikepdf.Stream():
                self._dictionary(thing)
                self._say("stream", _content(thing))
            case pikepdf.Dictionary():
                self._dictionary(thing)
            case list() | pikepdf.Array():
                self._say("array", str(len(thing)).encode())
                for one in thing:
                    self.add(one)
            case bytes():
                self._say("bytes", thing)
            case _:
                self._say(type(thing).__name__, str(thing).encode())

    def _known(self, thing: pikepdf.Object) -> bool:
        """Whether it was met before; it is named by its place among those met, then."""
        if thing.objgen == (0, 0):
            return False
        is_known = thing.objgen in self.seen
        number = self.seen.setdefault(thing.objgen, len(self.seen))
        if is_known:
            self._say("again", str(number).encode())
        return is_known

    def _dictionary(self, thing: pikepdf.Object) -> None:
        self._say("dictionary")
        for key in sorted(thing.keys() - PASSED):
            self._say("key", key.encode())
            self.add(thing[key])

    def _say(self, kind: str, value: bytes = b"") -> None:
        self.hash.update(f"{kind} {len(value)} ".encode() + value)


def _content(stream: pikepdf.Stream) -> bytes:
    """Unpacked, so that another packing is no difference; pictures stay as they are."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
