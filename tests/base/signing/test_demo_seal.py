"""The demo's seal, which seals nothing and says so."""

import datetime as dt
from pathlib import Path

import pytest

from alke.base.signing import demo as demo_module
from alke.base.signing.demo import demo
from alke.base.signing.seals import opened
from alke.base.signing.sources import FileSource
from alke.base.signing.trust import subject
from tests.base.signing.conftest import House, settled


def test_it_is_made_once_and_nobody_else_may_read_its_keys(tmp_path: Path) -> None:
    files = demo(tmp_path / "var" / "seal")
    before = files.seal.read_bytes()
    assert demo(tmp_path / "var" / "seal") == files
    assert files.seal.read_bytes() == before
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["seal"]
    assert oct(files.seal.parent.stat().st_mode)[-3:] == "700"
    for path in (files.seal, files.timestamps):
        assert oct(path.stat().st_mode)[-3:] == "600"


def test_whoever_is_second_takes_the_first_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "seal"
    made = demo_module._make

    def late(fresh: Path) -> None:
        made(fresh)
        monkeypatch.setattr(demo_module, "_make", made)
        demo(folder)  # somebody else is quicker

    monkeypatch.setattr(demo_module, "_make", late)
    files = demo(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["seal"]
    with opened(FileSource(files.seal)):
        pass


def test_its_names_say_that_it_is_none(house: House) -> None:
    names = []
    for path in (house.files.seal, house.files.timestamps):
        with opened(FileSource(path)) as own:
            names += [own.name, *(subject(row) for row in own.chain)]
    assert len(names) == 4
    assert all(name.startswith("Alke-esittely, ei oikea sinetti") for name in names)


@pytest.mark.parametrize("year", [2022, 2024, 2026, 2045])
def test_it_seals_and_is_believed_on_every_day_that_is_lived_through(
    house: House, original: bytes, year: int
) -> None:
    at = dt.datetime(year, 3, 4, 9, 0, tzinfo=dt.UTC)
    found = house.examined(house.sealed(original, at=at).pdf, at=at)
    assert found.is_valid
    assert found.signatures[0].at == at


def test_two_demos_do_not_believe_each_other(house: House, original: bytes, tmp_path: Path) -> None:
    other = settled(tmp_path / "seal")
    assert not other.examined(house.sealed(original).pdf).is_valid
