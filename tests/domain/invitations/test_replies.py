"""Replies of calendar programs: taken from whom was invited, to what was told last, else noted."""

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from alke.base import clock
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.invitations.operations import send_invitations
from alke.domain.invitations.queries import overview_of
from alke.domain.invitations.reply_operations import take_reply
from alke.domain.notices.models import Mail, Notice
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import cancel_participant, set_reply
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Contact, Discussion
from alke.jobs.invitations import follow_discussions
from tests.cast import Cast
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
        "more": [],
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
        *values["more"],
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


def test_what_was_written_beside_the_answer_is_kept_with_it(
    invited: Participant, at: SetClock
) -> None:
    comment = "COMMENT;LANGUAGE=fi:Tulen\\, mutta\\nvasta  klo 10\u202e"
    take_reply(reply(invited, more=[comment]))
    at("2024-03-04 10:30")
    [line] = overview_of(invited.discussion).lines
    assert line.comment == "Tulen, mutta vasta klo 10"
    take_reply(reply(invited, stamp="20240304T083000Z"))
    [line] = overview_of(invited.discussion).lines
    assert line.comment == ""  # the newest answer has none
    take_reply(reply(invited, stamp="20240304T090000Z", more=[comment]))
    assert overview_of(invited.discussion).lines[0].comment != ""
    row = Participant.objects.get(pk=invited.pk)
    set_reply(row, Reply.DECLINED, by=SYSTEM, how=Participant.How.CONTACT)
    [line] = overview_of(invited.discussion).lines
    assert line.comment == ""


PROPOSED = clock.at_time(dt.date(2024, 4, 17), dt.time(13))


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("DTSTART;TZID=Europe/Helsinki:20240417T130000", PROPOSED),
        ("DTSTART;TZID=FLE Standard Time:20240417T130000", PROPOSED),
        ("DTSTART:20240417T100000Z", PROPOSED),
        ("DTSTART;TZID=../../etc/passwd:20240417T130000", None),
        ("DTSTART;TZID=Mars/Phobos:20240417T130000", None),
        ("DTSTART:20240417T130000", None),
        ("DTSTART;VALUE=DATE:20240417", None),
        ("DTSTART:20241399T996199Z", None),
    ],
)
def test_another_time_that_is_proposed_is_kept_as_far_as_it_is_known(
    invited: Participant, written: str, proposed: dt.datetime | None
) -> None:
    take_reply(reply(invited, method="COUNTER", more=[written]))
    assert InvitationReply.objects.get().proposed_at == proposed


def test_who_proposes_another_time_hears_that_it_stays_and_the_owner_hears_of_it(
    invited: Participant, cast: Cast
) -> None:
    for _time in range(2):
        take_reply(reply(invited, method="COUNTER", more=["DTSTART:20240417T100000Z"]))
    [mail] = Mail.objects.filter(kind="invitation-kept")
    assert (mail.to, mail.calendar_method) == (OWN, "DECLINECOUNTER")
    assert mail.subject.startswith("Aika ei muuttunut: ")
    [event] = Calendar.from_ical(bytes(mail.calendar)).events
    assert (event["UID"], event["SEQUENCE"]) == (str(invited.uid), 0)
    assert event.start == invited.discussion.starts_at
    notices = Notice.objects.filter(kind="invitation-reply")
    assert {row.to for row in notices} == {cast.user("vastuuhenkilo-ita")}
    assert notices[0].text_fi == (
        "Osallistuja ehdottaa toista aikaa: Itäinen Suomi (Maakuntajohtaja, Kainuun liitto)."
    )
    assert notices[0].path == "/2024/ita/osallistujat/kutsut/"


def test_whom_the_person_sends_instead_is_kept_and_the_owner_hears_of_it(
    invited: Participant, cast: Cast
) -> None:
    said = 'DELEGATED;DELEGATED-TO="mailto:Apulainen@Kainuu.example"'
    take_reply(reply(invited, said=said))
    assert InvitationReply.objects.get().deputy == "apulainen@kainuu.example"
    [notice] = Notice.objects.filter(kind="invitation-reply")
    assert notice.to == cast.user("vastuuhenkilo-ita")
    assert not Mail.objects.filter(kind="invitation-kept").exists()


def test_without_an_owners_account_the_coordinator_hears_of_it(
    invited: Participant, cast: Cast
) -> None:
    Contact.objects.filter(discussion=invited.discussion_id).delete()
    take_reply(reply(invited, method="COUNTER"))
    [notice] = Notice.objects.filter(kind="invitation-reply")
    assert notice.to == cast.user("koordinaattori")
