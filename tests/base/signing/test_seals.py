"""A seal's key from a file, from a secret of the environment and from a PKCS#11 token."""

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from alke.base.signing.demo import Authority, Key
from alke.base.signing.examining import examine
from alke.base.signing.sealing import seal
from alke.base.signing.seals import opened
from alke.base.signing.sources import FileSource, SecretSource, Source, TokenSource
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import is_authority
from alke.base.signing.verification import Outcome
from tests.base.signing.conftest import AT, issued, trust_in, written

PASSWORD = "salasana"
PIN = "1234"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
Encryption = serialization.BestAvailableEncryption


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Who vouches for the seals."""
    return Authority("Juuri")


@pytest.fixture(scope="module")
def archive(authority: Authority) -> bytes:
    """A PKCS#12 file with a password."""
    key, certificate = authority.seal("TEM")
    return pkcs12.serialize_key_and_certificates(
        b"a", key, certificate, [authority.certificate], Encryption(PASSWORD.encode())
    )


@pytest.fixture(scope="module")
def pem(authority: Authority) -> bytes:
    """A PEM file: a locked key, and the certificates in any order."""
    key, certificate = authority.seal("TEM")
    form = serialization.PrivateFormat.PKCS8
    locked = key.private_bytes(serialization.Encoding.PEM, form, Encryption(PASSWORD.encode()))
    rows = [
        row.public_bytes(serialization.Encoding.PEM) for row in (authority.certificate, certificate)
    ]
    return locked + b"".join(rows)


def seals(source: Source, password: str, authority: Authority, pdf: bytes) -> bool:
    """Whether the source's key seals, by a certificate that the authority vouches for."""
    with opened(source, password) as own:
        assert own.name == "TEM, Alke-esittely, ei oikea sinetti"
        made = seal(pdf, seal=own, trust=trust_in(authority), at=AT).pdf
        mark = own.fingerprint
    found = examine(made, trust=trust_in(authority), at=AT)
    return found.outcome == Outcome.OTHER and found.checks[0].fingerprint == mark


def test_a_pkcs12_file_seals(
    archive: bytes, authority: Authority, original: bytes, tmp_path: Path
) -> None:
    source = FileSource(written(tmp_path, "a.p12", archive))
    assert seals(source, PASSWORD, authority, original)


def test_a_pem_file_seals(
    pem: bytes, authority: Authority, original: bytes, tmp_path: Path
) -> None:
    source = FileSource(written(tmp_path, "a.pem", pem))
    assert seals(source, PASSWORD, authority, original)
    with opened(source, PASSWORD) as own:
        assert [is_authority(row) for row in own.chain] == [True]


def test_a_secret_of_the_environment_seals(
    archive: bytes, authority: Authority, original: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINE", base64.encodebytes(archive).decode())  # with line breaks
    assert seals(SecretSource("MINE"), PASSWORD, authority, original)


@pytest.mark.parametrize("name", ["archive", "pem"])
@pytest.mark.parametrize("password", ["", "väärä"])
def test_a_wrong_password_is_told(
    name: str, password: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    source = FileSource(written(tmp_path, "a", request.getfixturevalue(name)))
    with pytest.raises(SealTrouble, match=r"^the seal cannot be opened: is the password right"):
        opened(source, password).__enter__()


@pytest.mark.parametrize("content", [b"", b"garbage", b"-----BEGIN garbage"])
def test_what_is_no_seal_is_told(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SealTrouble, match=r"^the seal cannot be opened"):
        opened(FileSource(written(tmp_path, "a", content))).__enter__()


def test_a_key_without_its_certificate_is_told(pem: bytes, tmp_path: Path) -> None:
    other = issued(Authority("Muu"))
    with opened(FileSource(written(tmp_path, "b", pem)), PASSWORD):
        pass
    key = pem[: pem.index(b"-----BEGIN CERT")]
    strange = written(tmp_path, "a", key + _pem(other.certificate.dump()))
    with pytest.raises(SealTrouble, match="needs a key and its certificate"):
        opened(FileSource(strange), PASSWORD).__enter__()


def _pem(der: bytes) -> bytes:
    text = base64.encodebytes(der)
    return b"-----BEGIN CERTIFICATE-----\n" + text + b"-----END CERTIFICATE-----\n"


def test_a_lost_file_and_a_spoilt_secret_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SealTrouble, match="file cannot be read"):
        opened(FileSource(tmp_path / "a")).__enter__()
    monkeypatch.setenv("MINE", "no base64!")
    with pytest.raises(SealTrouble, match="secret is not base64"):
        opened(SecretSource("MINE")).__enter__()


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SoftHSM's module, with tokens in a folder of its own."""
    found = next(Path(path) for path in MODULES if Path(path).exists())
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = written(folder, "conf", f"directories.tokendir = {folder}/tokens\n".encode())
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    tool("--init-token", "--free", "--label", "Alke", "--pin", PIN, "--so-pin", "5678")
    tool("--init-token", "--free", "--label", "Muu", "--pin", PIN, "--so-pin", "5678")
    yield found
    shutil.rmtree(folder / "tokens")
    if before is None:
        del os.environ["SOFTHSM2_CONF"]


def tool(*words: str) -> None:
    """SoftHSM's own program."""
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


@pytest.fixture(scope="module", params=["ec", "rsa"])
def token(
    module: Path,
    authority: Authority,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> TokenSource:
    """A key in a token, with its certificate."""
    key: Key = (
        ec.generate_private_key(ec.SECP256R1())
        if request.param == "ec"
        else rsa.generate_private_key(65537, 3072)
    )
    key_id = {"ec": b"\x01", "rsa": b"\x02"}[request.param]
    plain = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = written(tmp_path_factory.mktemp("key"), "a.pem", plain)
    name = ["--label", request.param, "--id", key_id.hex(), "--pin", PIN]
    tool("--import", str(file), "--token", "Alke", *name)
    library = pkcs11.lib(str(module))
    library.reinitialize()
    _, certificate = authority.seal("TEM", key)
    with library.get_token(token_label="Alke").open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: request.param,
                pkcs11.Attribute.ID: key_id,
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return TokenSource(module, token="Alke", label=request.param, key_id=key_id)


def test_a_token_seals_whether_its_key_is_named_by_label_or_by_id(
    token: TokenSource, authority: Authority, original: bytes
) -> None:
    by_label = TokenSource(token.module, token=token.token, label=token.label)
    by_id = TokenSource(token.module, token=token.token, key_id=token.key_id)
    for source in (token, by_label, by_id):
        assert seals(source, PIN, authority, original)


def test_a_token_is_found_by_its_slot_and_by_its_serial_number(
    token: TokenSource, authority: Authority, original: bytes
) -> None:
    found = pkcs11.lib(str(token.module)).get_token(token_label="Alke")
    by_slot = TokenSource(token.module, slot=found.slot.slot_id, label=token.label)
    by_serial = TokenSource(token.module, serial=found.serial.decode(), label=token.label)
    for source in (by_slot, by_serial):
        assert seals(source, PIN, authority, original)


@pytest.mark.parametrize(
    ("change", "pin", "told"),
    [
        ({}, "4321", "the seal's token says PinIncorrect"),
        ({"token": ""}, PIN, "2 tokens fit ALKE_SEAL, one is wanted"),
        ({"token": "Kolmas"}, PIN, "0 tokens fit ALKE_SEAL, one is wanted"),
        ({"label": "toinen", "key_id": b""}, PIN, "Could not find"),
    ],
)
def test_what_a_token_refuses_is_told(
    token: TokenSource, change: dict[str, object], pin: str, told: str
) -> None:
    source = TokenSource(**{**vars(token), **change})
    with pytest.raises(SealTrouble, match=told):
        opened(source, pin).__enter__()


def test_a_module_that_is_none_is_told(tmp_path: Path) -> None:
    source = TokenSource(written(tmp_path, "a.so", b"garbage"), label="a")
    with pytest.raises(SealTrouble, match="PKCS#11 module cannot be loaded"):
        opened(source, PIN).__enter__()
