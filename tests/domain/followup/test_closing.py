"""Closing, publishing and deadlines: what is frozen stays, what is late is marked (R11, B3)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.cell_queries import cell_of
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.followup import (
    DUE,
    SYSTEM,
    cell,
    make_actions,
    make_february,
    make_followup,
    make_hard,
    make_open,
)

SECOND = dt.timedelta(seconds=1)


def test_at_the_last_second_an_answer_is_in_time_and_a_second_later_late(
    cast: Cast, at: SetClock
) -> None:
    followup = make_february(2)
    at(DUE)
    first = operations.submit_report(
        cell(followup, "kainuu", 1), by=cast["kainuu"], text="Ajoissa.", base_version=1
    )
    at(DUE + SECOND)
    second = operations.submit_report(
        cell(followup, "kainuu", 2), by=cast["kainuu"], text="Myöhässä.", base_version=1
    )
    assert [cell_of(row, cast["lvm"]).late for row in (first, second)] == [False, True]
    events = AuditEvent.objects.filter(event="report.submitted").order_by("-seq")
    assert [event.changes["late"] for event in events[:2]] == [[None, True], [None, False]]


def test_a_hard_deadline_passed_one_second_ago_takes_nothing_but_keeps_drafts(
    cast: Cast, at: SetClock
) -> None:
    followup = make_february()
    make_hard(followup)
    row = cell(followup, "kainuu")
    at(DUE + SECOND)
    with pytest.raises(Refused, match=r"it is final.*Ask the coordinator"):
        operations.submit_report(row, by=cast["kainuu"], text="Myöhässä.", base_version=1)
    with pytest.raises(Refused, match="it is final"):
        operations.report_nothing_new(
            followup, by=cast["kainuu"], organisation=cast.organisation("kainuu")
        )
    operations.save_draft(row, by=cast["kainuu"], text="Myöhässä.", base_version=1)
    assert ReportDraft.objects.get().text == "Myöhässä."


def test_a_moved_deadline_counts(cast: Cast, at: SetClock) -> None:
    followup = make_february()
    deadline = make_hard(followup)
    deadline.due_at = DUE + dt.timedelta(days=7)
    deadline.save()
    at(DUE + SECOND)
    row = cell(followup, "kainuu")
    row = operations.submit_report(row, by=cast["kainuu"], text="Ajoissa.", base_version=1)
    assert not cell_of(row, cast["kainuu"]).late
    assert cell(followup, "kainuu").followup.due == DUE + dt.timedelta(days=7)


def test_before_opening_nothing_is_taken(cast: Cast) -> None:
    [action] = make_actions(1)
    followup = make_followup()
    row = ProgressReport.objects.create(
        followup=followup, action=action, organisation=cast.organisation("kainuu"), side="mk"
    )
    with pytest.raises(Refused, match="has not been opened yet"):
        operations.submit_report(row, by=cast["kainuu"], text="Aikaisin.", base_version=1)


WRITES: dict[str, Callable[[ProgressReport, Cast], Any]] = {
    "submit": lambda row, cast: operations.submit_report(
        row, by=cast["kainuu"], text="Uusi", base_version=row.version
    ),
    "save": lambda row, cast: operations.save_draft(
        row, by=cast["kainuu"], text="Uusi", base_version=row.version
    ),
    "undo": lambda row, cast: operations.undo_report(row, by=cast["kainuu"]),
    "accept": lambda row, cast: operations.accept_report(row, by=cast["koordinaattori"]),
    "return": lambda row, cast: operations.return_report(row, "Miksi?", by=cast["koordinaattori"]),
    "nothing new": lambda row, cast: operations.report_nothing_new(
        row.followup, by=cast["kainuu"], organisation=row.organisation
    ),
    "submit all": lambda row, cast: operations.submit_drafts(
        row.followup, by=cast["kainuu"], organisation=row.organisation
    ),
    "undo all": lambda row, cast: operations.undo_nothing_new(
        row.followup, by=cast["kainuu"], organisation=row.organisation, reports=[row.pk]
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_closed_round_takes_nothing_whoever_asks(
    cast: Cast, write: Callable[[ProgressReport, Cast], Any]
) -> None:
    followup = make_february(2)
    row = cell(followup, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    operations.close_followup(followup, by=cast["koordinaattori"])
    before = list(ProgressReport.objects.order_by("pk").values())
    with pytest.raises(Refused, match="The follow-up is closed"):
        write(cell(followup, "kainuu"), cast)
    assert list(ProgressReport.objects.order_by("pk").values()) == before


def test_missing_stays_missing_in_a_closed_round(cast: Cast) -> None:
    followup = make_february()
    operations.save_draft(
        cell(followup, "kainuu"), by=cast["kainuu"], text="Jäi kesken", base_version=1
    )
    operations.close_followup(followup, by=cast["koordinaattori"])
    shown = cell_of(cell(followup, "kainuu"), cast["lvm"])
    assert (shown.state, shown.text, shown.mark, shown.draft) == ("missing", "", "", None)
    with pytest.raises(Refused, match="has been closed"):
        operations.open_followup(followup, by=cast["koordinaattori"])


def test_what_a_leading_body_reported_last_becomes_the_actions_state_at_publication(
    cast: Cast, at: SetClock
) -> None:
    make_actions(3, ("lvm", "vm", "kainuu", "lappi"))
    followup = make_open()

    def submit(slug: str, number: int, status: str, text: str = "Näin.") -> None:
        operations.submit_report(
            cell(followup, slug, number), by=SYSTEM, text=text, status=status, base_version=1
        )

    at("2024-03-05 10:00")
    submit("lvm", 1, "done")
    submit("lvm", 2, "not-started")
    submit("lvm", 3, "dropped", "Ei rahoitusta.")
    at("2024-03-06 10:00")
    submit("kainuu", 1, "delayed")
    submit("vm", 1, "done")
    submit("lappi", 3, "ongoing")
    before = dict(Action.objects.values_list("number", "state"))
    operations.close_followup(followup, by=cast["koordinaattori"])
    assert dict(Action.objects.values_list("number", "state")) == before
    operations.publish_followup(followup, by=cast["koordinaattori"])
    states = dict(Action.objects.values_list("number", "state"))
    assert states == {1: "delayed", 2: "ongoing", 3: "dropped"}
    event = AuditEvent.objects.get(event="action.state-set", changes__state__1="dropped")
    assert event.changes["reason"] == [None, "Ei rahoitusta."]


@pytest.mark.parametrize("account", ["kainuu", "lvm", "vastuuhenkilo-ita", "aune", "public"])
def test_only_the_coordinator_closes_and_publishes(cast: Cast, account: str) -> None:
    followup = make_february()
    with pytest.raises(Refused):
        operations.close_followup(followup, by=cast[account])
    operations.close_followup(followup, by=cast["koordinaattori"])
    with pytest.raises(Refused):
        operations.publish_followup(followup, by=cast[account])
    with pytest.raises(Refused):
        operations.reopen_followup(followup, by=cast[account], reason="Hups")


def test_a_round_closed_by_mistake_is_opened_again_with_a_reason(cast: Cast) -> None:
    followup = make_february()
    operations.close_followup(followup, by=cast["koordinaattori"])
    with pytest.raises(BadInput, match="Give the reason"):
        operations.reopen_followup(followup, by=cast["koordinaattori"], reason=" ")
    operations.reopen_followup(followup, by=cast["koordinaattori"], reason="Suljettiin vahingossa.")
    assert (followup.state, followup.closed_at) == ("open", None)
    event = AuditEvent.objects.get(event="followup.reopened")
    assert event.changes["reason"] == [None, "Suljettiin vahingossa."]


def test_a_round_on_which_another_rests_is_not_opened_again(cast: Cast) -> None:
    followup = make_february()
    autumn = FollowUpRound.objects.get(slug="syksy-2023")
    with pytest.raises(Refused, match="A later follow-up already rests on these answers"):
        operations.reopen_followup(autumn, by=cast["koordinaattori"], reason="Korjaus")
    assert followup.previous == autumn


def test_only_a_closed_round_is_published_and_then_it_stays(cast: Cast, at: SetClock) -> None:
    followup = make_february()
    with pytest.raises(Refused, match="Close the follow-up first"):
        operations.publish_followup(followup, by=cast["koordinaattori"])
    operations.close_followup(followup, by=cast["koordinaattori"])
    operations.publish_followup(followup, by=cast["koordinaattori"])
    assert followup.published_at is not None
    with pytest.raises(Refused, match="already published"):
        operations.publish_followup(followup, by=cast["koordinaattori"])
    with pytest.raises(Refused, match="has been published"):
        operations.reopen_followup(followup, by=cast["koordinaattori"], reason="Korjaus")


def test_nobody_is_asked_again_about_what_an_unpublished_round_says_is_done(cast: Cast) -> None:
    followup = make_february(2)
    operations.submit_report(
        cell(followup, "kainuu", 1), by=SYSTEM, text="Valmis.", status="done", base_version=1
    )
    operations.close_followup(followup, by=cast["koordinaattori"])
    later = make_followup(slug="syksy-2024", previous=followup)
    operations.open_followup(later, by=cast["koordinaattori"])
    assert set(later.reports.values_list("action__number", flat=True)) == {2}
