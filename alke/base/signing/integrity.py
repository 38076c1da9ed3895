"""Whether a file still is what was signed: beyond the signature's own arithmetic."""

import io
from typing import Final

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import ModificationInfo, SignatureCoverageLevel

from alke.base.signing.verification import Changes

LOWER: Final = frozenset(b"0123456789abcdef")
UPPER: Final = frozenset(b"0123456789ABCDEF")
WORDS: Final = ("/Title", "/Author", "/Subject", "/Keywords")


def changes_since(pdf: bytes, signature: EmbeddedPdfSignature, status: ModificationInfo) -> Changes:
    """What was added after the signature; OTHER also where it leaves anything out.

    pyHanko compares the objects of every later revision with those that were signed. It believes
    a file about where its signature lies, and takes a new title for harmless; we do neither.
    """
    if status.docmdp_ok is False or not leaves_out_itself_only(pdf, signature):
        return Changes.OTHER
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Changes.NONE
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or _is_last(signature):
        return Changes.OTHER
    return _changes(signature, status.diff_result) if _same_words(pdf, signature) else Changes.OTHER


def _is_last(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing was added in due form; whatever stands behind it then is no part of it."""
    return bool(signature.signed_revision + 1 == signature.reader.xrefs.total_revisions)


def _changes(signature: EmbeddedPdfSignature, found: object) -> Changes:
    if not isinstance(found, DiffResult):
        return Changes.OTHER
    if found.modification_level.value <= ModificationLevel.LTA_UPDATES.value:
        return Changes.PROOFS
    signed = {other.field_name for other in signature.reader.embedded_signatures}
    is_signing = found.modification_level == ModificationLevel.FORM_FILLING
    return (
        Changes.SIGNATURES
        if is_signing and found.changed_form_fields <= signed
        else (Changes.OTHER)
    )


def leaves_out_itself_only(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature covers all of its file but its own value, written in one way.

    A wider gap could hide another document in it (signature wrapping), and bytes in it that mean
    nothing would be bytes that nobody vouches for.
    """
    span = [int(part) for part in signature.byte_range]
    match span:
        case [0, int(start), int(end), int(rest)] if 0 < start < end and rest > 0:
            gap = pdf[start:end]
        case _:
            return False
    if end + rest > len(pdf) or (gap[:1], gap[-1:]) != (b"<", b">"):
        return False
    digits, value = gap[1:-1], signature.pkcs7_content
    if not (LOWER.issuperset(digits) or UPPER.issuperset(digits)):
        return False
    filling = value[parser.peek(value) :]
    return bytes.fromhex(digits.decode("ascii")) == value and not any(filling)


def _same_words(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether title and authorship are those of the signed revision."""
    end = int(signature.byte_range[2]) + int(signature.byte_range[3])
    strict = signature.reader.strict
    return _words(pdf[:end], strict=strict) == _words(pdf, strict=strict)


def _words(pdf: bytes, *, strict: bool) -> list[object]:
    """Both places where they stand; of a reader of its own, which keeps no other's objects."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=strict)
    meta = reader.document_meta_view
    trailer = reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 - get() resolves nothing
    return [
        (meta.title, meta.author, meta.subject, meta.keywords, meta.creator, meta.created),
        *(str(info.get(key, "")) for key in WORDS),
    ]
