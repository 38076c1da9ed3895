"""What the desk asks about regional meetings: to book, to answer, to decide."""

import pytest

from alke.domain.bookings import operations
from alke.domain.insight.desk_queries import desk_of
from alke.domain.insight.task import Task
from alke.domain.insight.tasks import tasks_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import publish_round
from tests.cast import Cast
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import moment
from tests.factories.rounds import discussion, make_round


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The published round of 2024."""
    return publish_round(make_round(), by=Actor.system())


def tasks(actor: Actor, page: str) -> list[Task]:
    """The actor's tasks that are done on that page."""
    return [task for task in tasks_of(actor, desk_of(actor)) if task.page == page]


def test_a_council_books_by_the_deadline_and_then_asks(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    (task,) = tasks(cast["kainuu"], "booking_board")
    assert (task.args, task.days_left) == ((2024,), 16)
    assert tasks(cast["kainuu-valmistelija"], "booking_board") == []
    at("2024-03-21")
    (task,) = tasks(cast["kainuu"], "meeting_booking")
    assert task.args == (2024, "kainuu")
    meeting, coordinator = discussion(round_, "kainuu"), cast["koordinaattori"]
    operations.ask_late(meeting, moment(16, "12:30"), by=cast["kainuu"], reason="Myöhästyimme")
    (decision,) = tasks(coordinator, "booking_board")
    assert decision.text == "Northern Finland"
    operations.book_meeting(meeting, moment(16, "13:15"), by=coordinator)
    assert tasks(cast["kainuu"], "meeting_booking") == []


def test_who_has_proposed_a_theme_is_not_asked_again(round_: Round, cast: Cast) -> None:
    kainuu = cast["kainuu"]
    assert [task.args for task in tasks(kainuu, "topic_pool")] == [(2024, "kainuu")]
    meeting = discussion(round_, "kainuu")
    operations.hope_for(meeting, by=kainuu, theme="Kaivosala", wanted=[], language="fi")
    assert tasks(kainuu, "topic_pool") == []


def test_a_swap_waits_for_the_other_council(round_: Round, cast: Cast) -> None:
    for slug, time in (("etela-savo", "12:30"), ("pohjois-savo", "13:15")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, other = discussion(round_, "etela-savo"), discussion(round_, "pohjois-savo")
    operations.ask_swap(one, other, by=cast["etela-savo"])
    assert len(tasks(cast["pohjois-savo"], "booking_board")) == 1
    assert tasks(cast["etela-savo"], "booking_board") == []


def test_a_ministry_answers_about_each_meeting(round_: Round, cast: Cast) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    operations.answer_attendance(meeting, okm, "written", by=cast["okm"])
    (task,) = tasks(cast["okm"], "attendance_edit")
    assert (task.args, task.done, task.total, task.days_left) == ((2024, "okm"), 1, 18, 22)
    assert tasks(cast["kainuu"], "attendance_edit") == []
    assert tasks(cast["koordinaattori"], "attendance_edit") == []
