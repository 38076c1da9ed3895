"""A seal: the organisation's key with its certificate, opened from where it is kept."""

import base64
import binascii
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from alke.base.signing.sources import FileSource, SecretSource, Source, TokenSource
from alke.base.signing.tokens import open_token
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import fingerprint, subject


@dataclass(frozen=True)
class Seal:
    """A key that seals, with the certificates that lead to it."""

    signer: Signer
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]  # all others that came with it

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        return subject(self.certificate)

    @property
    def fingerprint(self) -> str:
        """The certificate's, as `Trust.own` takes it."""
        return fingerprint(self.certificate)


@contextmanager
def opened(source: Source, password: str = "") -> Iterator[Seal]:
    """The seal, open within the block; SealTrouble where it cannot be opened."""
    match source:
        case FileSource(path):
            try:
                content = path.read_bytes()
            except OSError as why:
                raise SealTrouble("the seal's file cannot be read") from why
            yield _from_file(content, password)
        case SecretSource(variable):
            yield _from_file(_decoded(os.environ.get(variable, "")), password)
        case TokenSource():
            with open_token(source, password) as signer:
                own = signer.signing_cert
                others = (row for row in signer.cert_registry if row.dump() != own.dump())
                yield Seal(signer, own, tuple(others))


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except binascii.Error as why:
        raise SealTrouble("the seal's secret is not base64") from why


def _from_file(content: bytes, password: str) -> Seal:
    secret = password.encode() or None
    try:
        is_pem = content.lstrip().startswith(b"-----BEGIN")
        key, certificate, others = (_from_pem if is_pem else _from_pkcs12)(content, secret)
    except (TypeError, ValueError) as why:  # cryptography's own words on a wrong password
        raise SealTrouble("the seal cannot be opened: is the password right?") from why
    return simple(key, certificate, others)


def simple(
    key: PrivateKeyTypes, certificate: pyca.Certificate, others: Sequence[pyca.Certificate]
) -> Seal:
    """A seal whose key lies in memory."""
    own = translate_pyca_cryptography_cert_to_asn1(certificate)
    chain = tuple(translate_pyca_cryptography_cert_to_asn1(row) for row in others)
    store = SimpleCertificateStore()
    store.register_multiple(chain)
    secret = translate_pyca_cryptography_key_to_asn1(key)
    return Seal(SimpleSigner(own, secret, store, embed_roots=False), own, chain)


Opened = tuple[PrivateKeyTypes, pyca.Certificate, list[pyca.Certificate]]


def _from_pkcs12(content: bytes, password: bytes | None) -> Opened:
    key, certificate, others = pkcs12.load_key_and_certificates(content, password)
    if key is None or certificate is None:
        raise SealTrouble("the seal's file needs a key and its certificate")
    return key, certificate, list(others)


def _from_pem(content: bytes, password: bytes | None) -> Opened:
    key = serialization.load_pem_private_key(content, password)
    found = pyca.load_pem_x509_certificates(content)
    own = [row for row in found if row.public_key() == key.public_key()]
    if not own:
        raise SealTrouble("the seal's file needs a key and its certificate")
    return key, own[0], [row for row in found if row != own[0]]
