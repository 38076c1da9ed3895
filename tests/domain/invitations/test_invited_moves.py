"""A move of an invited discussion is told in one mail to each (S10)."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.invitations.operations import send_invitations
from alke.domain.notices.gathering_operations import gather_urgent
from alke.domain.notices.models import Mail, Notice
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import set_reply
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.jobs.invitations import follow_discussions
from tests.cast import Cast
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

SYSTEM = Actor.system()
MOVED = clock.at_time(dt.date(2024, 4, 17), dt.time(9))
Reply, How = Participant.Reply, Participant.How


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The East's discussion on 16.4.2024."""
    return discussion(make_round(), "ita")


@pytest.mark.either_database
def test_who_has_an_account_and_the_invitation_gets_one_mail_of_a_move(
    east: Discussion, cast: Cast
) -> None:
    for slug in ("kainuu", "pohjois-savo"):
        make_participant(east, slug, email=cast.user(slug).email)
    set_reply(make_participant(east, "etela-savo"), Reply.DECLINED, by=SYSTEM, how=How.LINK)
    send_invitations(east, by=SYSTEM)
    moved = move_discussion(east, MOVED, by=cast["koordinaattori"])
    follow_discussions(lambda: True)
    gather_urgent()
    sent = {
        slug: [
            mail.kind
            for mail in Mail.objects.filter(to=cast.user(slug).email).order_by("pk")
            if mail.kind != "invitation" or "Muutos" in mail.subject
        ]
        for slug in ("kainuu", "pohjois-savo", "etela-savo")
    }
    assert sent == {
        "kainuu": ["invitation"],
        "pohjois-savo": ["invitation"],
        "etela-savo": ["urgent"],
    }
    assert {row.slug for row in moved.concerned} >= sent.keys()
    line = Notice.objects.get(to=cast.user("kainuu"), kind="dates-moved")
    assert "Itäinen Suomi" in line.text_fi  # it stays on the page
