"""Office files: what they are by their main part, and that nothing in them runs by itself."""

from typing import Final

from alke.base.package import Package, Terms
from alke.base.uploads import refusal
from alke.base.uploads.kinds import OPEN_DOCUMENT, Kind
from alke.base.uploads.microsoft import microsoft
from alke.base.uploads.programs import OLE, ZIP, starts_something

LARGEST_WHOLE: Final = 200 * 1024 * 1024
MOST_TIMES: Final = 200  # as large unpacked as packed; a sheet full of the same number comes near
HARMLESS: Final = 20 * 1024 * 1024  # unpacked, however small the file is
TERMS: Final = Terms(
    most_members=5_000,
    largest_whole=LARGEST_WHOLE,
    largest_read=100 * 1024 * 1024,
    damaged=refusal.damaged,
    too_much=refusal.too_much,
    has_definitions=refusal.damaged,  # no office program writes any
)

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream's name (MS-OFFCRYPTO)
_SCRIPT: Final = b"vnd.sun.star.script:"  # the address of a macro, also of one outside the file


def refuse_old(data: bytes) -> None:
    """Refuses what Office wrote before 2007, and what it encrypts today."""
    if data.startswith(OLE):
        raise refusal.has_password() if _ENCRYPTED in data else refusal.is_old()


def office(data: bytes) -> Kind:
    """What kind of office file it is; raises `BadInput` for what is none or is not let in."""
    package = Package(data, TERMS)
    if package.unpacked() > max(HARMLESS, MOST_TIMES * len(data)):
        raise refusal.too_much()
    names = package.names()
    if "mimetype" in names:
        kind = _open_document(package, names)
    elif "[content_types].xml" in names:
        kind = microsoft(package, names)
    else:
        raise refusal.not_taken()
    for name in names:
        _look_into(package, name)
    return kind


def _open_document(package: Package, names: list[str]) -> Kind:
    """OpenDocument names its kind in a member (part 2 of the standard, 3.3)."""
    said = package.raw("mimetype") or b""
    kind = next((one for one in OPEN_DOCUMENT if one.media_type.encode() == said), None)
    if kind is None or "content.xml" not in names:
        raise refusal.not_taken()
    if b"encryption-data" in (package.raw("meta-inf/manifest.xml") or b""):
        raise refusal.has_password()
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise refusal.has_macros(kind.ending)
    for part in ("content.xml", "styles.xml"):
        if _SCRIPT in (package.raw(part) or b""):
            raise refusal.has_macros(kind.ending)
    return kind


def _look_into(package: Package, name: str) -> None:
    """Reads the part to its end, so that no half of one is let in."""
    head = b""
    for piece in package.pieces(name):
        head = head or piece
    if head.startswith((OLE, ZIP)):
        head = package.raw(name) or b""
    if starts_something(name, head):
        raise refusal.carries(name.rpartition("/")[2])
