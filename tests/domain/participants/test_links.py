"""The link by which a person answers without an account: for one person, one discussion (B18)."""

import datetime as dt

import pytest
from django.core.signing import Signer

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.participants.links import SALT, LinkHolder, participant_of, token_of
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import (
    cancel_participant,
    correct_own_data,
    edit_participant,
    pass_on,
    set_reply,
)
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.topics import make_meeting, make_topic

How = Participant.How
SYSTEM = Actor.system()


@pytest.fixture
def row(world: None) -> Participant:
    """The head of Kainuu's council, registered for the East, who opens its topic."""
    east = make_meeting()
    return make_participant(east, topic=make_topic(east), mandate="position")


def holder(row: Participant) -> LinkHolder:
    """Whoever holds the person's link."""
    return LinkHolder(row.organisation)


def test_a_link_opens_its_person_only(row: Participant) -> None:
    other = make_participant(row.discussion, "pohjois-savo")
    assert participant_of(token_of(row)) == [row]
    forged = [other.pk, row.discussion_id, 1], [row.pk, row.discussion_id + 1, 1]
    signer = Signer(salt=SALT, sep=".")
    assert participant_of(signer.sign_object(forged[1])) == []
    assert participant_of(Signer(salt="alke.delivery", sep=".").sign_object(forged[0])) == []
    assert participant_of(token_of(row)[:-1] + "x") == []
    assert participant_of("roskaa") == []


def test_a_link_ends_with_the_day_of_the_discussion(row: Participant, at: SetClock) -> None:
    token = token_of(row)
    at("2024-04-16 23:59")
    assert participant_of(token) == [row]
    at("2024-04-17 00:00")
    assert participant_of(token) == []


def test_without_a_time_a_link_lasts_for_ninety_days(row: Participant, at: SetClock) -> None:
    Discussion.objects.update(starts_at=None, ends_at=None)
    token, registered = token_of(row), dt.date(2024, 3, 4)
    at(registered + dt.timedelta(days=90))
    assert participant_of(token) == [row]
    at(registered + dt.timedelta(days=91))
    assert participant_of(token) == []


def test_another_address_ends_the_link_that_the_former_has(row: Participant) -> None:
    token = token_of(row)
    edited = edit_participant(row, Person("Maakuntajohtaja", "uusi@kainuu.example"), by=SYSTEM)
    assert participant_of(token) == []
    assert participant_of(token_of(edited)) == [edited]


def test_an_answer_by_link_stands_in_the_record_for_the_body(row: Participant) -> None:
    set_reply(row, "accepted", by=holder(row), how=How.LINK)
    event = AuditEvent.objects.get(event="participant.replied")
    assert (event.subject, event.user, event.organisation) == (
        row.audit_key,
        None,
        row.organisation,
    )
    assert event.changes == {"reply": ["open", "accepted"], "how": [None, "link"]}


def test_a_link_corrects_the_own_data_and_nothing_else(row: Participant) -> None:
    wish = Person(
        "Vt. maakuntajohtaja", "muu@kainuu.example", "Etu Suku", mandate="listens", mode="on-site"
    )
    correct_own_data(row, wish, by=holder(row))
    row.refresh_from_db()
    assert (row.title, row.name, row.mode) == ("Vt. maakuntajohtaja", "Etu Suku", "on-site")
    assert (row.email, row.mandate, row.gives_opening) == (
        "johtaja@kainuu.example",
        "position",
        True,
    )


def test_a_place_is_passed_on_to_a_colleague_once(row: Participant) -> None:
    colleague = Person("Aluekehitysjohtaja", "kehitys@kainuu.example", represents="Muu taho")
    deputy = pass_on(row, colleague, by=holder(row), how=How.LINK)
    assert (deputy.organisation, deputy.represents, deputy.topic) == (
        row.organisation,
        "",
        row.topic,
    )
    row.refresh_from_db()
    assert (row.reply, row.replied_how) == ("declined", "link")
    with pytest.raises(Refused, match="ettet tule"):
        pass_on(row, Person("Toinen", "toinen@kainuu.example"), by=holder(row), how=How.LINK)


def test_a_colleague_without_an_address_is_asked_for_one(row: Participant) -> None:
    with pytest.raises(BadInput) as fault:
        pass_on(row, Person("Aluekehitysjohtaja"), by=holder(row), how=How.LINK)
    assert fault.value.field == "email"
    assert Participant.objects.count() == 1


def test_a_link_answers_nothing_once_it_is_too_late(row: Participant, at: SetClock) -> None:
    at("2024-04-16 09:00")
    with pytest.raises(Refused, match="alkanut"):
        set_reply(row, "accepted", by=holder(row), how=How.LINK)


def test_a_link_of_a_cancelled_registration_answers_nothing(row: Participant) -> None:
    cancel_participant(row, by=SYSTEM)
    with pytest.raises(Refused, match="peruttu"):
        correct_own_data(row, Person("Johtaja"), by=holder(row))


def test_the_holder_of_a_link_does_nothing_that_wants_an_account(row: Participant) -> None:
    with pytest.raises(Refused, match="ei oikeuta"):
        set_reply(row, "accepted", by=holder(row), how=How.CONTACT)
    with pytest.raises(Refused, match="ei oikeuta"):
        pass_on(row, Person("Toinen", "t@kainuu.example"), by=holder(row), how=How.CONTACT)
