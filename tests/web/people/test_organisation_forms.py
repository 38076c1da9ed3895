"""The administrator's pages of organisations."""

from typing import Any

import pytest

from alke.domain.people.models import Organisation
from alke.domain.people.queries import kin_of
from tests.cast import Cast, ClientFor

NEW = {"kind": "other", "name_fi": "Kajaanin kaupunki", "language": "fi", "regions": ["kainuu"]}


def _fields(page: str) -> dict[str, Any]:
    """The hidden digest that the form carries."""
    return {"seen": page.split('name="seen" value="')[1].split('"')[0]}


def test_the_administrator_adds_a_city(client_for: ClientFor) -> None:
    client = client_for("yllapito")
    assert "Lisää organisaatio" in client.get("/organisaatiot/").content.decode()
    answer = client.post("/organisaatiot/uusi/", NEW)
    assert answer["Location"] == "/organisaatiot/kajaanin-kaupunki/"
    body = Organisation.objects.get(slug="kajaanin-kaupunki")
    assert [region.slug for region in body.regions.all()] == ["kainuu"]


def test_an_organisation_that_is_sent_twice_is_added_once(client_for: ClientFor) -> None:
    client = client_for("yllapito")
    page = client.get("/organisaatiot/uusi/").content.decode()
    form = NEW | {"kerran": page.split('name="kerran" value="')[1].split('"')[0]}
    assert client.post("/organisaatiot/uusi/", form | {"name_fi": "\u202e"}).status_code == 400
    answers = [client.post("/organisaatiot/uusi/", form) for _press in range(2)]
    assert {answer["Location"] for answer in answers} == {"/organisaatiot/kajaanin-kaupunki/"}
    assert Organisation.objects.filter(name_fi="Kajaanin kaupunki").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name_fi": ""},
        {"kind": "kingdom"},
        {"name_sv": "x" * 201},
        {"regions": ["atlantis"]},
        {"valid_from": "2026-02-30"},
        {"valid_from": "2026-01-02", "valid_to": "2026-01-01"},
        {"name_en": "a\x00b"},
        {"name_en": "a\u202eb"},
        {"name_sv": "\ufffdland"},
    ],
)
def test_what_cannot_be_taken_keeps_what_was_typed(
    client_for: ClientFor, change: dict[str, Any]
) -> None:
    form = {**NEW, "short_fi": "Kajaani", **change}
    answer = client_for("yllapito").post("/organisaatiot/uusi/", form)
    assert answer.status_code == 400
    assert 'value="Kajaani"' in answer.content.decode()
    assert not Organisation.objects.filter(short_fi="Kajaani").exists()


def test_a_body_gets_its_last_day_and_a_successor_by_name(
    client_for: ClientFor, cast: Cast
) -> None:
    client = client_for("yllapito")
    form = {
        "name_fi": "TE-toimistot",
        "language": "fi",
        "valid_to": "2024-12-31",
        "successors": "Kainuun liitto\nlapin liitto\n",
        "aliases": "Työ- ja elinkeinotoimistot",
    }
    answer = client.post("/organisaatiot/te/muokkaa/", form)
    assert answer["Location"] == "/organisaatiot/te/"
    body = cast.organisation("te")
    assert sorted(row.slug for row in kin_of(body).successors) == ["kainuu", "lappi"]
    assert body.aliases.get().text == "Työ- ja elinkeinotoimistot"


def test_an_unknown_successor_is_named(client_for: ClientFor) -> None:
    form = {"name_fi": "TE-toimistot", "language": "fi", "successors": "Atlantiksen liitto"}
    answer = client_for("yllapito").post("/organisaatiot/te/muokkaa/", form)
    assert answer.status_code == 400
    assert "”Atlantiksen liitto” ei ole" in answer.content.decode()


def test_two_tabs_lose_neither_text(client_for: ClientFor, cast: Cast) -> None:
    client = client_for("yllapito")
    form = {"name_fi": "Kainuun liitto", "language": "fi", "regions": ["kainuu"]}
    seen = _fields(client.get("/organisaatiot/kainuu/muokkaa/").content.decode())
    client.post("/organisaatiot/kainuu/muokkaa/", {**form, **seen, "name_en": "First"})
    answer = client.post("/organisaatiot/kainuu/muokkaa/", {**form, **seen, "name_en": "Second"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Joku muu on muuttanut organisaatiota" in page
    assert "Nyt siinä on: First" in page
    assert 'value="Second"' in page
    assert cast.organisation("kainuu").name_en == "First"
    again = {**form, **_fields(page), "name_en": "Second"}
    assert client.post("/organisaatiot/kainuu/muokkaa/", again).status_code == 302
    assert cast.organisation("kainuu").name_en == "Second"


@pytest.mark.parametrize("account", ["koordinaattori", "kainuu", "aune"])
@pytest.mark.parametrize("address", ["/organisaatiot/uusi/", "/organisaatiot/kainuu/muokkaa/"])
def test_nobody_else_opens_or_sends_the_form(
    client_for: ClientFor, account: str, address: str
) -> None:
    client = client_for(account)
    assert client.get(address).status_code == 403
    assert client.post(address, NEW).status_code == 403
    assert not Organisation.objects.filter(slug="kajaanin-kaupunki").exists()
