"""The agenda as published: versions, marked changes, as of a date, first opened."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.rounds.models import Deadline, Discussion
from alke.domain.topics import action_operations, agenda_operations
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import SYSTEM, make_published, make_ready
from tests.factories.topics import make_topic
from tests.web.discussions.pages import AGENDA, OWNER, text_of


@pytest.fixture
def changed(meeting: Discussion, cast: Cast, at: SetClock) -> Discussion:
    """Published on 20.3., an action renamed on 25.3."""
    at("2024-03-20 12:00")
    make_published(meeting)
    at("2024-03-25 12:00")
    action_operations.edit_action(
        meeting.action_origins.get().action,
        by=cast["lvm"],
        base_version=1,
        title="Kantaverkko itään",
        late_reason="Nimi täsmentyi",
    )
    return meeting


def test_before_publication_the_page_says_when_it_comes(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    for account in ("public", "kainuu"):
        page = text_of(client_for(account), AGENDA)
        assert "Asialistaa ei ole vielä julkaistu" in page
        assert "ti 2.4.2024" in page
        assert "Puhdas siirtymä" not in page


def test_a_change_is_marked_with_its_reason(changed: Discussion, client_for: ClientFor) -> None:
    page = text_of(client_for("public"), AGENDA)
    assert "Nimi täsmentyi" in page
    assert "Muutettu 25.3.2024" in page
    assert "<del>Kantaverkon vahvistaminen</del>" in page
    assert "<ins>Kantaverkko itään</ins>" in page


def test_a_published_version_keeps_its_time_and_deadline_when_the_discussion_moves(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    Deadline.objects.update(anchor_discussion=meeting, offset_days=-14)
    make_published(meeting)
    at("2024-03-25 12:00")
    moved = dt.datetime(2024, 4, 17, 9, tzinfo=clock.HELSINKI)
    move_discussion(meeting, moved, by=SYSTEM, reason="Istunto siirtyi")
    for address, kept, other in (
        (f"{AGENDA}?versio=1", ("ti 16.4.2024", "ti 2.4."), "17.4.2024"),
        (f"{AGENDA}?tilanne=2024-03-21", ("ti 16.4.2024", "ti 2.4."), "17.4.2024"),
        (AGENDA, ("ke 17.4.2024", "ke 3.4.", "Istunto siirtyi", "2/2"), "ti 2.4."),
    ):
        page = text_of(client_for("public"), address)
        assert all(text in page for text in kept)
        assert other not in page


def test_an_earlier_change_stays_marked_after_a_later_one(
    changed: Discussion, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-26 12:00")
    Discussion.objects.filter(pk=changed.pk).update(place="Joensuu")
    changed.refresh_from_db()
    agenda_operations.note_late_change(changed, by=cast["system"], reason="Sali vaihtui")
    page = text_of(client_for("public"), AGENDA)
    assert "Sali vaihtui" in page
    assert "Muutettu 25.3.2024" in page


def test_the_earlier_version_stays_readable(changed: Discussion, client_for: ClientFor) -> None:
    page = text_of(client_for("public"), f"{AGENDA}?versio=1")
    assert "Kantaverkon vahvistaminen" in page
    assert "Kantaverkko itään" not in page
    assert "aiempi versio" in page


def test_the_agenda_is_read_as_of_a_date(changed: Discussion, client_for: ClientFor) -> None:
    page = text_of(client_for("public"), f"{AGENDA}?tilanne=2024-03-22")
    assert "Kantaverkon vahvistaminen" in page
    page = text_of(client_for("public"), f"{AGENDA}?tilanne=2024-03-10")
    assert "Asialistaa ei ollut silloin julkaistu" in page


def test_members_see_the_topics_as_they_were_prepared(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_topic(meeting, title="Valmisteltu")
    at("2024-03-20 12:00")
    assert "Valmisteltu" in text_of(client_for("aune"), f"{AGENDA}?tilanne=2024-03-10")
    assert "Valmisteltu" not in text_of(client_for("public"), f"{AGENDA}?tilanne=2024-03-10")


@pytest.mark.parametrize("query", ["?versio=9", "?versio=abc"])
def test_a_forged_version_is_not_found(
    changed: Discussion, client_for: ClientFor, query: str
) -> None:
    text_of(client_for("kainuu"), AGENDA + query, 404)


def test_a_date_that_cannot_be_read_shows_the_agenda_in_force_and_says_why(
    changed: Discussion, client_for: ClientFor
) -> None:
    for account in ("kainuu", "public"):
        page = text_of(client_for(account), f"{AGENDA}?tilanne=2024-13-45")
        assert "Kirjoita päivä muodossa 26.2.2024." in page
        assert "Kantaverkko itään" in page


def test_the_first_opening_is_recorded_once_and_only_of_the_version_in_force(
    changed: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    text_of(client, f"{AGENDA}?versio=1")
    assert not AuditEvent.objects.filter(event="agenda.opened").exists()
    text_of(client, AGENDA)
    text_of(client, AGENDA)
    text_of(client_for("public"), AGENDA)
    assert AuditEvent.objects.filter(event="agenda.opened").count() == 1
    row = changed.publications.get(number=2).recipients.get(user=cast.user("kainuu"))
    assert row.state == "opened"


def test_the_page_takes_ten_queries_and_five_for_the_public(
    changed: Discussion,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for account, most in ((OWNER, 10), ("kainuu", 10), ("public", 5 + 1)):
        client = client_for(account)
        text_of(client, AGENDA)  # opened once
        with django_assert_max_num_queries(most):
            text_of(client, f"{AGENDA}?kerta={account}")
