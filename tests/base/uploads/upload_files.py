"""Files as people bring them, made here: whole ones, and those made to do harm."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pikepdf
import pytest
from PIL import Image

from alke.base.richtext import BadInput
from alke.base.uploads.inspection import inspect
from alke.base.uploads.kinds import DOCX, ODT, Kind
from tests.base.papers.word_files import TYPES, relations, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAINS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
Members = dict[str, str | bytes]

NOT_TAKEN = "Tällaisia tiedostoja ei oteta vastaan."
DAMAGED = "Tiedosto on vioittunut, tai siitä on tullut perille vain osa."
MACROS = "Tiedostossa on makroja tai muita ohjelmia, eikä sellaisia tiedostoja oteta vastaan."
PASSWORD = "Tiedosto on suojattu salasanalla."
TOO_MUCH = "Tiedostossa on enemmän kuin voidaan käydä läpi."
CARRIES = "Tiedostoon on upotettu toinen tiedosto, joka voisi käynnistää ohjelman: ”%s”."
MISNAMED = "Tiedoston nimen pääte on %s, mutta sisällöltään se on %s-tiedosto."


def why(name: str, data: bytes) -> str:
    """The sentences with which the file is refused."""
    with pytest.raises(BadInput) as refused:
        inspect(name, data)
    assert refused.value.field == "tiedosto"
    return str(refused.value)


def word() -> bytes:
    """A document of python-docx, which fills Word's own template."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Itä-Suomen esitys")
    document.save(made)
    return made.getvalue()


def members(
    kind: Kind = DOCX, *, main_type: str = "", types: Mapping[str, str] | None = None
) -> Members:
    """Those of the smallest file of Microsoft's kind; `types` adds content types of parts."""
    main = MAINS[kind.ending]
    said = {main: main_type or f"{kind.media_type}.main+xml", **(types or {})}
    rows = "".join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in said.items())
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{rows}</Types>',
        "_rels/.rels": relations({main: "officeDocument"}),
        main: "<main/>",
    }


def office(kind: Kind = DOCX, added: Mapping[str, str | bytes] | None = None) -> bytes:
    """Such a file, with more members."""
    return zipped({**members(kind), **(added or {})})


def with_external(kind: str, target: str) -> bytes:
    """A Word file with a relationship of the kind that leads to the target."""
    row = (
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/>'
    )
    return office(added={"word/_rels/settings.xml.rels": f"<Relationships>{row}</Relationships>"})


def open_document(kind: Kind = ODT, added: Mapping[str, str | bytes] | None = None) -> bytes:
    """The smallest file of OpenDocument."""
    return zipped(
        {
            "mimetype": kind.media_type,
            "content.xml": "<office:document-content/>",
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **(added or {}),
        }
    )


def pdf(change: Callable[[pikepdf.Pdf], object] | None = None, **options: Any) -> bytes:
    """A PDF of one empty page, changed before it is saved."""
    made = io.BytesIO()
    with pikepdf.new() as new:
        new.add_blank_page()
        if change is not None:
            change(new)
        new.save(made, **options)
    return made.getvalue()


def picture(
    form: str = "PNG", size: tuple[int, int] = (4, 2), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture whose left half is red."""
    image = Image.new(mode, size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def shown(data: bytes) -> Image.Image:
    """The picture as it is read."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def large_png(width: int, height: int) -> bytes:
    """A PNG that says how large it is and has next to nothing in it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">L", zlib.crc32(name + content))
        return struct.pack(">L", len(content)) + name + content + check

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )
