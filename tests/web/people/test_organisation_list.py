"""The directory of organisations."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.people import make_organisation

EMPTY = "Organisaatiota ei löytynyt"


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode().replace("\u00a0", " "))


def test_the_public_sees_bodies_by_kind(client: Client, cast: Cast) -> None:
    page = text(client.get("/organisaatiot/"))
    assert page.index("Ministeriöt") < page.index("Maakuntien liitot") < page.index("ELY-keskukset")
    assert "Kainuun liitto" in page
    assert "Lapin elinvoimakeskus" not in page  # begins in 2026


def test_bodies_that_have_ended_stand_apart(client: Client, cast: Cast, at: SetClock) -> None:
    at("2026-01-02")
    assert "Lapin ELY-keskus" not in text(client.get("/organisaatiot/"))
    page = text(client.get("/organisaatiot/?paattyneet=1"))
    assert "Lapin ELY-keskus" in page
    assert "31.12.2025 asti" in page


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("kainuun liitto", "Kainuun liitto"),
        ("österbottens", "Pohjanmaan liitto"),
        ("ÖSTERBOTTENS", "Pohjanmaan liitto"),
        ("satakunnan liitto", "Satakuntaliitto"),
        ("okm", "Opetus- ja kulttuuriministeriö"),
        ("ministry of finance", "Valtiovarainministeriö"),
    ],
)
def test_a_body_is_found_by_any_of_its_names(
    client: Client, cast: Cast, search: str, found: str
) -> None:
    assert f">{found}</a>" in text(client.get("/organisaatiot/", {"haku": search}))


@pytest.mark.parametrize("search", ["atlantis", "%", "' OR 1=1", "a\x00b", "x" * 5000, "<b>"])
def test_a_search_without_hits_says_what_to_try(client: Client, cast: Cast, search: str) -> None:
    page = text(client.get("/organisaatiot/", {"haku": search}))
    assert EMPTY in page
    assert "<b>" not in page


def test_a_kind_narrows_the_list_and_an_unknown_one_does_not(client: Client, cast: Cast) -> None:
    page = text(client.get("/organisaatiot/?laji=ministry"))
    assert "Kainuun liitto" not in page
    assert "Kainuun liitto" in text(client.get("/organisaatiot/?laji=kingdom"))


def test_the_list_is_in_the_readers_language(client: Client, cast: Cast) -> None:
    page = text(client.get("/sv/organisaatiot/"))
    assert "Österbottens förbund" in page
    assert "Pohjanmaan liitto" not in page


def test_long_lists_have_pages(client: Client, cast: Cast) -> None:
    for number in range(60):
        make_organisation(f"kunta-{number:02}")
    assert "kunta-59" not in text(client.get("/organisaatiot/"))
    assert "kunta-59" in text(client.get("/organisaatiot/?sivu=2"))
    assert "kunta-59" in text(client.get("/organisaatiot/?sivu=999"))


def test_the_directory_takes_few_queries_whatever_its_length(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_organisation(f"kunta-{number:02}")
    with django_assert_max_num_queries(5):
        client.get("/organisaatiot/")
