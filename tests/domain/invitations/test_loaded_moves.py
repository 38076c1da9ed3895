"""A changed file moves discussions as a page does: who has answered is asked anew (S10)."""

import pytest

from alke.domain.invitations.load_operations import load_round
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import set_reply
from alke.domain.people.actors import Actor
from alke.domain.rounds.formats import FormatFaults
from alke.domain.rounds.models import Discussion, Round
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, edited, make_round

SYSTEM = Actor.system()
LATER = edited("2024", ("date = 2024-04-16", "date = 2024-04-17"))  # the East


@pytest.fixture
def answered(world: None) -> Participant:
    """The head of Kainuu's council comes to the East."""
    row = make_participant(discussion(make_round(), "ita"))
    return set_reply(row, Participant.Reply.ACCEPTED, by=SYSTEM, how=Participant.How.CONTACT)


def test_who_has_answered_to_a_time_that_a_file_changes_is_asked_anew(
    answered: Participant,
) -> None:
    load_round(edited("2024", ("date = 2024-04-24", "date = 2024-04-25")), by=SYSTEM)
    answered.refresh_from_db()
    assert answered.reply == Participant.Reply.ACCEPTED  # the South moved
    load_round(LATER, by=SYSTEM)
    answered.refresh_from_db()
    assert answered.reply == Participant.Reply.OPEN
    assert str(discussion(Round.objects.get(), "ita").day) == "2024-04-17"


def test_a_file_does_not_move_what_has_a_published_agenda(answered: Participant) -> None:
    rows = Discussion.objects.filter(pk=answered.discussion_id)
    rows.update(agenda=Discussion.Agenda.PUBLISHED)
    with pytest.raises(FormatFaults) as caught:
        load_round(LATER, by=SYSTEM)
    [fault] = caught.value.faults
    assert fault.reason.startswith("Keskustelun ”Itäinen Suomi” asialista on julkaistu")
    assert str(rows.get().day) == "2024-04-16"
    answered.refresh_from_db()
    assert answered.reply == Participant.Reply.ACCEPTED
