"""Registered people without an account are told of the agenda too, each once a version (R5, B4)."""

import pytest

from alke.domain.audit.models import AuditEvent
from alke.domain.insight.notice import notice_of
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import quietly
from alke.domain.notices.sending_operations import mark_bounced, send_waiting
from alke.domain.participants.models import AgendaMail, Participant
from alke.domain.participants.operations import cancel_participant, register_participant
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.cancel_operations import cancel_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.place_operations import set_place
from alke.jobs.served import note_served
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import make_eastern, make_published
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024."""
    with quietly():
        return make_eastern(cast.user("vastuuhenkilo-ita"))


def serve() -> None:
    """The clock's job looks once."""
    note_served(lambda: True)


def told() -> list[tuple[str, str]]:
    """To whom, under which subject."""
    rows = Mail.objects.filter(kind="participant-agenda").order_by("pk")
    return [(row.to, row.subject.replace("\u00a0", " ")) for row in rows]


def test_who_has_no_account_is_mailed_in_the_own_language_once(
    east: Discussion, cast: Cast
) -> None:
    make_participant(east, email="toimitusjohtaja@yritys.example")
    make_participant(east, "pohjois-savo", email="rektor@skola.example", language="sv")
    make_participant(east, "pohjois-karjala", email="")
    make_participant(east, "etela-savo", email=cast.user("etela-savo").email)
    serve()
    assert told() == []  # nothing is published yet
    make_published(east)
    serve()
    serve()
    assert told() == [
        (
            "toimitusjohtaja@yritys.example",
            "Asialista on julkaistu: Itäinen Suomi, ti 16.4.2024 klo 9–11.30",
        ),
        (
            "rektor@skola.example",
            "Föredragningslistan har publicerats: Itäinen Suomi, ti 16.4.2024 kl. 9–11.30",
        ),
    ]
    first, second = Mail.objects.filter(kind="participant-agenda").order_by("pk")
    assert "http://127.0.0.1:8000/2024/ita/asialista/" in first.text
    assert "http://127.0.0.1:8000/sv/2024/ita/asialista/" in second.text
    assert AuditEvent.objects.filter(event="participant.agenda-told").count() == 2


def test_a_changed_agenda_is_told_with_its_reason(east: Discussion, cast: Cast) -> None:
    make_participant(east, email="toimitusjohtaja@yritys.example")
    make_published(east)
    serve()
    set_place(east, place="Joensuu", link="", by=cast["koordinaattori"], reason="Sali on varattu.")
    serve()
    last = Mail.objects.filter(kind="participant-agenda").latest("pk")
    assert last.subject.startswith("Asialista on muuttunut: Itäinen Suomi")
    assert "Perustelu: Sali on varattu." in last.text
    assert "Paikka: Joensuu" in last.text
    assert len(told()) == 2


def test_who_is_registered_later_is_told_then(east: Discussion) -> None:
    make_published(east)
    serve()
    make_participant(east, email="toimitusjohtaja@yritys.example")
    serve()
    assert [to for to, _subject in told()] == ["toimitusjohtaja@yritys.example"]


def test_a_person_of_two_bodies_gets_one_mail(east: Discussion) -> None:
    person = Person(title="Toimitusjohtaja", email="toimitusjohtaja@yritys.example")
    for slug in ("kainuu", "pohjois-savo"):
        body = Organisation.objects.get(slug=slug)
        register_participant(east, body, person, by=Actor.system(), sure=True)
    make_published(east)
    serve()
    assert len(told()) == 1
    assert AgendaMail.objects.count() == 2


def test_who_does_not_come_is_told_nothing(east: Discussion, cast: Cast, at: SetClock) -> None:
    gone = make_participant(east, email="a@yritys.example")
    declined = make_participant(east, "pohjois-savo", email="b@yritys.example")
    Participant.objects.filter(pk=declined.pk).update(reply="declined")
    cancel_participant(gone, by=cast["kainuu"])
    make_published(east)
    serve()
    assert told() == []
    make_participant(east, "etela-savo", email="c@yritys.example")
    at("2024-04-16 09:00")  # it has begun
    serve()
    assert told() == []
    at("2024-04-15 09:00")
    cancel_discussion(discussion(east.round, "ita"), by=cast["koordinaattori"], reason="Lakko.")
    serve()
    assert told() == []


def test_the_record_of_notice_shows_what_became_of_the_mail(east: Discussion) -> None:
    make_participant(east, title="toimitusjohtaja", email="toimitusjohtaja@yritys.example")
    make_published(east)
    serve()
    [row] = notice_of(discussion(east.round, "ita")).mailed
    assert (row.participant.title, row.state) == ("toimitusjohtaja", "recorded")
    send_waiting({})
    [row] = notice_of(discussion(east.round, "ita")).mailed
    assert row.state == "sent"
    mark_bounced(Mail.objects.get(kind="participant-agenda").message_id, "550", {})
    [row] = notice_of(discussion(east.round, "ita")).mailed
    assert row.state == "bounced"
