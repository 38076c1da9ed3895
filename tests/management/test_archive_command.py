"""`alke archive`: a valid package in a file, or one line that says why not."""

import zipfile
from pathlib import Path

import bagit
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from alke.domain.documents import archive
from tests.cast import Cast
from tests.factories.documents import filed
from tests.factories.rounds import make_round


def test_the_package_of_a_round_is_written_into_the_file(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filed(make_round("2024"), cast["koordinaattori"])
    file = tmp_path / "paketti.zip"
    call_command("archive", "2024", str(file))
    assert capsys.readouterr().out == f"Paketti on tiedostossa {file}.\n"
    zipfile.ZipFile(file).extractall(tmp_path)
    bagit.Bag(str(tmp_path / "alke-2024-arkisto")).validate()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alke-2024-arkisto", "paketti.zip"]


def test_a_file_that_is_there_is_not_written_over(cast: Cast, tmp_path: Path) -> None:
    make_round("2024")
    file = tmp_path / "paketti.zip"
    file.write_bytes(b"old")
    with pytest.raises(CommandError, match="on jo olemassa"):
        call_command("archive", "2024", str(file))
    assert file.read_bytes() == b"old"


def test_a_round_that_is_none_is_told(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="2031"):
        call_command("archive", "2031", str(tmp_path / "paketti.zip"))
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_fails_leaves_no_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_round("2024")
    monkeypatch.setattr(archive, "archived_events", lambda _round: {})
    with pytest.raises(CommandError, match=r"bag-info\.txt"):
        call_command("archive", "2024", str(tmp_path / "paketti.zip"))
    assert list(tmp_path.iterdir()) == []
