"""A discussion whose agenda is published moves: the agenda is published anew (R5, R14, B4)."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.invitations.move_operations import move_basis, move_discussion
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion
from alke.domain.topics import agenda_queries
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import SYSTEM, make_eastern, make_published

NEXT_DAY = dt.datetime(2024, 4, 17, 9, tzinfo=clock.HELSINKI)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024; its agenda is due two weeks before, on 2.4."""
    made = make_eastern(cast.user("vastuuhenkilo-ita"))
    Deadline.objects.update(anchor_discussion=made, offset_days=-14)
    return made


def day_of(moment: dt.datetime | None) -> str:
    """The day in Helsinki."""
    assert moment is not None
    return moment.astimezone(clock.HELSINKI).date().isoformat()


def test_a_move_publishes_the_agenda_anew_with_its_reason(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    first = make_published(meeting)
    kept = (first.hash, first.contents)
    at("2024-03-25 12:00")
    move_discussion(meeting, NEXT_DAY, by=cast["koordinaattori"], reason="Istunto siirtyi")
    before, after = AgendaPublication.objects.all()
    assert (before.hash, before.contents) == kept
    assert (after.number, after.reason) == (2, "Istunto siirtyi")
    assert after.contents["starts_at"] == "2024-04-17T09:00:00+03:00"
    assert after.hash == contents_hash(after.contents) != before.hash
    assert [day_of(row.due_at) for row in (before, after)] == ["2024-04-02", "2024-04-03"]
    assert after.recipients.count() == before.recipients.count() > 0
    events = AuditEvent.objects.filter(event__in=["discussion.moved", "agenda.changed"])
    assert list(events.values_list("event", flat=True)) == ["discussion.moved", "agenda.changed"]


def test_a_move_whose_new_deadline_has_passed_makes_a_late_publication(
    meeting: Discussion, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    make_published(meeting)
    at("2024-04-05 12:00")
    move_discussion(meeting, NEXT_DAY, by=SYSTEM, reason="Istunto siirtyi")
    after = agenda_queries.latest_publication(meeting)
    assert after is not None
    assert (after.number, after.late) == (2, True)


def test_a_move_that_takes_a_published_agenda_along_asks_for_the_reason(
    meeting: Discussion, at: SetClock
) -> None:
    basis = BasisDocument.objects.create(
        round=meeting.round,
        key="paatos",
        title_fi="Päätös",
        expected_date=dt.date(2024, 4, 2),
        opened_by=meeting,
    )
    at("2024-03-20 12:00")
    make_published(meeting)
    later = dt.date(2024, 4, 3)
    with pytest.raises(Refused, match="The agenda has been published"):
        move_basis(basis, later, by=SYSTEM)
    meeting.refresh_from_db()
    assert day_of(meeting.starts_at) == "2024-04-16"
    move_basis(basis, later, by=SYSTEM, reason="Istunto siirtyi")
    after = agenda_queries.latest_publication(meeting)
    assert after is not None
    assert (after.number, after.contents["starts_at"][:10]) == (2, "2024-04-17")


def test_an_agenda_that_is_not_published_moves_without_a_publication(meeting: Discussion) -> None:
    move_discussion(meeting, NEXT_DAY, by=SYSTEM)
    meeting.refresh_from_db()
    assert day_of(meeting.starts_at) == "2024-04-17"
    assert not AgendaPublication.objects.exists()
