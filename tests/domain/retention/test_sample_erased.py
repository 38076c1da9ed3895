"""The demo's rounds, played to their ends and left alone until their people are forgotten."""

import datetime as dt

import pytest
from django.core.management import call_command

from alke.base import clock
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.retention.operations import erase_due
from alke.domain.retention.terms import Term, term_of
from alke.domain.rounds.models import Contact, Round
from alke.domain.samples.operations import continue_sample
from tests.conftest import SetClock
from tests.factories.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
PLAYED = clock.end_of_day(dt.date(2024, 5, 31))


def term() -> Term:
    """That of the round of 2024."""
    return term_of(Round.objects.get(year=2024))


def test_the_round_of_2024_is_forgotten_after_its_last_regional_meeting(at: SetClock) -> None:
    continue_sample(by=Actor.system(), until=PLAYED)
    assert (term().end, term().until) == (
        dt.date(2024, 4, 24),
        clock.end_of_day(dt.date(2026, 4, 24)),
    )
    count = Participant.objects.count()
    at("2026-04-25 00:00")
    assert erase_due(at=clock.now()).keys() == {2023, 2024}
    call_command("audit", "verify")
    assert Participant.objects.filter(name="", email="").count() == count > 30
    assert set(Contact.objects.values_list("email", flat=True)) == {""}


def test_a_followup_of_it_in_a_later_round_keeps_it_until_2027(at: SetClock) -> None:
    continue_sample(by=Actor.system(), until=PLAYED)
    at("2025-01-07")
    make_round("follow-up-only")
    assert term().end == dt.date(2025, 10, 10)
    at("2027-10-10 23:59")
    assert erase_due(at=clock.now()).keys() == {2023}
    at("2027-10-11 00:00")
    assert erase_due(at=clock.now()).keys() == {2024}
    call_command("audit", "verify")
