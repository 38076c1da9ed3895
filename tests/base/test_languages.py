"""Names in the reader's language, in Finnish where one is missing."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from alke.base.languages import active, pick
from alke.domain.people.models import Region

NAMED = SimpleNamespace(name_fi="Pohjanmaa", name_sv="Österbotten", name_en="Ostrobothnia")
HALF = SimpleNamespace(name_fi="Kainuu", name_sv="", name_en="")


@pytest.mark.parametrize(
    ("asked", "found"),
    [("fi", "fi"), ("sv", "sv"), ("en", "en"), ("sv-fi", "sv"), ("en-gb", "en"), ("de", "fi")],
)
def test_the_active_language_is_one_of_ours(asked: str, found: str) -> None:
    with translation.override(asked):
        assert active() == found


def test_where_no_language_is_active_it_is_finnish() -> None:
    with translation.override(None):
        assert active() == "fi"


@pytest.mark.parametrize(
    ("language", "name"), [("fi", "Pohjanmaa"), ("sv", "Österbotten"), ("en", "Ostrobothnia")]
)
def test_a_name_is_given_in_the_active_language(language: str, name: str) -> None:
    with translation.override(language):
        assert pick(NAMED, "name") == name


def test_a_language_can_be_asked_for() -> None:
    with translation.override("en"):
        assert pick(NAMED, "name", "sv") == "Österbotten"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_missing_name_is_given_in_finnish(language: str) -> None:
    assert pick(HALF, "name", language) == "Kainuu"


def test_a_row_with_three_names_shows_the_readers() -> None:
    region = Region(name_fi="Lappi", name_sv="Lappland", name_en="Lapland")
    with translation.override("sv"):
        assert region.name == "Lappland"
    assert str(region) == "Lappi"
