"""Sets the organisation's seal: a PAdES signature, with timestamps that keep it provable."""

import datetime as dt
import io
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from alke.base.dates import format_span
from alke.base.papers.formulas import SEAL, SEALED
from alke.base.papers.pdf.stamp import stamp
from alke.base.signing.field import FIELD, HIDDEN, add_field, add_hidden_field, find_place
from alke.base.signing.sealed import Sealed
from alke.base.signing.seals import Seal
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import Trust

DIGEST: Final = "sha256"


def seal(
    pdf: bytes,
    *,
    seal: Seal,
    trust: Trust,
    at: dt.datetime,
    reason: str = "",
    timestamps: TimeStamper | None = None,
) -> Sealed:
    """The file with the seal on it; afterwards it takes nothing but further timestamps.

    The seal is seen on the signature page, if the paper has one. SealTrouble where none can be
    set, or one that `trust` would not believe.
    """
    believed = trust.with_roots(seal.chain)
    try:
        made = _sign(pdf, seal, reason, timestamps, at=at, trust=believed)
        if timestamps is not None:
            made = _date(made, timestamps, _context(believed, at, timestamps))
    except TimestampRequestError as why:
        raise SealTrouble(f"no timestamp was given: {why}") from why
    except (PathError, PdfError, SigningError, ValidationError) as why:
        cause = why.__cause__ or why
        doubted = isinstance(cause, (PathError, ValidationError))
        what = "a certificate is not believed" if doubted else "the file cannot be sealed"
        raise SealTrouble(f"{what}: {cause}") from why
    level = "B-B" if timestamps is None else "B-LTA"
    return Sealed(made, seal.name, seal.fingerprint, at, level)


def _sign(
    pdf: bytes,
    seal: Seal,
    reason: str,
    timestamps: TimeStamper | None,
    *,
    at: dt.datetime,
    trust: Trust,
) -> bytes:
    file = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _prepare(file, seal.name, at)
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        certify=not file.prev.embedded_signatures,  # only a first signature may forbid changes
        docmdp_permissions=MDPPerm.NO_CHANGES,
        validation_context=_context(trust, at, timestamps),
        embed_validation_info=timestamps is not None,
        dss_settings=DSSContentSettings(include_vri=False),
        signer_key_usage=set(),  # seals' certificates name either use of two
    )
    signer = _SignerAt(at, about, seal.signer, timestamps)
    made: io.BytesIO = signer.sign_pdf(file)
    return made.getvalue()


def _prepare(file: IncrementalPdfFileWriter, by: str, at: dt.datetime) -> None:
    """Makes the field, in the paper's language."""
    language = str(file.root.get("/Lang", "fi"))[:2]
    language = language if language in SEAL else "fi"
    moment = format_span(at, style="plain", language=language)
    words = f"{SEAL[language]}: {by}, {moment}"
    if where := find_place(file):
        looks = stamp(SEALED[language], by, moment, language=language)
        add_field(file, where, words, looks)
    else:
        add_hidden_field(file, words)


def _date(pdf: bytes, timestamps: TimeStamper, context: ValidationContext) -> bytes:
    """Sets the timestamp over everything that is in the file, its proofs included."""
    file = IncrementalPdfFileWriter(io.BytesIO(pdf))
    dater = PdfTimeStamper(timestamps, invis_settings=HIDDEN)
    proofs = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
    made: io.BytesIO = dater.timestamp_pdf(file, DIGEST, context, dss_settings=proofs)
    return made.getvalue()


def _context(trust: Trust, at: dt.datetime, timestamps: TimeStamper | None) -> ValidationContext:
    """Where the time comes from outside, proofs that nothing was revoked are fetched as well."""
    if isinstance(timestamps, HTTPTimeStamper):
        return ValidationContext(list(trust.roots), allow_fetching=True)
    return ValidationContext(list(trust.roots), moment=at)


class _SignerAt(PdfSigner):
    """A signer who goes by our clock."""

    def __init__(
        self,
        at: dt.datetime,
        about: PdfSignatureMetadata,
        signer: Any,
        timestamps: TimeStamper | None,
    ) -> None:
        super().__init__(about, signer, timestamper=timestamps, stamp_style=NoOpStampStyle())
        self.at = at

    def init_signing_session(self, *args: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **named)
        session.system_time = self.at
        return session
