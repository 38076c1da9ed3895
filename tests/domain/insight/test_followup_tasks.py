"""The coordinator's tasks in follow-up: to open, to review and to close (R11, B20)."""

import datetime as dt

from alke.base import clock
from alke.domain.followup import operations
from alke.domain.insight.followup_tasks import followups_to_run
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from tests.cast import Cast
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_followup

LATE = dt.date(2024, 3, 9)


def said(actor: Actor) -> list[tuple[str, str]]:
    """Title and text of each task."""
    return [(task.title, task.text) for task in followups_to_run(actor)]


def only(actor: Actor) -> Task:
    """The one task."""
    (found,) = followups_to_run(actor)
    return found


def test_a_planned_follow_up_is_opened_on_its_day(cast: Cast) -> None:
    make_actions(1)
    make_followup()
    with clock.at(dt.date(2024, 2, 13)):
        assert said(cast["koordinaattori"]) == []
    with clock.at(dt.date(2024, 2, 14)):
        task = only(cast["koordinaattori"])
        assert (task.title, task.days_left) == ("Open the follow-up: February 2024", 0)
    assert only(cast["koordinaattori"]).days_left == -19
    for account in ("vastuuhenkilo-ita", "kainuu", "aune", "yllapito"):
        assert said(cast[account]) == []


def test_an_earlier_one_that_is_open_stands_in_the_way(cast: Cast) -> None:
    february = make_february()
    make_followup("syksy-2024", round=february.round, previous=february)
    assert said(cast["koordinaattori"])[-1][1].startswith("Close “February 2024” first")


def test_a_planned_one_of_an_ended_round_asks_for_nothing(cast: Cast) -> None:
    make_actions(1)
    make_followup()
    Round.objects.update(state=Round.State.ENDED)
    assert said(cast["koordinaattori"]) == []


def test_submitted_answers_are_reviewed(cast: Cast) -> None:
    february = make_february(2)
    assert said(cast["koordinaattori"]) == []
    operations.submit_report(cell(february, "lvm", 1), by=SYSTEM, text="Valmis.", base_version=1)
    task = only(cast["koordinaattori"])
    assert task.title == "Review the answers: February 2024"
    assert task.text == "1 submitted answer waits to be accepted or returned."
    assert (task.page, task.query) == ("followup_detail", "?nayta=tarkistettavat")


def test_one_past_its_deadline_is_closed(cast: Cast) -> None:
    february = make_february()
    missing = february.reports.count()
    with clock.at(LATE):
        task = only(cast["koordinaattori"])
        assert task.title == "Close the follow-up: February 2024"
        assert task.text == f"The deadline has passed; {missing} answers are missing."
        assert task.days_left == -1
        operations.close_followup(february, by=SYSTEM)
        assert said(cast["koordinaattori"]) == []
