"""A person whom two bodies have registered has one invitation, one answer, one calendar entry."""

import pytest

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.invitations.models import Invitation
from alke.domain.invitations.operations import send_invitations
from alke.domain.invitations.plan import Step
from alke.domain.invitations.queries import overview_of
from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import (
    cancel_participant,
    pass_on,
    set_reply,
)
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.operations import cancel_discussion
from alke.jobs.invitations import follow_discussions
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

SYSTEM = Actor.system()
ADDRESS = "johtaja@kainuu.example"
Reply, How = Participant.Reply, Participant.How


@pytest.fixture
def east(world: None) -> Discussion:
    """The East's discussion."""
    return discussion(make_round(), "ita")


def second(east: Discussion, slug: str = "pohjois-savo") -> Participant:
    """The head of Kainuu's council, registered by another body, too."""
    return make_participant(east, slug, sure=True, title="Hallituksen jäsen", email=ADDRESS)


def told() -> list[str]:
    """What the address was told, the oldest first."""
    follow_discussions(lambda: True)
    mails = Mail.objects.filter(kind="invitation", to=ADDRESS).order_by("pk")
    return [row.calendar_method for row in mails]


def answers(*rows: Participant) -> list[tuple[str, str]]:
    """The answers, with the way by which they came."""
    for row in rows:
        row.refresh_from_db()
    return [(row.reply, row.replied_how) for row in rows]


def test_whom_two_bodies_have_registered_gets_one_invitation_that_the_first_one_holds(
    east: Discussion,
) -> None:
    first, other = make_participant(east), second(east)
    assert overview_of(east).count(Step.INVITE) == 1
    assert send_invitations(east, by=SYSTEM) == 1
    assert told() == ["REQUEST"]
    lines = {line.participant: line.planned for line in overview_of(east).lines}
    assert (lines[first].step, lines[other].step) == (Step.NOTHING, Step.SHARED)
    assert lines[other].holder == first
    cancel_discussion(east, by=SYSTEM, reason="Este.")
    assert told() == ["REQUEST", "CANCEL"]


def test_who_is_registered_by_another_body_after_the_invitation_gets_no_second_one(
    east: Discussion,
) -> None:
    first = make_participant(east)
    send_invitations(east, by=SYSTEM)
    set_reply(first, Reply.TENTATIVE, by=SYSTEM, how=How.MAIL)
    other = second(east)
    assert told() == ["REQUEST"]
    assert answers(other) == [(Reply.TENTATIVE, How.MAIL)]
    noted = AuditEvent.objects.get(event="participant.registered", subject=other.audit_key)
    assert noted.changes["reply"] == [None, Reply.TENTATIVE]


@pytest.mark.parametrize("how", [How.MAIL, How.LINK, How.SELF])
def test_what_the_person_answers_itself_holds_for_both_bodies(
    east: Discussion, how: Participant.How
) -> None:
    first, other = make_participant(east), second(east)
    set_reply(first, Reply.ACCEPTED, by=SYSTEM, how=how)
    assert answers(first, other) == [(Reply.ACCEPTED, how)] * 2
    assert AuditEvent.objects.filter(event="participant.replied").count() == 2
    set_reply(other, Reply.DECLINED, by=SYSTEM, how=how)
    assert answers(first, other) == [(Reply.DECLINED, how)] * 2


def test_what_a_body_tells_holds_for_that_body_only(east: Discussion) -> None:
    first, other = make_participant(east), second(east)
    set_reply(first, Reply.DECLINED, by=SYSTEM, how=How.CONTACT)
    assert answers(first, other) == [(Reply.DECLINED, How.CONTACT), (Reply.OPEN, "")]
    set_reply(other, Reply.ACCEPTED, by=SYSTEM, how=How.MAIL)
    assert answers(first, other) == [
        (Reply.DECLINED, How.CONTACT),
        (Reply.ACCEPTED, How.MAIL),
    ]


def test_whoever_has_passed_one_place_on_still_answers_for_the_other(east: Discussion) -> None:
    first, other = make_participant(east), second(east)
    deputy = Person(title="Kehittämisjohtaja", email="sijainen@kainuu.example")
    pass_on(first, deputy, by=SYSTEM, how=How.LINK)
    set_reply(other, Reply.ACCEPTED, by=SYSTEM, how=How.MAIL)
    assert answers(first, other) == [(Reply.DECLINED, How.LINK), (Reply.ACCEPTED, How.MAIL)]


def test_a_person_of_another_discussion_or_without_an_address_is_another_one(
    east: Discussion,
) -> None:
    first = make_participant(east)
    south = make_participant(discussion(east.round, "etela"), email=ADDRESS)
    nameless = make_participant(east, "pohjois-savo", email="")
    unknown = make_participant(east, "pohjois-karjala", email="")
    set_reply(first, Reply.ACCEPTED, by=SYSTEM, how=How.SELF)
    set_reply(nameless, Reply.ACCEPTED, by=SYSTEM, how=How.SELF)
    assert answers(south, unknown) == [(Reply.OPEN, "")] * 2


def test_when_the_first_body_takes_its_registration_back_the_entry_stays_in_the_calendar(
    east: Discussion,
) -> None:
    first, other = make_participant(east), second(east)
    send_invitations(east, by=SYSTEM)
    set_reply(first, Reply.ACCEPTED, by=SYSTEM, how=How.MAIL)
    uid = first.uid
    cancel_participant(first, by=SYSTEM)
    assert told() == ["REQUEST", "REQUEST"]
    other.refresh_from_db()
    held = Invitation.objects.get()
    assert (held.participant, held.sequence, held.timed_sequence) == (other, 1, 0)
    assert (other.uid, other.link_sent_at) == (uid, clock.now())
    assert told() == ["REQUEST", "REQUEST"]
    cancel_participant(other, by=SYSTEM)
    assert told()[2:] == ["CANCEL"]
