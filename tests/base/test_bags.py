"""Archive packages: valid for a reader that we did not write, and the same for the same files."""

import io
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from alke.base.bags import Bag

INFO = [("Source-Organization", "Työ- ja\nelinkeinoministeriö"), ("Bagging-Date", "2024-03-04")]
FILES = [("asiakirjat/ä.pdf", b"%PDF-1.7"), ("lista.json", b"[]"), ("tyhja.txt", b"")]


def written() -> bytes:
    out = io.BytesIO()
    bag = Bag(out, "alke-2024")
    for path, data in FILES:
        bag.add(path, data)
    bag.seal(INFO)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bag as it is unpacked."""
    zipfile.ZipFile(io.BytesIO(written())).extractall(tmp_path)
    return tmp_path / "alke-2024"


def test_the_library_of_congress_finds_it_complete_and_valid(folder: Path) -> None:
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info == {
        "Source-Organization": "Työ- ja elinkeinoministeriö",
        "Bagging-Date": "2024-03-04",
        "Payload-Oxum": "10.3",
    }
    assert sorted(bag.payload_files()) == [
        "data/asiakirjat/ä.pdf",
        "data/lista.json",
        "data/tyhja.txt",
    ]
    assert bag.version_info == (1, 0)


def test_a_bag_with_an_altered_file_is_not_valid(folder: Path) -> None:
    (folder / "data" / "lista.json").write_bytes(b"{}")
    with pytest.raises(bagit.BagValidationError, match=r"lista\.json"):
        bagit.Bag(str(folder)).validate()


def test_a_bag_with_altered_information_is_not_valid(folder: Path) -> None:
    info = folder / "bag-info.txt"
    info.write_text(info.read_text("utf-8").replace("2024-03-04", "2024-03-05"), "utf-8")
    with pytest.raises(bagit.BagValidationError, match=r"bag-info\.txt"):
        bagit.Bag(str(folder)).validate()


@pytest.mark.parametrize("name", ["manifest", "tagmanifest"])
@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_the_machines_own_tools_agree_with_the_checksums(
    folder: Path, name: str, algorithm: str
) -> None:
    command = [f"{algorithm}sum", "--check", "--strict", "--quiet", f"{name}-{algorithm}.txt"]
    subprocess.run(command, cwd=folder, check=True)


def test_the_same_files_give_the_same_package() -> None:
    assert written() == written()
