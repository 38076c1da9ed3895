"""What a page learns of others while it is open: who is here, what they saved."""

import pytest

from alke.domain.topics import operations
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.topics import make_meeting, make_topic

URL = "/2024/ita/asialista/1/muutokset/"
SINCE = "2024-03-04T09:00:00+02:00"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic for comment."""
    return make_topic(make_meeting())


def ask(client_for: ClientFor, account: str, **query: str | list[str]) -> str:
    """The fragment for the account's page."""
    response = client_for(account).get(URL, query, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_who_asks_is_seen_by_the_others(topic: Topic, client_for: ClientFor) -> None:
    assert "Sivulla myös" not in ask(client_for, "lvm", avoinna="goals.fi")
    page = ask(client_for, "kainuu")
    assert "Sivulla myös: LVM" in page
    assert "on avannut tämän kohdan" in page


@pytest.mark.parametrize(
    ("account", "mark"), [("lvm", "LVM"), ("pohjois-savo", "PS"), ("kymenlaakso", "Ky")]
)
def test_others_have_short_marks(
    topic: Topic, client_for: ClientFor, account: str, mark: str
) -> None:
    ask(client_for, account)
    assert f">{mark}</span>" in ask(client_for, "kainuu")


def test_a_field_that_another_saved_is_swapped_and_flashes(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-04 09:05")
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=0)
    page = ask(client_for, "kainuu", alkaen=SINCE)
    assert '<div id="luku-goals" hx-swap-oob="innerHTML">' in page
    assert 'class="flash"' in page
    assert "LVM:n teksti" in page
    assert 'id="luku-situation"' not in page


def test_an_open_field_is_never_swapped_but_told_of(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-04 09:05")
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=0)
    page = ask(client_for, "kainuu", alkaen=SINCE, avoinna="goals.fi")
    assert "luku-goals" not in page
    assert "LVM tallensi tämän kohdan, kun se on sinulla auki." in page


def test_nothing_is_sent_to_a_place_that_open_fields_have_taken(
    topic: Topic, client_for: ClientFor
) -> None:
    places = {'<div id="kuka-goals"', '<div id="kuka-situation"'}
    page = ask(client_for, "kainuu", avoinna="")
    assert {place for place in places if place in page} == places
    page = ask(client_for, "kainuu", avoinna=["", "goals.fi", "situation.sv"])
    assert {place for place in places if place in page} == set()


def test_ones_own_saves_are_no_news(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-04 09:05")
    operations.save_text(topic, "goals", "fi", "Oma", by=cast["kainuu"], base_version=0)
    assert "Oma" not in ask(client_for, "kainuu", alkaen=SINCE)


@pytest.mark.parametrize("since", ["", "eilen", "9999-99-99", "2024-03-04T09:00"])
def test_a_strange_moment_is_taken_calmly(topic: Topic, client_for: ClientFor, since: str) -> None:
    assert 'hx-trigger="every 20s"' in ask(client_for, "kainuu", alkaen=since)
