"""The coordinator answers on the Government's side for who is no ministry (decision 9; R13)."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.followup import operations
from alke.domain.followup.cell_queries import cell_of, cells_of_actions
from alke.domain.followup.count_queries import Choice, counts_of, waiting_rows
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import answer_responsibility
from tests.cast import Cast
from tests.factories.followup import cell, make_actions, make_autumn, make_open, put_on_vn

ELY = "ely-lappi"


@pytest.fixture
def followup(world: None) -> FollowUpRound:
    """Lapland's ELY Centre: of two actions on the Government's side, of one on the regions'."""
    put_on_vn(make_actions(2, ("lvm", "lappi", ELY)), ELY)
    make_actions(1, ("lvm", "lappi", ELY))
    return make_open(previous=make_autumn(answered=("lvm", "lappi", ELY)))


def test_the_answer_is_the_bodys_and_tells_who_gave_it(followup: FollowUpRound, cast: Cast) -> None:
    row = cell(followup, ELY, 1)
    operations.submit_report(row, by=cast["koordinaattori"], text="Luvat haettu.", base_version=1)
    row.refresh_from_db()
    assert (row.state, row.given_by) == ("submitted", cast.organisation("tem"))
    told = "Ministry of Economic Affairs and Employment"
    assert cell_of(row, cast["lappi"]).given_by == told


def test_on_the_regions_side_and_for_ministries_the_coordinator_answers_nothing(
    followup: FollowUpRound, cast: Cast
) -> None:
    for row in (cell(followup, ELY, 3), cell(followup, "lvm"), cell(followup, "lappi")):
        with pytest.raises(Refused):
            operations.save_draft(row, by=cast["koordinaattori"], text="x", base_version=1)


@pytest.mark.parametrize("account", ["lappi", "lvm", "tem", "vastuuhenkilo-ita", ELY, "aune"])
def test_nobody_else_answers_on_the_governments_side(
    followup: FollowUpRound, cast: Cast, account: str
) -> None:
    with pytest.raises(Refused):
        operations.save_draft(cell(followup, ELY, 1), by=cast[account], text="x", base_version=1)


def test_nothing_new_goes_for_the_governments_side_only(
    followup: FollowUpRound, cast: Cast
) -> None:
    ely = cast.organisation(ELY)
    operations.report_nothing_new(followup, by=cast["koordinaattori"], organisation=ely)
    states = followup.reports.filter(organisation=ely).order_by("action__number")
    assert list(states.values_list("side", "state")) == [
        ("vn", "submitted"),
        ("vn", "submitted"),
        ("mk", "missing"),
    ]


def test_a_draft_there_is_never_seen_by_the_council_that_answers_on_the_other_side(
    followup: FollowUpRound, cast: Cast
) -> None:
    row, ely = cell(followup, ELY, 1), cast.organisation(ELY)
    operations.save_draft(row, by=cast["koordinaattori"], text="Kesken.", base_version=1)
    lappi = cast["lappi"]
    assert {one.draft for one in cells_of_actions(followup, [row.action_id], lappi)} == {None}
    assert [found.report_id for found in waiting_rows(followup, ely, lappi)] == [
        cell(followup, ELY, 3).pk
    ]
    counts = counts_of(followup, lappi, Choice(body=ely), own=True)
    assert (counts.drafts, counts.nothing_new) == (0, 1)
    assert operations.submit_drafts(followup, by=lappi, organisation=ely).left == ()
    told = operations.report_nothing_new(
        followup, by=lappi, organisation=ely, reports=[row.pk, cell(followup, ELY, 2).pk]
    )
    assert len({str(left.reason) for left in told.left}) == 1  # drafted or not
    assert counts_of(followup, cast["koordinaattori"], Choice(body=ely), own=True).drafts == 1


def test_its_own_draft_is_shown_to_the_coordinator_and_submitted(
    followup: FollowUpRound, cast: Cast
) -> None:
    row, by = cell(followup, ELY, 1), cast["koordinaattori"]
    operations.save_draft(row, by=by, text="Kesken.", base_version=1)
    shown = cell_of(row, by)
    assert shown.draft is not None
    assert shown.draft.text == "Kesken."
    done = operations.submit_drafts(followup, by=by, organisation=cast.organisation(ELY)).done
    assert done == (row.pk,)


def test_the_coordinator_accepts_a_responsibility_there(
    followup: FollowUpRound, cast: Cast
) -> None:
    first, _second, third = Action.objects.order_by("number")
    ely = cast.organisation(ELY)
    row = answer_responsibility(first, ely, "accepted", by=cast["koordinaattori"])
    assert (row.answer, row.given_by) == ("accepted", cast.organisation("tem"))
    with pytest.raises(Refused):
        answer_responsibility(third, ely, "accepted", by=cast["koordinaattori"])
    with pytest.raises(Refused):
        answer_responsibility(first, ely, "accepted", by=cast["lappi"])
    assert ProgressReport.objects.filter(organisation=ely, side="vn").exists()
