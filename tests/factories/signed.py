"""PDF files that were signed in another service, by somebody of whom Alke knows nothing."""

import datetime as dt

from cryptography.hazmat.primitives import serialization

from alke.base.signing.demo import Authority
from alke.base.signing.sealing import seal
from alke.base.signing.seals import simple
from alke.base.signing.trust import Trust, certificates

AT = dt.datetime(2024, 3, 4, 9, 0, tzinfo=dt.UTC)
_authority = Authority("Allekirjoituspalvelun juuri", "Allekirjoituspalvelu")
ROOT = _authority.certificate.public_bytes(serialization.Encoding.PEM)
_key, _certificate = _authority.seal("Ylijohtaja")


def signed_elsewhere(pdf: bytes) -> bytes:
    """The file with a signature that the service has set on it."""
    own = simple(_key, _certificate, [_authority.certificate])
    trust = Trust(tuple(certificates(ROOT)))
    return seal(pdf, seal=own, trust=trust, at=AT, reason="Allekirjoitus").pdf
