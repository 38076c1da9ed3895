"""Invitations: who gets which, once for each change, in the own language, under one identifier."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from icalendar import Calendar

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.invitations.models import Invitation, Inviting
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.invitations.operations import follow_discussion, send_invitations
from alke.domain.invitations.plan import Step
from alke.domain.invitations.queries import has_unchecked, overview_of
from alke.domain.notices.models import Mail
from alke.domain.participants.link_operations import revoke_link
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import (
    cancel_participant,
    edit_participant,
    pass_on,
    restore_participant,
    set_reply,
)
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import cancel_discussion, restore_discussion
from alke.domain.rounds.time_record import set_time
from alke.jobs.invitations import follow_discussions
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

SYSTEM = Actor.system()
DOOR = "https://teams.example/l/meetup-join/19"
Reply, How = Participant.Reply, Participant.How


@pytest.fixture
def east(world: None) -> Discussion:
    """The East's discussion, with a door."""
    round_ = make_round()
    Discussion.objects.filter(round=round_, slug="ita").update(link=DOOR)
    return discussion(round_, "ita")


def follow() -> None:
    """The clock's job looks once."""
    follow_discussions(lambda: True)


def mails() -> list[Mail]:
    """Invitations in the outbox, the oldest first."""
    return list(Mail.objects.filter(kind="invitation").order_by("pk"))


def told() -> list[tuple[str, str, int]]:
    """To whom, what, in which sequence."""
    return [(row.to, row.calendar_method, int(event(row)["sequence"])) for row in mails()]


def event(mail: Mail) -> Any:
    """The mail's one event, as another program reads it."""
    [found] = Calendar.from_ical(bytes(mail.calendar)).walk("VEVENT")
    return found


def later(hours: int = 24) -> dt.datetime:
    """Another time for the East."""
    return clock.at_time(dt.date(2024, 4, 16), dt.time(9)) + dt.timedelta(hours=hours)


def test_everybody_with_an_address_is_invited_once_in_the_own_language(
    east: Discussion, cast: Cast
) -> None:
    row = make_participant(east, name="Aino Esimerkki")
    make_participant(east, "pohjois-savo", email="")
    make_participant(east, "pohjois-karjala", language="sv")
    assert send_invitations(east, by=cast["vastuuhenkilo-ita"]) == 2
    assert told() == [
        ("johtaja@kainuu.example", "REQUEST", 0),
        ("johtaja@pohjois-karjala.example", "REQUEST", 0),
    ]
    first, second = mails()
    made = event(first)
    assert str(made["uid"]) == str(row.uid)
    assert (made["dtstart"].dt, made["dtend"].dt) == (east.starts_at, east.ends_at)
    assert str(made["conference"]) == DOOR
    assert str(made["url"]) == DOOR
    assert str(made["description"]) == (
        f"Liity kokoukseen: {DOOR}\nAsialista ja osallistujat: http://127.0.0.1:8000/2024/ita/"
    )
    assert str(made["organizer"]) == "mailto:alke@tem.example"
    attendee = made["attendee"]
    assert str(attendee) == "mailto:johtaja@kainuu.example"
    assert attendee.params["CN"] == "Aino Esimerkki"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert first.subject == (
        "Kutsu: Maakuntien yhteinen keskustelu: Itäinen Suomi, ti 16.4.2024 klo 9–11.30"
    )
    assert DOOR in first.text
    assert "/osallistuminen/" in first.text
    assert second.subject.startswith("Inbjudan: Landskapens gemensamma diskussion: Östra Finland")
    assert str(event(second)["summary"]) == "Landskapens gemensamma diskussion: Östra Finland"
    assert "http://127.0.0.1:8000/sv/2024/ita/" in str(event(second)["description"])
    [noted] = AuditEvent.objects.filter(event="invitations.sent")
    assert noted.changes == {"invite": [None, 2]}
    assert "kainuu" not in str(noted.changes)


def test_before_they_are_sent_nobody_is_told_anything(east: Discussion) -> None:
    make_participant(east)
    move_discussion(east, later(), by=SYSTEM)
    follow()
    assert told() == []


@pytest.mark.parametrize(
    ("account", "says"),
    [("vastuuhenkilo-lansi", "vastuuhenkilö"), ("kainuu", "Roolisi"), ("public", "Kirjaudu")],
)
def test_only_who_runs_the_discussion_sends_them(
    east: Discussion, cast: Cast, account: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        send_invitations(east, by=cast[account])


def test_they_are_sent_once_for_a_discussion_that_will_be_held(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    send_invitations(east, by=SYSTEM)
    with pytest.raises(Refused, match="on lähetetty"):
        send_invitations(east, by=SYSTEM)
    with pytest.raises(Refused, match="ei ole vielä aikaa"):
        send_invitations(discussion(east.round, "kainuu"), by=SYSTEM)
    west = discussion(east.round, "lansi")
    cancel_discussion(west, by=SYSTEM, reason="Este.")
    with pytest.raises(Refused, match="on peruttu"):
        send_invitations(west, by=SYSTEM)
    at("2024-04-24 09:00")
    with pytest.raises(Refused, match="on alkanut"):
        send_invitations(discussion(east.round, "etela"), by=SYSTEM)


def test_who_is_registered_later_gets_one_by_itself(east: Discussion) -> None:
    send_invitations(east, by=SYSTEM)
    make_participant(east)
    assert has_unchecked()
    follow()
    follow()
    assert told() == [("johtaja@kainuu.example", "REQUEST", 0)]
    assert not has_unchecked()


def test_two_moves_are_told_once_and_an_answer_to_the_old_time_no_longer_counts(
    east: Discussion, at: SetClock
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(row, Reply.ACCEPTED, by=SYSTEM, how=How.MAIL)
    at("2024-03-05 10:00")
    move_discussion(east, later(1), by=SYSTEM)
    move_discussion(east, later(2), by=SYSTEM)
    follow()
    assert [(method, n) for _to, method, n in told()] == [("REQUEST", 0), ("REQUEST", 1)]
    made = event(mails()[1])
    assert str(made["uid"]) == str(row.uid)
    assert made["dtstart"].dt == later(2)
    assert made["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    row.refresh_from_db()
    assert (row.reply, row.replied_at, row.replied_how) == (Reply.OPEN, None, "")
    assert mails()[1].subject.startswith("Muutos: ")


def test_another_place_keeps_the_answer(east: Discussion) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(row, Reply.ACCEPTED, by=SYSTEM, how=How.MAIL)
    Discussion.objects.filter(pk=east.pk).update(place="Kajaani")
    follow()
    made = event(mails()[1])
    assert (str(made["location"]), made["sequence"]) == ("Kajaani", 1)
    row.refresh_from_db()
    assert row.reply == Reply.ACCEPTED
    assert made["attendee"].params["PARTSTAT"] == "ACCEPTED"


def _cancel(east: Discussion, _row: Participant) -> None:
    cancel_discussion(east, by=SYSTEM, reason="Este.")


def _withdraw(_east: Discussion, row: Participant) -> None:
    cancel_participant(row, by=SYSTEM)


def _give_up(east: Discussion, _row: Participant) -> None:
    east.refresh_from_db()
    east.save(update_fields=set_time(east, None, None))
    AuditEvent.objects.all()  # the booking's own operation records it
    Inviting.objects.update(checked_head="")


@pytest.mark.parametrize("end", [_cancel, _withdraw, _give_up])
def test_what_is_not_held_or_who_is_taken_back_is_cancelled_once(
    east: Discussion, end: Callable[[Discussion, Participant], None]
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    starts = east.starts_at
    end(east, row)
    follow()
    Inviting.objects.update(checked_head="")
    follow()
    assert told()[1:] == [("johtaja@kainuu.example", "CANCEL", 1)]
    made = event(mails()[1])
    assert (str(made["status"]), made["dtstart"].dt) == ("CANCELLED", starts)
    assert str(made["uid"]) == str(row.uid)
    assert mails()[1].subject.startswith("Peruttu: ")


def test_what_is_held_after_all_is_the_same_event_again(east: Discussion) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    cancel_discussion(east, by=SYSTEM, reason="Este.")
    follow()
    restore_discussion(east, by=SYSTEM)
    cancel_participant(row, by=SYSTEM)
    restore_participant(row, by=SYSTEM)
    follow()
    assert [(method, n) for _to, method, n in told()] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]
    assert {str(event(mail)["uid"]) for mail in mails()} == {str(row.uid)}


def test_a_new_address_is_invited_and_the_old_one_not_any_more(east: Discussion) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    row.refresh_from_db()
    edit_participant(row, replace(Person.of(row), email="uusi@kainuu.example"), by=SYSTEM)
    follow()
    assert told()[1:] == [
        ("johtaja@kainuu.example", "CANCEL", 1),
        ("uusi@kainuu.example", "REQUEST", 2),
    ]


@pytest.mark.parametrize("put_right", [{"name": "Aino Esimerkki"}, {"language": "sv"}])
def test_a_corrected_name_or_language_is_no_news(
    east: Discussion, put_right: dict[str, Any]
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    row.refresh_from_db()
    edit_participant(row, replace(Person.of(row), **put_right), by=SYSTEM)
    follow()
    assert len(mails()) == 1


def test_who_has_declined_is_asked_again_only_for_another_time(
    east: Discussion, at: SetClock
) -> None:
    away = make_participant(east)
    replaced = make_participant(east, "pohjois-savo")
    send_invitations(east, by=SYSTEM)
    set_reply(away, Reply.DECLINED, by=SYSTEM, how=How.MAIL)
    deputy = Person(title="Johtaja", email="sijainen@pohjois-savo.example")
    pass_on(replaced, deputy, by=SYSTEM, how=How.CONTACT)
    follow()
    assert sorted(told()[2:]) == [
        ("johtaja@pohjois-savo.example", "CANCEL", 1),
        ("sijainen@pohjois-savo.example", "REQUEST", 0),
    ]
    move_discussion(east, later(), by=SYSTEM)
    follow()
    assert sorted(told()[4:]) == [
        ("johtaja@kainuu.example", "REQUEST", 1),
        ("sijainen@pohjois-savo.example", "REQUEST", 1),
    ]
    cancel_discussion(east, by=SYSTEM, reason="Este.")
    follow()
    assert sorted(told()[6:]) == [
        ("johtaja@kainuu.example", "CANCEL", 2),
        ("sijainen@pohjois-savo.example", "CANCEL", 2),
    ]


@pytest.mark.parametrize("end", [_cancel, _withdraw])
def test_no_event_stays_in_the_calendar_of_whoever_was_asked_anew_after_declining(
    east: Discussion, end: Callable[[Discussion, Participant], None]
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(row, Reply.DECLINED, by=SYSTEM, how=How.MAIL)
    for hours in (1, 2):
        move_discussion(east, later(hours), by=SYSTEM)
        follow()
    end(east, row)
    follow()
    assert told() == [
        ("johtaja@kainuu.example", "REQUEST", 0),
        ("johtaja@kainuu.example", "REQUEST", 1),
        ("johtaja@kainuu.example", "REQUEST", 2),
        ("johtaja@kainuu.example", "CANCEL", 3),
    ]


@pytest.mark.parametrize(("how", "mails_then"), [(How.CONTACT, ["CANCEL"]), (How.MAIL, [])])
def test_who_declines_elsewhere_than_in_the_calendar_has_the_event_taken_from_it_once(
    east: Discussion, how: Participant.How, mails_then: list[str]
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(row, Reply.DECLINED, by=SYSTEM, how=how)
    follow()
    cancel_discussion(east, by=SYSTEM, reason="Este.")
    follow()
    assert [method for _to, method, _n in told()[1:]] == mails_then


def test_who_declined_and_comes_after_all_is_invited_again_as_coming(east: Discussion) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(row, Reply.DECLINED, by=SYSTEM, how=How.CONTACT)
    follow()
    set_reply(row, Reply.ACCEPTED, by=SYSTEM, how=How.CONTACT)
    follow()
    assert [method for _to, method, _n in told()] == ["REQUEST", "CANCEL", "REQUEST"]
    assert event(mails()[2])["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_the_link_that_an_invitation_carries_stands_as_sent_so_that_it_can_be_revoked(
    east: Discussion, at: SetClock
) -> None:
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    row.refresh_from_db()
    assert row.link_sent_at == clock.now()
    revoke_link(row, by=SYSTEM)
    move_discussion(east, later(), by=SYSTEM)
    follow()  # the change carries a new link
    row.refresh_from_db()
    assert (row.link_number, row.link_sent_at) == (2, clock.now())


def test_when_it_has_begun_or_the_round_has_ended_nobody_is_told_any_more(
    east: Discussion, at: SetClock
) -> None:
    send_invitations(east, by=SYSTEM)
    make_participant(east)
    Round.objects.update(state=Round.State.ENDED)
    follow()
    Round.objects.update(state=Round.State.RUNNING)
    at("2024-04-16 09:00")
    follow()
    assert follow_discussion(Inviting.objects.get(), by=SYSTEM) == 0
    assert told() == []
    at("2024-04-16 08:59")
    follow()
    assert len(told()) == 1


def test_the_overview_says_what_would_be_sent_to_whom(east: Discussion, cast: Cast) -> None:
    make_participant(east)
    make_participant(east, "pohjois-savo", email="")
    before = overview_of(east)
    assert (before.inviting, before.to_mail, before.count(Step.NO_ADDRESS)) == (None, 1, 1)
    send_invitations(east, by=SYSTEM)
    with translation.override("sv"):  # whoever looks: it hangs on no language
        after = overview_of(east)
    assert (after.to_mail, after.count(Step.NOTHING)) == (0, 1)
    [mail] = [line.mail for line in after.lines if line.mail]
    assert mail.to == "johtaja@kainuu.example"
    assert Invitation.objects.count() == 1
