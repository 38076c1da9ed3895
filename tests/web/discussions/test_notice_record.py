"""The record of notice: contents at the deadline, publications, recipients (B4)."""

import datetime as dt

from pytest_django import DjangoAssertNumQueries

from alke.base import clock
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.rounds.models import Deadline, Discussion
from alke.domain.topics import action_operations, agenda_operations
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import SYSTEM, make_published, make_ready
from tests.web.discussions.pages import AGENDA, NOTICE, OWNER, text_of


def test_an_empty_record_says_when_it_begins(meeting: Discussion, client_for: ClientFor) -> None:
    assert "Todistus alkaa, kun asialista julkaistaan." in text_of(client_for("kainuu"), NOTICE)


def test_the_record_shows_hash_publications_recipients_and_first_opening(
    meeting: Discussion, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    first = make_published(meeting)
    at("2024-03-21 08:15")
    client = client_for("kainuu")
    text_of(client, AGENDA)
    at("2024-04-05 09:00")
    action_operations.edit_action(
        meeting.action_origins.get().action,
        by=cast["lvm"],
        base_version=1,
        title="Kantaverkko itään",
        late_reason="Nimi täsmentyi",
    )
    page = text_of(client, NOTICE)
    assert first.hash in page
    assert "voimassa oli versio 1" in page
    assert "Nimi täsmentyi" in page
    assert "versio 1 avattu to 21.3. klo 8.15" in page
    assert page.count("Kainuun liitto") >= 1


def test_before_the_deadline_the_record_speaks_of_no_deadline(
    meeting: Discussion, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    make_ready(meeting)
    agenda_operations.publish_agenda(meeting, by=cast["koordinaattori"])
    page = text_of(client_for(OWNER), NOTICE)
    assert "Määräajan päättyessä" not in page
    assert "Työ- ja elinkeinoministeriö</td>" in page  # for whom it was published


def test_a_late_publication_shows_that_nothing_was_there_at_the_deadline(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_ready(meeting)
    at("2024-04-03 09:00")
    agenda_operations.publish_agenda(meeting, by=SYSTEM, reason="Myöhästyi")
    page = text_of(client_for(OWNER), NOTICE)
    assert "Määräajan päättyessä asialistaa ei ollut julkaistu." in page


def test_each_publication_keeps_its_own_time_and_deadline(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    Deadline.objects.update(anchor_discussion=meeting, offset_days=-14)
    at("2024-03-20 12:00")
    make_published(meeting)
    at("2024-04-03 12:00")
    moved = dt.datetime(2024, 4, 17, 9, tzinfo=clock.HELSINKI)
    move_discussion(meeting, moved, by=SYSTEM, reason="Istunto siirtyi")
    page = text_of(client_for(OWNER), NOTICE)
    for text in ("Keskustelu ti 16.4.2024 klo 9–11.30", "Määräaika 2.4.2024"):
        assert page.count(text) == 1
    for text in ("Keskustelu ke 17.4.2024 klo 9–11.30", "Määräaika 3.4.2024", "Istunto siirtyi"):
        assert page.count(text) == 1


def test_the_record_is_not_for_the_public(meeting: Discussion, client_for: ClientFor) -> None:
    make_published(meeting)
    assert client_for("public").get(NOTICE).status_code == 302
    assert client_for("ely-lappi").get(NOTICE).status_code == 404


def test_the_record_takes_ten_queries(
    meeting: Discussion,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_published(meeting)
    client = client_for("kainuu")
    with django_assert_max_num_queries(10):
        text_of(client, NOTICE)
