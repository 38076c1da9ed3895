"""Which certificates are believed, and which are our own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509

ENDINGS = {".pem", ".crt", ".cer", ".der"}


@dataclass(frozen=True)
class Trust:
    """What a verdict on a signature rests on."""

    roots: tuple[x509.Certificate, ...]
    own: frozenset[str] = frozenset()  # fingerprints of our seals' certificates, earlier ones too

    def with_roots(self, certificates: Iterable[x509.Certificate]) -> "Trust":
        """The same with those of the certificates that stand at the top of a chain."""
        more = [row for row in certificates if is_authority(row) and row.issuer == row.subject]
        return Trust((*self.roots, *more), self.own)


def read_trust(path: Path | None, own: Iterable[str] = ()) -> Trust:
    """Trust in what a file, or each file of a folder, holds; certificates of authorities are roots.

    A certificate in there that is no authority's is one of ours: that of an earlier seal.
    ValueError where a file holds none.
    """
    found = [row for file in _files(path) for row in certificates(file.read_bytes(), file.name)]
    roots = tuple(row for row in found if is_authority(row))
    ours = {fingerprint(row) for row in found if not is_authority(row)}
    return Trust(roots, frozenset({*own, *ours}))


def _files(path: Path | None) -> list[Path]:
    if path is None:
        return []
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
    return [path]


def certificates(content: bytes, name: str = "") -> list[x509.Certificate]:
    """Those of a PEM file (one or more) or of a DER file."""
    try:
        if not pem.detect(content):
            return [_read(content)]
        blocks = pem.unarmor(content, multiple=True)
        found = [_read(der) for kind, _, der in blocks if kind == "CERTIFICATE"]
    except (TypeError, ValueError):
        found = []
    if not found:
        raise ValueError(f"{name} holds no certificate".strip())
    return found


def _read(der: bytes) -> x509.Certificate:
    """Read through at once: the library would read each part only when it is asked for it."""
    certificate = x509.Certificate.load(der, strict=True)
    certificate.native  # noqa: B018
    return certificate


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue others."""
    return bool(certificate.ca)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def subject(certificate: x509.Certificate) -> str:
    """Whom it names: the common name, and the organisation where that is another."""
    names = certificate.subject.native
    common, organisation = (
        _one(names.get(key, "")) for key in ("common_name", "organization_name")
    )
    if not common or not organisation or common == organisation:
        return common or organisation or str(certificate.subject.human_friendly)
    return f"{common}, {organisation}"


def _one(value: object) -> str:
    """A name; some certificates give several."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
