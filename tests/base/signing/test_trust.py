"""Which certificates are believed: those of a file or a folder."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from alke.base.signing.demo import Authority
from alke.base.signing.trust import Trust, fingerprint, read_trust, subject
from tests.base.signing.conftest import issued, trust_in, written

PEM, DER = Encoding.PEM, Encoding.DER


def test_a_file_may_hold_several_and_a_folder_both_forms(tmp_path: Path) -> None:
    first, second = Authority("Yksi").certificate, Authority("Kaksi").certificate
    both = written(tmp_path, "a.pem", first.public_bytes(PEM) + second.public_bytes(PEM))
    assert [subject(row).split(",")[0] for row in read_trust(both).roots] == ["Yksi", "Kaksi"]
    written(tmp_path, "b.der", Authority("Kolme").certificate.public_bytes(DER))
    written(tmp_path, "README", b"no certificate")
    found = [subject(row).split(",")[0] for row in read_trust(tmp_path).roots]
    assert found == ["Yksi", "Kaksi", "Kolme"]


def test_a_certificate_of_no_authority_is_one_of_our_seals(tmp_path: Path) -> None:
    seal = issued(Authority("Juuri"))
    file = written(tmp_path, "earlier.crt", seal.certificate.dump())
    found = read_trust(file, own=["ab"])
    assert found == Trust((), frozenset({"ab", fingerprint(seal.certificate)}))


def test_nothing_is_believed_unless_it_is_told() -> None:
    assert read_trust(None).roots == ()


def test_only_the_top_of_a_chain_becomes_a_root() -> None:
    authority = Authority("Juuri")
    seal = issued(authority)
    found = Trust(()).with_roots([seal.certificate, *seal.chain]).roots
    assert [row.dump() for row in found] == [row.dump() for row in trust_in(authority).roots]


@pytest.mark.parametrize("content", [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_without_certificates_is_named(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^a\.pem holds no certificate$"):
        read_trust(written(tmp_path, "a.pem", content))
