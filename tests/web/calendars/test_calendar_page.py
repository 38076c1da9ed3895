"""The page on which one subscribes to calendars: the address is shown once, and can be ended."""

import re

import pytest
from django.test import Client

from alke.domain.calendars.models import CalendarFeed
from tests.cast import ClientFor

pytestmark = pytest.mark.either_database
PAGE = "/kalenteri/"
ADDRESS = re.compile(r"http://testserver(/kalenteri/[\w-]{32}\.ics)")


def addresses(page: bytes) -> list[str]:
    """The secret addresses that a page shows."""
    return ADDRESS.findall(page.decode())


def test_an_address_is_shown_once_and_works(client_for: ClientFor, sample: None) -> None:
    client = client_for("kainuu")
    form = {"kalenteri": "round:2024", "maaraajat": "tasks"}
    made = client.post(f"{PAGE}tilaa/", form)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    [path] = addresses(made.content)
    assert f"webcal://testserver{path}" in made.content.decode()
    assert "BEGIN:VTODO" in Client().get(path).content.decode()
    page = client.get(PAGE).content
    assert addresses(page) == []
    assert "Tilauksesi" in page.decode()


def test_another_address_replaces_it_and_the_end_ends_it(
    client_for: ClientFor, sample: None
) -> None:
    client = client_for("kainuu")
    [first] = addresses(client.post(f"{PAGE}tilaa/", {"kalenteri": "own"}).content)
    feed = CalendarFeed.objects.get()
    [second] = addresses(client.post(f"{PAGE}{feed.pk}/uusi-osoite/").content)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    ended = client.post(f"{PAGE}{feed.pk}/lopeta/", follow=True)
    assert "Kalenterin osoite ei enää toimi" in ended.content.decode()
    assert Client().get(second).status_code == 410


@pytest.mark.parametrize("what", ["uusi-osoite", "lopeta"])
def test_what_was_ended_on_another_page_is_told_as_ended(
    what: str, client_for: ClientFor, sample: None
) -> None:
    client = client_for("kainuu")
    client.post(f"{PAGE}tilaa/", {"kalenteri": "own"})
    address = f"{PAGE}{CalendarFeed.objects.get().pk}"
    client.post(f"{address}/lopeta/")
    again = client.post(f"{address}/{what}/", follow=True)
    assert "Kalenterin tilaus on jo lopetettu." in again.content.decode()
    assert not CalendarFeed.objects.open().exists()


def test_somebody_else_s_is_not_there(client_for: ClientFor, sample: None) -> None:
    client_for("kainuu").post(f"{PAGE}tilaa/", {"kalenteri": "own"})
    feed = CalendarFeed.objects.get()
    for what in ("uusi-osoite", "lopeta"):
        assert client_for("lappi").post(f"{PAGE}{feed.pk}/{what}/").status_code == 404


def test_what_is_not_offered_is_not_taken(client_for: ClientFor, sample: None) -> None:
    client = client_for("kainuu")
    for wanted in ("", "organisation:lappi", "round:1999", "round:x", "own2"):
        answer = client.post(f"{PAGE}tilaa/", {"kalenteri": wanted})
        assert answer.status_code == 422
        assert "Valitse, mitä kalenteri näyttää." in answer.content.decode()
    assert not CalendarFeed.objects.exists()


def test_the_public_finds_the_public_calendars(db: None, sample: None) -> None:
    page = Client().get(PAGE).content.decode()
    assert "http://testserver/2024/aikataulu.ics" in page
    assert "Tee osoite" not in page
    assert "Internetistä" in page


def test_the_timetable_leads_there_with_its_round(client_for: ClientFor, sample: None) -> None:
    client = client_for("kainuu")
    assert f"{PAGE}?kalenteri=round:2024" in client.get("/2024/aikataulu/").content.decode()
    page = client.get(f"{PAGE}?kalenteri=round:2024").content.decode()
    assert '<option value="round:2024" selected>' in page
