"""Opening a follow-up round: who is asked what, and on which earlier text (R11, B3, R19)."""

import datetime as dt
from typing import Any

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import ProgressReport
from alke.domain.people.models import Succession
from alke.domain.topics.action_models import Action, Responsibility
from tests.cast import Cast
from tests.factories.followup import (
    SYSTEM,
    cell,
    make_actions,
    make_autumn,
    make_event,
    make_february,
    make_followup,
    make_open,
)


def test_each_action_and_responsible_body_gets_a_cell(cast: Cast) -> None:
    make_actions(2, ("lvm", "vm", "kainuu"))
    followup = make_followup()
    assert operations.open_followup(followup, by=cast["koordinaattori"]) == 6
    assert followup.state == "open"
    sides = followup.reports.values_list("organisation__slug", "side", "state")
    assert set(sides) == {
        ("lvm", "vn", "missing"),
        ("vm", "vn", "missing"),
        ("kainuu", "mk", "missing"),
    }
    event = AuditEvent.objects.get(event="followup.opened")
    assert event.changes["reports"] == [0, 6]


def test_opening_again_adds_only_the_missing_cells(cast: Cast) -> None:
    followup = make_february()
    before = set(followup.reports.values_list("pk", flat=True))
    operations.submit_report(
        cell(followup, "kainuu"), by=cast["kainuu"], text="Uusi.", base_version=1
    )
    make_actions(1)
    assert operations.open_followup(followup, by=cast["koordinaattori"]) == 2
    assert operations.open_followup(followup, by=cast["koordinaattori"]) == 0
    assert before < set(followup.reports.values_list("pk", flat=True))
    assert cell(followup, "kainuu").text == "Uusi."


@pytest.mark.parametrize(
    "change",
    [{"draft_side": "mk", "published_at": None}, {"state": "done"}, {"state": "dropped"}],
)
def test_drafts_and_finished_actions_are_not_followed_up(
    cast: Cast, change: dict[str, Any]
) -> None:
    make_actions(1, **change)
    assert operations.open_followup(make_followup(), by=SYSTEM) == 0


def test_actions_of_another_year_are_not_followed_up(cast: Cast) -> None:
    make_actions(1)
    assert operations.open_followup(make_followup(scope_year=2022), by=SYSTEM) == 0


def test_a_merged_action_is_not_followed_up(cast: Cast) -> None:
    first, second = make_actions(2)
    Action.objects.filter(pk=first.pk).update(merged_into=second)
    followup = make_open()
    assert set(followup.reports.values_list("action__number", flat=True)) == {second.number}


def test_an_action_of_two_discussions_is_asked_about_once(cast: Cast) -> None:
    [action] = make_actions(1)
    action.origins.create(discussion=make_event("kasvu", "Kasvu"))
    assert operations.open_followup(make_followup(), by=SYSTEM) == 2


def test_a_body_that_declined_is_not_asked(cast: Cast) -> None:
    [action] = make_actions(1)
    action.responsibilities.filter(organisation__slug="lvm").update(
        answer=Responsibility.Answer.DECLINED, reason="Ei kuulu toimialaan."
    )
    followup = make_open()
    assert [row.organisation.slug for row in followup.reports.all()] == ["kainuu"]


def test_each_cell_knows_its_own_earlier_text(cast: Cast) -> None:
    followup = make_february(2)
    since = cell(followup, "kainuu", 2).since
    assert since is not None
    assert since.text == "Syksyn teksti 2, kainuu."


def test_nothing_new_passes_the_older_text_on_with_its_own_date(cast: Cast) -> None:
    followup = make_february()
    operations.report_nothing_new(
        followup, by=cast["kainuu"], organisation=cast.organisation("kainuu")
    )
    operations.close_followup(followup, by=SYSTEM)
    spring = make_open(slug="kevat", previous=followup, opens_date=dt.date(2024, 5, 2))
    since = cell(spring, "kainuu").since
    assert since is not None
    assert since.followup.slug == "syksy-2023"


def test_a_successor_goes_on_from_the_text_of_the_ended_body(cast: Cast) -> None:
    [action] = make_actions(1)
    autumn = make_autumn()
    old, new = cast.organisation("kainuu"), cast.organisation("lappi")
    Succession.objects.create(predecessor=old, successor=new)
    action.responsibilities.filter(organisation=old).update(organisation=new)
    since = cell(make_open(previous=autumn), "lappi").since
    assert since is not None
    assert since.organisation == old


def test_an_accepted_not_ours_is_not_asked_again(cast: Cast) -> None:
    followup = make_february()
    row = operations.submit_report(
        cell(followup, "lvm"), by=cast["lvm"], answer="not-ours", text="VM:n asia.", base_version=1
    )
    operations.accept_report(row, by=cast["koordinaattori"])
    operations.close_followup(followup, by=SYSTEM)
    spring = make_open(slug="kevat", previous=followup, opens_date=dt.date(2024, 5, 2))
    assert [row.organisation.slug for row in spring.reports.all()] == ["kainuu"]


def test_a_body_that_has_ended_is_not_asked(cast: Cast) -> None:
    make_actions(1)
    body = cast.organisation("kainuu")
    body.valid_to = dt.date(2024, 1, 31)
    body.save()
    followup = make_open()
    assert [row.organisation.slug for row in followup.reports.all()] == ["lvm"]


def test_the_earlier_follow_up_must_be_closed_first(cast: Cast) -> None:
    make_actions(1)
    earlier = make_open(slug="syksy")
    followup = make_followup(previous=earlier)
    with pytest.raises(Refused, match="Close “February 2024” first"):
        operations.open_followup(followup, by=cast["koordinaattori"])
    assert ProgressReport.objects.filter(followup=followup).count() == 0


@pytest.mark.parametrize("account", ["kainuu", "lvm", "vastuuhenkilo-ita", "aune", "public"])
def test_only_the_coordinator_opens(cast: Cast, account: str) -> None:
    make_actions(1)
    followup = make_followup()
    with pytest.raises(Refused):
        operations.open_followup(followup, by=cast[account])
    assert not followup.reports.exists()
