"""Reads a PDF file's signatures with pyHanko and weighs them; no network is ever asked."""

import datetime as dt
import io
from typing import Any, Final

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from alke.base.signing.integrity import changes_since
from alke.base.signing.trust import Trust, fingerprint, subject
from alke.base.signing.verification import (
    Changes,
    Outcome,
    SignatureCheck,
    Verification,
    judge,
)

MOST: Final = 20  # signatures and timestamps of a file; each reads the whole of it
LONGEST: Final = 300  # characters of a reason
USES: Final = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})


class _Unreadable(Exception):
    """Nothing can be said of the file."""


def examine(pdf: bytes, *, trust: Trust, at: dt.datetime) -> Verification:
    """What the file's signatures are worth at the moment; never raises.

    Takes as long as the file wants: what comes from outside goes through `office.verify`.
    """
    if not pdf.startswith(b"%PDF-"):
        return Verification(Outcome.NO_PDF)
    try:
        return judge(_Examination(pdf, trust, at).checks())
    except Exception:  # noqa: BLE001 - a hostile file breaks its reader in any way it likes
        return Verification(Outcome.UNREADABLE)


class _Examination:
    """Goes from the last signature to the first: what a timestamp covers was there by then."""

    def __init__(self, pdf: bytes, trust: Trust, at: dt.datetime) -> None:
        self.pdf, self.trust = pdf, trust
        self.moment = at  # by when all that is still to be looked at existed
        self.is_dated = False  # by a timestamp over the file
        self.reader = _reader(pdf)
        self.proofs = _proofs(self.reader)

    def checks(self) -> tuple[SignatureCheck, ...]:
        """Of all signatures and timestamps, in the order in which they were set."""
        found = self.reader.embedded_signatures
        filled = sum(1 for _ in enumerate_sig_fields(self.reader, filled_status=True))
        if filled > MOST or len(found) != filled:  # pyHanko passes over forms it does not know
            raise _Unreadable
        return tuple(reversed([self._check(signature) for signature in reversed(found)]))

    def _check(self, signature: EmbeddedPdfSignature) -> SignatureCheck:
        if signature.sig_object_type == "/DocTimeStamp":
            return self._timestamp(signature)
        return self._signature(signature)

    def _timestamp(self, signature: EmbeddedPdfSignature) -> SignatureCheck:
        """Moves the moment back, if it is believed."""
        status = validate_pdf_timestamp(signature, self._context(self.moment))
        check = self._told(signature, status, at=status.timestamp, is_timestamp=True)
        if check.is_dated:
            self.moment, self.is_dated = status.timestamp, True
        return check

    def _signature(self, signature: EmbeddedPdfSignature) -> SignatureCheck:
        """A signature's own timestamp comes first: its certificate had to be valid by then."""
        status = self._status(signature, self.moment, skip_diff=True)
        own = status.timestamp_validity
        is_dated = own is not None and own.trusted
        moment = own.timestamp if own is not None and is_dated else self.moment
        if status.intact and status.valid:  # else the costly comparison is for nothing
            status = self._status(signature, moment)
        return self._told(signature, status, at=moment if is_dated else status.signer_reported_dt)

    def _status(
        self, signature: EmbeddedPdfSignature, moment: dt.datetime, *, skip_diff: bool = False
    ) -> PdfSignatureStatus:
        return validate_pdf_signature(
            signature,
            self._context(moment),
            self._context(self.moment),
            key_usage_settings=USES,
            skip_diff=skip_diff,
        )

    def _told(
        self,
        signature: EmbeddedPdfSignature,
        status: PdfSignatureStatus | DocumentTimestampStatus,
        *,
        at: dt.datetime | None,
        is_timestamp: bool = False,
    ) -> SignatureCheck:
        if not self.reader.strict and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            raise _Unreadable
        own = getattr(status, "timestamp_validity", None)
        is_sound = status.intact and status.valid and (own is None or (own.intact and own.valid))
        changes = changes_since(self.pdf, signature, status) if is_sound else Changes.OTHER
        is_whole = is_sound and changes != Changes.OTHER
        is_believed = bool(is_whole and status.trusted)
        mark = fingerprint(status.signing_cert)
        return SignatureCheck(
            by=subject(status.signing_cert),
            fingerprint=mark,
            at=at,
            is_dated=is_believed if is_timestamp else own is not None and bool(own.trusted),
            level="" if is_timestamp else self._level(signature, own),
            is_whole=is_whole,
            is_trusted=is_believed,
            is_ours=status.valid and mark in self.trust.own,
            changes=changes,
            is_timestamp=is_timestamp,
            reason=str(signature.sig_object.get("/Reason", ""))[:LONGEST],
        )

    def _level(self, signature: EmbeddedPdfSignature, own: SignatureStatus | None) -> str:
        """PAdES, EN 319 142-1: how long the signature can be proven."""
        if signature.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
            return "CMS"
        if self.proofs is None:
            is_dated = self.is_dated or (own is not None and own.trusted)
            return "B-T" if is_dated else "B-B"
        if self.is_dated:
            return "B-LTA"
        return "B-LT" if own is not None and own.trusted else "B-B"

    def _context(self, moment: dt.datetime) -> ValidationContext:
        """Believes our roots only; proofs of revocation are those that the file carries."""
        beliefs: dict[str, Any] = {
            "trust_roots": list(self.trust.roots),
            "moment": moment,
            "allow_fetching": False,
            "retroactive_revinfo": True,
        }
        if self.proofs is None:
            return ValidationContext(**beliefs)
        return self.proofs.as_validation_context(beliefs)


def _reader(pdf: bytes) -> PdfFileReader:
    """Strict, or lenient where that fails: what office programs write is not always strict.

    Of a file that is read leniently a program may see something else than we do. Then a signature
    has to cover all of it.
    """
    stream = io.BytesIO(pdf)
    try:
        reader = PdfFileReader(stream)
        is_strict = not reader.xrefs.hybrid_xrefs_present
    except PdfReadError:
        is_strict = False
    reader = reader if is_strict else PdfFileReader(stream, strict=False)
    if reader.encrypted:
        raise _Unreadable
    return reader


def _proofs(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None
