"""Replies of calendar programs: taken from whom was invited, to what was told last, else noted."""

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest

from alke.base import clock
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.invitations.operations import send_invitations
from alke.domain.invitations.reply_operations import take_reply
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import cancel_participant
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.jobs.invitations import follow_discussions
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

pytestmark = pytest.mark.either_database
SYSTEM = Actor.system()
Result, Reply = InvitationReply.Result, Participant.Reply
OWN = "johtaja@kainuu.example"


@pytest.fixture
def invited(world: None) -> Participant:
    """The head of Kainuu's council, invited to the East."""
    east = discussion(make_round(), "ita")
    row = make_participant(east)
    send_invitations(east, by=SYSTEM)
    return row


def reply(row: Participant | None, **over: Any) -> EmailMessage:
    """What Outlook sends when the person accepts, with something else in it."""
    values = {
        "sender": OWN,
        "attendee": OWN,
        "uid": row.uid if row else "00000000-0000-4000-8000-000000000000",
        "said": "ACCEPTED",
        "sequence": 0,
        "method": "REPLY",
        "stamp": "20240304T080000Z",
    } | over
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{values['method']}",
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={values['said']};CN=Aino:mailto:{values['attendee']}",
        f"UID:{values['uid']}",
        f"SEQUENCE:{values['sequence']}",
        f"DTSTAMP:{values['stamp']}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    made = EmailMessage()
    made["From"] = f"Aino Esimerkki <{values['sender']}>"
    made["To"] = "alke@tem.example"
    made["Subject"] = "Hyväksytty: Kutsu"
    made.set_content("Tulen.")
    text = over.get("calendar", "\r\n".join(lines) + "\r\n")
    params = {"method": values["method"]}
    made.add_alternative(text, subtype="calendar", params=params)
    return made


def results() -> list[str]:
    """What became of the replies, the oldest first."""
    return [row.result for row in InvitationReply.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("ACCEPTED", Reply.ACCEPTED),
        ("TENTATIVE", Reply.TENTATIVE),
        ("DECLINED", Reply.DECLINED),
    ],
)
def test_what_the_person_answers_in_the_calendar_stands_in_the_list(
    invited: Participant, said: str, answer: str
) -> None:
    assert take_reply(reply(invited, said=said, sender="Johtaja@Kainuu.example"))
    invited.refresh_from_db()
    assert (invited.reply, invited.replied_how) == (answer, Participant.How.MAIL)
    assert invited.replied_at == clock.now()
    assert results() == [Result.TAKEN]


@pytest.mark.parametrize(
    ("over", "result"),
    [
        ({"sender": "muu@kainuu.example"}, Result.SENDER),
        ({"attendee": "muu@kainuu.example"}, Result.SENDER),
        ({"sender": "muu@kainuu.example", "attendee": "muu@kainuu.example"}, Result.SENDER),
        ({"uid": "00000000-0000-4000-8000-000000000000"}, Result.UNKNOWN),
        ({"uid": "alke"}, Result.UNKNOWN),
        ({"method": "COUNTER"}, Result.COUNTER),
        ({"said": 'DELEGATED;DELEGATED-TO="mailto:b@kainuu.example"'}, Result.DELEGATED),
        ({"calendar": "BEGIN:VCALENDAR\r\nrikki"}, Result.UNREADABLE),
    ],
)
def test_what_cannot_be_believed_or_followed_is_noted_and_changes_nothing(
    invited: Participant, over: dict[str, Any], result: str
) -> None:
    assert take_reply(reply(invited, **over))
    invited.refresh_from_db()
    assert invited.reply == Reply.OPEN
    assert results() == [result]


def test_an_answer_from_before_another_place_was_told_is_taken(invited: Participant) -> None:
    Discussion.objects.filter(pk=invited.discussion_id).update(place="Kajaani")
    make_participant(invited.discussion, "pohjois-savo")  # something has changed
    follow_discussions(lambda: True)
    assert Invitation.objects.get(participant=invited).sequence == 1
    take_reply(reply(invited, sequence=0))
    invited.refresh_from_db()
    assert (invited.reply, results()) == (Reply.ACCEPTED, [Result.TAKEN])


def test_an_answer_to_an_earlier_time_is_not_taken_whether_the_new_one_was_told_or_not(
    invited: Participant,
) -> None:
    starts = clock.at_time(dt.date(2024, 4, 17), dt.time(9))
    move_discussion(invited.discussion, starts, by=SYSTEM)
    take_reply(reply(invited, sequence=0))
    follow_discussions(lambda: True)
    take_reply(reply(invited, sequence=0))
    invited.refresh_from_db()
    assert invited.reply == Reply.OPEN
    take_reply(reply(invited, sequence=1))
    invited.refresh_from_db()
    assert (invited.reply, results()) == (Reply.ACCEPTED, [Result.OLD, Result.OLD, Result.TAKEN])


def test_of_two_answers_the_later_written_holds_whichever_comes_first(
    invited: Participant,
) -> None:
    take_reply(reply(invited, said="DECLINED", stamp="20240304T090000Z"))
    take_reply(reply(invited, said="ACCEPTED", stamp="20240304T080000Z"))
    invited.refresh_from_db()
    assert (invited.reply, results()) == (Reply.DECLINED, [Result.TAKEN, Result.OLD])


def test_an_answer_that_comes_too_late_is_not_taken(invited: Participant, at: SetClock) -> None:
    cancel_participant(invited, by=SYSTEM)
    take_reply(reply(invited))
    assert results() == [Result.LATE]


def test_neither_is_one_after_the_beginning(invited: Participant, at: SetClock) -> None:
    at("2024-04-16 09:00")
    take_reply(reply(invited))
    assert results() == [Result.LATE]


def test_other_mail_is_left_to_others(invited: Participant) -> None:
    plain = EmailMessage()
    plain["From"] = OWN
    plain.set_content("Hei.")
    assert not take_reply(plain)
    assert not take_reply(reply(invited, method="REQUEST"))
    assert results() == []
