"""An independent program says the same: pdfsig of poppler-utils, with certificates of its own."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from alke.base.signing.verification import Outcome
from tests.base.signing import forging
from tests.base.signing.conftest import House

TOLD = {
    "Signature is Valid.": True,
    "Digest Mismatch.": False,
    "Signature is Invalid.": False,
    "Signature has not yet been verified.": None,  # poppler checks no timestamps over a file
}


@dataclass(frozen=True)
class Told:
    """What pdfsig tells of all signatures of a file."""

    valid: bool  # all that it checks
    trusted: bool
    total: bool  # the last one covers the whole file


@pytest.fixture(scope="session")
def known(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of certificates in which our root is trusted."""
    folder = tmp_path_factory.mktemp("nss")
    store = ["certutil", "-d", str(folder)]
    subprocess.run([*store, "-N", "--empty-password"], check=True)
    root = ["-n", "root", "-t", "CT,C,C", "-i", str(house.files.root)]
    subprocess.run([*store, "-A", *root], check=True)
    return folder


@pytest.fixture
def pdfsig(known: Path, tmp_path: Path) -> Callable[[bytes], Told]:
    """Asks the program."""

    def ask(pdf: bytes) -> Told:
        file = tmp_path / "a.pdf"
        file.write_bytes(pdf)
        made = subprocess.run(
            ["pdfsig", "-nssdir", str(known), str(file)], capture_output=True, text=True
        ).stdout
        verdicts = [TOLD[line] for line in re.findall(r"Signature Validation: (.+)", made)]
        chains = re.findall(r"Certificate Validation: (.+)", made)
        totals = re.findall(r"- (Total|Not total) document signed", made)
        return Told(
            valid=bool(verdicts) and False not in verdicts and True in verdicts,
            trusted=chains != [] and set(chains) == {"Certificate is Trusted."},
            total=totals[-1:] == ["Total"],
        )

    return ask


@pytest.mark.parametrize("name", ["dated", "undated"])
def test_both_find_a_sealed_file_valid_trusted_and_whole(
    house: House,
    pdfsig: Callable[[bytes], Told],
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    pdf = request.getfixturevalue(name)
    assert pdfsig(pdf) == Told(valid=True, trusted=True, total=True)
    assert house.examined(pdf).outcome == Outcome.OURS


@pytest.mark.parametrize("name", ["dated", "undated"])
def test_both_find_one_flipped_byte(
    house: House,
    pdfsig: Callable[[bytes], Told],
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    whole = request.getfixturevalue(name)
    pdf = forging.flipped(whole, whole.index(b"stream") + 20)
    assert not pdfsig(pdf).valid
    assert house.examined(pdf).outcome == Outcome.ALTERED


@pytest.mark.parametrize("name", ["dated", "undated"])
@pytest.mark.parametrize("change", [forging.with_page, forging.with_note])
def test_both_find_what_was_appended(
    house: House,
    pdfsig: Callable[[bytes], Told],
    name: str,
    change: Callable[[bytes], bytes],
    request: pytest.FixtureRequest,
) -> None:
    """Pdfsig leaves it to the reader what the uncovered part is."""
    pdf = change(request.getfixturevalue(name))
    assert pdfsig(pdf) == Told(valid=True, trusted=True, total=False)
    assert house.examined(pdf).outcome == Outcome.ALTERED


def test_both_find_another_document_in_the_gap(
    house: House, pdfsig: Callable[[bytes], Told], undated: bytes
) -> None:
    pdf = forging.wrapped(undated)
    assert not pdfsig(pdf).total
    assert house.examined(pdf).outcome == Outcome.ALTERED


def test_both_find_a_file_of_another_authority_whole_but_not_trusted(
    house: House, stranger: House, pdfsig: Callable[[bytes], Told], original: bytes
) -> None:
    pdf = stranger.sealed(original).pdf
    assert pdfsig(pdf) == Told(valid=True, trusted=False, total=True)
    assert house.examined(pdf).outcome == Outcome.UNTRUSTED


def test_both_find_no_signature_where_there_is_none(
    house: House, pdfsig: Callable[[bytes], Told], original: bytes
) -> None:
    assert pdfsig(original) == Told(valid=False, trusted=False, total=False)
    assert house.examined(original).outcome == Outcome.UNSIGNED
