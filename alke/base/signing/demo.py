"""A seal that seals nothing: an authority, a seal and a timestamp service for demo and tests."""

import datetime as dt
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANISATION: Final = "Alke-esittely, ei oikea sinetti"
# Every day that a round is lived through lies in between, and so does the real one.
FIRST: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
LAST: Final = dt.datetime(2049, 12, 31, tzinfo=dt.UTC)

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Demo:
    """The files of a demo: what seals, what gives the time, what both are believed by."""

    seal: Path
    timestamps: Path
    root: Path


def demo(folder: Path) -> Demo:
    """The demo's files, made when they are first needed; whoever is second takes the first's."""
    found = Demo(folder / "seal.p12", folder / "timestamps.p12", folder / "root.pem")
    if not folder.exists():
        fresh = folder.with_name(f"{folder.name}-{secrets.token_hex(8)}")
        fresh.mkdir(parents=True, mode=0o700)
        _make(fresh)
        try:
            fresh.rename(folder)
        except OSError:  # somebody else was quicker
            shutil.rmtree(fresh)
    return found


def _make(folder: Path) -> None:
    authority = Authority(f"{ORGANISATION} (juuri)")
    key, certificate = authority.seal(ORGANISATION)
    _keep(folder / "seal.p12", key, certificate, authority.certificate)
    key, certificate = authority.clock(f"{ORGANISATION} (aikaleima)")
    _keep(folder / "timestamps.p12", key, certificate, authority.certificate)
    root = authority.certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "root.pem").write_bytes(root)


def _keep(path: Path, key: Key, certificate: x509.Certificate, authority: x509.Certificate) -> None:
    content = pkcs12.serialize_key_and_certificates(
        b"alke", key, certificate, [authority], serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


class Authority:
    """Issues certificates; its own key is gone when it is."""

    extensions: tuple[x509.ExtensionType, ...] = ()  # that all of its certificates have

    def __init__(
        self,
        name: str,
        organisation: str = ORGANISATION,
        *,
        first: dt.datetime = FIRST,
        last: dt.datetime = LAST,
    ) -> None:
        self.organisation, self.first, self.last = organisation, first, last
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._issue(name, self.key, authority=True)

    def seal(self, name: str, key: Key | None = None) -> tuple[Key, x509.Certificate]:
        """A key that seals."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return key, self._issue(name, key)

    def clock(self, name: str) -> tuple[Key, x509.Certificate]:
        """A key that gives timestamps: RSA, as pyHanko's local service wants it."""
        key = rsa.generate_private_key(65537, 2048)
        return key, self._issue(name, key, use=ExtendedKeyUsageOID.TIME_STAMPING)

    def _issue(
        self,
        name: str,
        key: Key,
        *,
        authority: bool = False,
        use: x509.ObjectIdentifier | None = None,
    ) -> x509.Certificate:
        subject = self._name(name)
        issuer = subject if authority else self.certificate.subject
        above, below = self.key.public_key(), key.public_key()
        made = (
            x509.CertificateBuilder(issuer, subject, below)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.first)
            .not_valid_after(self.last)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(_uses(authority=authority), critical=True)
        )
        marks: list[x509.ExtensionType] = [
            x509.SubjectKeyIdentifier.from_public_key(below),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above),
            *self.extensions,
        ]
        for mark in marks:
            made = made.add_extension(mark, critical=False)
        if use is not None:
            made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=True)
        return made.sign(self.key, hashes.SHA256())

    def _name(self, name: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "FI"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )


def _uses(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
