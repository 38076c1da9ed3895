"""Sealing and verifying in a process of its own: the same answers, within limits."""

import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from alke.base.signing import office
from alke.base.signing.demo import Authority
from alke.base.signing.setup import Setup
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.verification import Outcome, Verification
from tests.base.signing import forging
from tests.base.signing.conftest import AT, REASON, House, written

MEGABYTE = 1024 * 1024


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """A demo."""
    return Setup(demo=str(tmp_path / "demo"))


def test_what_it_seals_it_verifies_as_ours(setup: Setup, original: bytes) -> None:
    made = office.seal(original, setup=setup, at=AT, reason=REASON)
    assert made.pdf.startswith(original)
    assert (made.by, made.level) == ("Alke-esittely, ei oikea sinetti", "B-LTA")
    found = office.verify(made.pdf, setup=setup, at=AT, own=[made.fingerprint, "other"])
    assert found.outcome == Outcome.OURS
    assert (found.checks[0].at, found.checks[0].reason) == (AT, REASON)
    assert office.verify(made.pdf, setup=setup, at=AT).outcome == Outcome.OTHER


def test_it_says_the_same_as_the_examination_itself(house: House, dated: bytes) -> None:
    setup = Setup(demo=str(house.files.root.parent))
    for pdf in (dated, forging.with_page(dated), forging.flipped(dated, 5000), b"", dated[:-9]):
        found = office.verify(pdf, setup=setup, at=AT, own=house.trust.own)
        assert found == house.examined(pdf)


def test_a_service_s_own_seal_and_trust_come_from_its_settings(
    original: bytes, tmp_path: Path
) -> None:
    authority = Authority("Juuri")
    key, certificate = authority.seal("TEM")
    locked = serialization.BestAvailableEncryption(b"salasana")
    seal = pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, locked)
    root = authority.certificate.public_bytes(serialization.Encoding.PEM)
    setup = Setup(
        seal=f"file:{written(tmp_path, 'a.p12', seal)}",
        password="salasana",
        trust=str(written(tmp_path, "root.pem", root)),
    )
    made = office.seal(original, setup=setup, at=AT)
    assert (made.by, made.level) == ("TEM, Alke-esittely, ei oikea sinetti", "B-B")
    assert office.verify(made.pdf, setup=setup, at=AT).outcome == Outcome.OTHER
    assert office.verify(made.pdf, setup=Setup(), at=AT).outcome == Outcome.UNTRUSTED
    with pytest.raises(SealTrouble, match=r"^a certificate is not believed"):
        office.seal(original, setup=Setup(seal=setup.seal, password="salasana"), at=AT)
    with pytest.raises(SealTrouble, match=r"^the seal cannot be opened: is the password right"):
        office.seal(original, setup=Setup(seal=setup.seal, trust=setup.trust), at=AT)


def test_without_a_seal_nothing_is_sealed(original: bytes) -> None:
    with pytest.raises(SealTrouble, match=r"^there is no seal: ALKE_SEAL is empty$"):
        office.seal(original, setup=Setup(), at=AT)


def test_settings_at_fault_are_told_and_not_the_file(dated: bytes, tmp_path: Path) -> None:
    setup = Setup(trust=str(written(tmp_path, "root.pem", b"garbage")))
    with pytest.raises(SealTrouble, match=r"^root\.pem holds no certificate$"):
        office.verify(dated, setup=setup, at=AT)


def test_the_settings_say_how_to_seal(settings: object) -> None:
    setup = office.configured()
    assert (setup.seal, setup.timestamps, setup.trust) == ("", "", "")
    assert setup.demo.endswith("/demo-seal")
    assert setup.can_seal


def revisions(count: int) -> bytes:
    """Saved again and again."""
    parts, before, length = [b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"], b"", 43
    for _ in range(count):
        table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R%s>>\n" % before
        parts.append(table + b"startxref\n%d\n%%%%EOF\n" % length)
        before = b"/Prev %d" % length
        length += len(parts[-1])
    return b"".join(parts)


def bomb() -> bytes:
    """A table that unpacks to a thousand times its size."""
    packed = zlib.compress(bytes(300 * MEGABYTE), 9)
    about = b"<</Type/XRef/Size 9999999/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length %d>>"
    head = b"%%PDF-1.7\n1 0 obj\n%s\nstream\n" % (about % len(packed))
    return head + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "50 MB of nothing": lambda: b"%PDF-1.7\n" + bytes(50 * MEGABYTE),
    "more than is looked at": lambda: b"%PDF-1.7\n" + bytes(office.LARGEST),
    "deep": lambda: b"%PDF-1.7\n" + b"[" * 500_000 + b"\ntrailer<</Root" + b"[" * 500_000,
    "a hundred thousand revisions": lambda: revisions(100_000),
    "a bomb": bomb,
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_unreadable_and_costs_no_more_than_the_limits(
    made: Callable[[], bytes], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "VERIFY_TIME", 2)
    setup = Setup(demo=str(house.files.root.parent))
    assert office.verify(made(), setup=setup, at=AT) == Verification(Outcome.UNREADABLE)


def test_memory_has_a_limit(house: House, dated: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MEMORY", 60 * MEGABYTE)
    setup = Setup(demo=str(house.files.root.parent))
    assert office.verify(dated, setup=setup, at=AT).outcome == Outcome.UNREADABLE


def test_a_large_sealed_file_is_verified(house: House, original: bytes) -> None:
    large = forging.updated(original, lambda file: file.add_object(forging.stream(50 * MEGABYTE)))
    made = house.sealed(large).pdf
    setup = Setup(demo=str(house.files.root.parent))
    assert office.verify(made, setup=setup, at=AT, own=house.trust.own).outcome == Outcome.OURS


def test_whoever_verifies_does_not_get_the_keys(
    house: House, dated: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, object] = {}
    run = subprocess.run

    def spy(*args: object, **named: object) -> object:
        seen.update(named)
        return run(*args, **named)  # type: ignore[call-overload]

    monkeypatch.setenv("MINE", "secret-value")
    monkeypatch.setattr(subprocess, "run", spy)
    setup = Setup(seal="env:MINE", password="secret-pin", demo=str(house.files.root.parent))
    assert office.verify(dated, setup=setup, at=AT).is_valid
    assert seen["env"] == {}
    assert b"secret-pin" not in seen["input"]  # type: ignore[operator]


def test_the_pages_start_without_what_reads_pdf() -> None:
    code = (
        "import sys, django; django.setup(); import alke.base.signing.office, config.urls;"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'aiohttp', 'asn1crypto', 'pikepdf', 'pkcs11', 'pyhanko'}))"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "ALKE_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert (made.stdout, made.stderr) == ("[]\n", "")
