"""A sealed paper, those who sealed it, and somebody else."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from alke.base.papers.model import Approval, Signatures
from alke.base.papers.pdf import writer
from alke.base.signing.demo import Authority, Demo, demo
from alke.base.signing.examining import examine
from alke.base.signing.sealed import Sealed
from alke.base.signing.sealing import seal
from alke.base.signing.seals import Seal, opened, simple
from alke.base.signing.sources import FileSource
from alke.base.signing.timestamps import local
from alke.base.signing.trust import Trust, certificates, read_trust
from alke.base.signing.verification import Verification
from tests.base.papers.sheet_sample import paper

AT = dt.datetime(2024, 3, 4, 9, 0, tzinfo=dt.UTC)
REASON = "Asiakirjan sinetöinti"


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> Iterator[None]:
    """PyHanko tells of everything odd in a file."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("pyhanko").setLevel(logging.NOTSET)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.NOTSET)


class File(bytes):
    """A file that is not shown in full when a test fails."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


@dataclass(frozen=True)
class House:
    """An organisation with its seal and its timestamps."""

    files: Demo
    trust: Trust  # in its own authority; its seal is ours

    def sealed(
        self, pdf: bytes, *, dated: bool = True, at: dt.datetime = AT, trust: Trust | None = None
    ) -> Sealed:
        """The file with its seal."""
        clock = local(self.files.timestamps, at) if dated else None
        with opened(FileSource(self.files.seal)) as own:
            return seal(
                pdf, seal=own, trust=trust or self.trust, at=at, reason=REASON, timestamps=clock
            )

    def examined(self, pdf: bytes, *, at: dt.datetime = AT) -> Verification:
        """What the house says of a file."""
        return examine(pdf, trust=self.trust, at=at)


def settled(folder: Path) -> House:
    """One whose files are in the folder."""
    files = demo(folder)
    with opened(FileSource(files.seal)) as own:
        return House(files, read_trust(files.root, own=[own.fingerprint]))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Ours."""
    return settled(tmp_path_factory.mktemp("house") / "seal")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Somebody else's, with an authority that ours does not know."""
    return settled(tmp_path_factory.mktemp("stranger") / "seal")


@pytest.fixture(scope="session")
def original() -> bytes:
    """A paper with a signature page."""
    page = Signatures((Approval("Osastopäällikkö", "Maija Malli", "4.3.2024"),), "VN/1/2023")
    return File(writer.write(replace(paper(), blocks=(*paper().blocks, page))))


@pytest.fixture(scope="session")
def dated(house: House, original: bytes) -> bytes:
    """The paper, sealed and dated: PAdES B-LTA."""
    return File(house.sealed(original).pdf)


@pytest.fixture(scope="session")
def undated(house: House, original: bytes) -> bytes:
    """The paper, sealed only: PAdES B-B."""
    return File(house.sealed(original, dated=False).pdf)


def issued(authority: Authority, name: str = "Ministeriön sinetti") -> Seal:
    """A seal that the authority gives."""
    key, certificate = authority.seal(name)
    return simple(key, certificate, [authority.certificate])


def trust_in(authority: Authority) -> Trust:
    """Belief in the authority."""
    pem = authority.certificate.public_bytes(serialization.Encoding.PEM)
    return Trust(tuple(certificates(pem)))


class ListingAuthority(Authority):
    """An authority whose certificates tell where its list of revoked ones is."""

    def __init__(self, address: str) -> None:
        place = x509.DistributionPoint(
            full_name=[x509.UniformResourceIdentifier(address)],
            relative_name=None,
            reasons=None,
            crl_issuer=None,
        )
        self.extensions = (x509.CRLDistributionPoints([place]),)
        super().__init__("Juuri")

    def revoked(self, *seals: Seal, since: dt.datetime, at: dt.datetime = AT) -> bytes:
        """The list as it is at a moment."""
        made = (
            x509.CertificateRevocationListBuilder(self.certificate.subject)
            .last_update(at)
            .next_update(at + dt.timedelta(days=365))
        )
        for row in seals:
            number = int(row.certificate.serial_number)
            entry = x509.RevokedCertificateBuilder(number, since)
            made = made.add_revoked_certificate(entry.build())
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file with the content."""
    path = folder / name
    path.write_bytes(content)
    return path
