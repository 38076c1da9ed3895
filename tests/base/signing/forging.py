"""Changes files as honest programs and as forgers do."""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper

from alke.base.signing.seals import Seal

name = generic.NameObject


def flipped(pdf: bytes, position: int, mask: int = 1) -> bytes:
    """With some bits of one byte turned over."""
    changed = bytearray(pdf)
    changed[position] ^= mask
    return bytes(changed)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """With a change that is saved after the end of the file."""
    file = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(file)
    made = io.BytesIO()
    file.write(made)
    return made.getvalue()


def with_page(pdf: bytes) -> bytes:
    """With one more page."""

    def change(file: IncrementalPdfFileWriter) -> None:
        pages = file.root["/Pages"]
        page = generic.DictionaryObject(dict(file.find_page_for_modification(0)[0].get_object()))
        pages["/Kids"].append(file.add_object(page))
        pages[name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
        file.update_container(pages)
        file.update_container(pages["/Kids"])

    return updated(pdf, change)


def with_note(pdf: bytes) -> bytes:
    """With a note laid over the first page."""

    def change(file: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(
            {
                name("/Type"): name("/Annot"),
                name("/Subtype"): name("/FreeText"),
                name("/Contents"): generic.pdf_string("Toisin"),
                name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 400, 400))),
            }
        )
        page = file.find_page_for_modification(0)[0].get_object()
        page[name("/Annots")] = generic.ArrayObject([file.add_object(note)])
        file.update_container(page)

    return updated(pdf, change)


def with_title(pdf: bytes, title: str) -> bytes:
    """With another title."""

    def change(file: IncrementalPdfFileWriter) -> None:
        file._meta.title = title
        file.update_root()

    return updated(pdf, change)


def without_form(pdf: bytes) -> bytes:
    """With the signatures taken off."""

    def change(file: IncrementalPdfFileWriter) -> None:
        del file.root["/AcroForm"]
        file.update_root()

    return updated(pdf, change)


def signed(
    pdf: bytes,
    seal: Seal,
    field: str,
    *,
    form: SigSeedSubFilter,
    timestamps: TimeStamper | None = None,
) -> bytes:
    """Signed once more, as other programs do: nothing is forbidden by it."""
    about = signers.PdfSignatureMetadata(field_name=field, subfilter=form, md_algorithm="sha256")
    file = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    made: io.BytesIO = signers.sign_pdf(file, about, signer=seal.signer, timestamper=timestamps)
    return made.getvalue()


def encrypted(pdf: bytes) -> bytes:
    """Readable with a password only."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(made, encryption=pikepdf.Encryption(user="a", owner="b"))
    return made.getvalue()


def covered(pdf: bytes) -> tuple[int, int, int]:
    """Where the first signature's value begins and ends, and where what it covers ends."""
    span = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    assert span is not None
    start, end, rest = (int(part) for part in span.groups())
    return start, end, end + rest


def wrapped(pdf: bytes) -> bytes:
    """Another document in the gap that a signature leaves for its own value.

    The gap is made wider. The value stands in it as a string of another form, which takes half
    the room; the rest holds a whole document, and what was the last part of the signed file now
    leads there. All that was signed is there still, byte for byte.
    """
    start, end, whole = covered(pdf)
    head, tail = pdf[:start], pdf[end:whole]
    told = re.search(rb"startxref\n(\d+)\n%%EOF\s*$", tail)
    assert told is not None
    table = int(told[1])
    length = 9000
    value = bytes.fromhex(pdf[start + 1 : end - 1].decode()).rstrip(b"\0").ljust(length, b"\0")
    plain = re.sub(rb"([()\\])", rb"\\\1", value).replace(b"\r", b"\\r")
    size = 2 * length + 2
    span = b"0 %d %d %d" % (start, start + size, len(tail))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 0>>stream\n\nendstream",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 0 0]/V 6 0 R/P 3 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[%s]/Contents(%s)>>"
        % (span, plain),
    ]
    first = table + len(_table([0] * len(objects), table))
    places, body = [], b""
    for number, content in enumerate(objects, 1):
        places.append(first + len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    gap = b" " * (table - start) + _table(places, table) + body
    return head + gap.ljust(size) + tail


def _table(places: list[int], at: int) -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\n" % size
    return table + trailer + b"startxref\n%d\n%%%%EOF\n" % at


def stream(length: int) -> generic.StreamObject:
    """A stream of bytes without meaning."""
    return generic.StreamObject(stream_data=bytes(length))


def hybrid(pdf: bytes) -> bytes:
    """With its table in both forms, as office programs write it; pyHanko is strict about it."""
    about = re.search(rb"/Size (\d+)/Root (\d+) 0 R.*startxref\n(\d+)\n%%EOF\s*$", pdf, re.DOTALL)
    assert about is not None
    number, root, before = (int(part) for part in about.groups())
    at = len(pdf) + 1
    row = bytes([1]) + at.to_bytes(4, "big") + bytes([0])
    told = b"/Type/XRef/Size %d/Root %d 0 R/W[1 4 1]/Index[%d 1]/Length 6" % (
        number + 1,
        root,
        number,
    )
    second = b"\n%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (number, told, row)
    table = b"xref\n0 1\n0000000000 65535 f \n"
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d/XRefStm %d>>\n" % (
        number + 1,
        root,
        before,
        at,
    )
    return pdf + second + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + len(second))
