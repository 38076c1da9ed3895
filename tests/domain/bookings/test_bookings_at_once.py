"""Fifty councils take the same time at the same moment, and really commit: one gets it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import operations
from alke.domain.people.actors import Actor
from alke.domain.people.models import Region
from alke.domain.rounds.models import Discussion
from tests.domain.bookings.test_bookings import moment
from tests.factories.rounds import make_round
from tests.world import make_world

AT_ONCE = 50


@pytest.fixture
def meetings(transactional_db: None) -> list[Discussion]:
    """Fifty meetings without a time."""
    make_world()
    round_ = make_round()
    return [
        Discussion.objects.create(
            round=round_,
            slug=f"alue-{number}",
            name_fi=f"Alue {number}",
            kind=Discussion.Kind.REGIONAL,
            region=Region.objects.create(code=f"{number + 40}", slug=f"alue-{number}"),
        )
        for number in range(AT_ONCE)
    ]


def test_of_fifty_bookings_of_one_time_one_wins_and_the_others_are_told(
    meetings: list[Discussion],
) -> None:
    start = Barrier(AT_ONCE)

    def book(meeting: Discussion) -> str:
        try:
            start.wait(timeout=60)
            operations.book_meeting(meeting, moment(16, "14:00"), by=Actor.system())
        except Refused as refusal:
            return str(refusal)
        else:
            return "booked"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(book, meetings))
    told = [answer for answer in answers if answer != "booked"]
    assert len(told) == AT_ONCE - 1
    assert {answer.replace("\u00a0", " ") for answer in told} == {
        "Aika ti 16.4. klo 14–14.40 ehdittiin juuri varata. Valitse toinen aika."
    }
    held = Discussion.objects.exclude(track=None)
    assert [(row.starts_at, row.track) for row in held] == [(moment(16, "14:00"), 1)]
    assert AuditEvent.objects.filter(event="discussion.booked").count() == 1
