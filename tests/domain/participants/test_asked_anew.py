"""When a discussion gets another time, whoever had answered is asked anew, and hears of it once."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import operations as bookings
from alke.domain.invitations.move_operations import move_basis, move_discussion
from alke.domain.notices.models import Mail
from alke.domain.participants.link_operations import send_link
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import pass_on, set_reply
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import BasisDocument, Discussion, Round
from tests.cast import Cast
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

pytestmark = pytest.mark.either_database
SYSTEM = Actor.system()
Reply, How = Participant.Reply, Participant.How


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The round of 2024."""
    return make_round()


def at(day: int, hour: int) -> dt.datetime:
    """A full hour in April 2024."""
    return clock.at_time(dt.date(2024, 4, day), dt.time(hour))


def answered(where: Discussion, slug: str = "kainuu", reply: str = Reply.ACCEPTED) -> Participant:
    """Somebody who has answered."""
    row = make_participant(where, slug)
    return set_reply(row, reply, by=SYSTEM, how=How.MAIL)


def answers() -> list[str]:
    """Of all, in the order in which they were registered."""
    return list(Participant.objects.order_by("pk").values_list("reply", flat=True))


def asked() -> list[AuditEvent]:
    """What is recorded of it."""
    return list(AuditEvent.objects.filter(event="participants.asked-anew").order_by("seq"))


def test_a_move_opens_all_answers_and_records_how_many(round_: Round) -> None:
    east = discussion(round_, "ita")
    answered(east)
    answered(east, "pohjois-savo")
    answered(east, "etela-savo", Reply.DECLINED)
    answered(discussion(round_, "lansi"), "satakunta")
    move_discussion(east, at(17, 9), by=SYSTEM)
    assert answers() == [Reply.OPEN, Reply.OPEN, Reply.OPEN, Reply.ACCEPTED]
    [noted] = asked()
    assert noted.changes == {"reply.accepted": [2, 0], "reply.declined": [1, 0]}
    assert noted.discussion_id == east.pk


def test_so_does_a_document_that_moves_what_it_opens(round_: Round) -> None:
    answered(discussion(round_, "webinaari"))
    answered(discussion(round_, "ita"))
    basis = BasisDocument.objects.get(round=round_, key="aluekehittamispaatos")
    assert basis.date is not None
    done = move_basis(basis, basis.date + dt.timedelta(days=14), by=SYSTEM)
    assert [row.slug for row in done.discussions] == ["webinaari"]
    assert answers() == [Reply.OPEN, Reply.ACCEPTED]


def test_a_move_that_is_refused_opens_nothing(round_: Round) -> None:
    east = discussion(round_, "ita")
    answered(east)
    with pytest.raises(Refused):
        move_discussion(east, at(17, 9), by=SYSTEM, token="vanha")
    assert answers() == [Reply.ACCEPTED]


def test_a_place_that_was_passed_on_stays_with_the_colleague(round_: Round) -> None:
    east = discussion(round_, "ita")
    deputy = pass_on(make_participant(east), Person(title="Johtaja"), by=SYSTEM, how=How.CONTACT)
    set_reply(deputy, Reply.ACCEPTED, by=SYSTEM, how=How.CONTACT)
    move_discussion(east, at(17, 9), by=SYSTEM)
    assert answers() == [Reply.DECLINED, Reply.OPEN]


def test_a_meeting_that_is_booked_anew_elsewhere_asks_anew_and_at_the_same_time_does_not(
    round_: Round, cast: Cast
) -> None:
    meeting, by = discussion(round_, "pohjois-savo"), cast["pohjois-savo"]
    answered(meeting, "pohjois-savo")
    bookings.book_meeting(meeting, at(16, 14), by=by)
    assert answers() == [Reply.ACCEPTED]  # to the meeting, which had no time
    bookings.release_meeting(meeting, by=by)
    bookings.book_meeting(meeting, at(16, 14), by=by)
    assert answers() == [Reply.ACCEPTED]
    bookings.release_meeting(meeting, by=by)
    bookings.book_meeting(meeting, at(16, 14) + dt.timedelta(minutes=45), by=by)
    assert answers() == [Reply.OPEN]


def test_who_knows_the_time_from_the_mail_with_the_link_hears_the_new_one_once(
    round_: Round,
) -> None:
    east = discussion(round_, "ita")
    send_link(make_participant(east, language="sv"), by=SYSTEM)
    make_participant(east, "pohjois-savo")  # was told nothing
    Mail.objects.all().delete()
    move_discussion(east, at(17, 9), by=SYSTEM)
    [mail] = Mail.objects.all()
    assert (mail.to, mail.kind) == ("johtaja@kainuu.example", "participant-link")
    assert mail.subject == "Diskussionen har flyttats: bekräfta ditt deltagande"
    assert "17.4.2024" in mail.text
    assert "/sv/osallistuminen/" in mail.text
