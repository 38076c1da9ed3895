"""A council reports for its region's stakeholders, and is kept as who gave the answer (R9, B2)."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.cell_queries import cell_of
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.people.models import Side
from tests.cast import Cast
from tests.factories.followup import cell, make_actions, make_autumn, make_open

ELY = "ely-kaakkois-suomi"


@pytest.fixture
def followup(world: None) -> FollowUpRound:
    """February 2024: an action of Kymenlaakso and the ELY Centre of two regions."""
    make_actions(2, ("lvm", "kymenlaakso", ELY))
    return make_open(previous=make_autumn(answered=("lvm", "kymenlaakso", ELY)))


def test_the_answer_is_the_bodys_and_tells_which_council_gave_it(
    followup: FollowUpRound, cast: Cast
) -> None:
    row = cell(followup, ELY)
    operations.submit_report(row, by=cast["kymenlaakso"], text="Luvat haettu.", base_version=1)
    row.refresh_from_db()
    assert (row.state, row.text) == ("submitted", "Luvat haettu.")
    assert row.given_by == cast.organisation("kymenlaakso")
    assert row.by == cast.user("kymenlaakso")
    assert cell_of(row, cast["lvm"]).given_by == "Regional Council of Kymenlaakso"
    event = AuditEvent.objects.get(event="report.submitted", subject=row.audit_key, user=row.by)
    assert event.organisation == cast.organisation("kymenlaakso")
    assert event.changes["given_by"] == [None, "kymenlaakso"]


def test_the_other_council_of_the_body_may_correct_and_take_back(
    followup: FollowUpRound, cast: Cast
) -> None:
    row = cell(followup, ELY)
    operations.submit_report(row, by=cast["kymenlaakso"], text="Luvat haettu.", base_version=1)
    row.refresh_from_db()
    operations.submit_report(
        row, by=cast["etela-karjala"], text="Luvat saatu.", base_version=row.version
    )
    row.refresh_from_db()
    assert row.given_by == cast.organisation("etela-karjala")
    operations.undo_report(row, by=cast["kymenlaakso"])
    row.refresh_from_db()
    assert row.state == "missing"
    assert row.given_by is None


@pytest.mark.parametrize("account", ["kainuu", "lvm", "koordinaattori", "aune", "yllapito"])
def test_nobody_else_reports_for_it(followup: FollowUpRound, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        operations.submit_report(cell(followup, ELY), by=cast[account], text="x", base_version=1)
    with pytest.raises(Refused):
        operations.save_draft(cell(followup, ELY), by=cast[account], text="x", base_version=1)


def test_a_draft_is_of_the_regions_side(followup: FollowUpRound, cast: Cast) -> None:
    row = cell(followup, ELY)
    operations.save_draft(row, by=cast["kymenlaakso"], text="Kesken.", base_version=1)
    seen = {
        account: ReportDraft.objects.visible_to(cast[account]).count()
        for account in ("kymenlaakso", "etela-karjala", "lvm", "koordinaattori", "ely-lappi")
    }
    assert seen == {
        "kymenlaakso": 1,
        "etela-karjala": 1,
        "lvm": 0,
        "koordinaattori": 0,
        "ely-lappi": 0,
    }
    assert AuditEvent.objects.get(event="report.draft-saved").draft_side == Side.MK


def test_a_cell_on_the_governments_side_is_not_the_councils(
    followup: FollowUpRound, cast: Cast
) -> None:
    row = cell(followup, ELY)
    ProgressReport.objects.filter(pk=row.pk).update(side=Side.VN)
    with pytest.raises(Refused):
        operations.save_draft(row, by=cast["kymenlaakso"], text="x", base_version=1)
    result = operations.report_nothing_new(
        followup, by=cast["kymenlaakso"], organisation=cast.organisation(ELY)
    )
    assert [left.number for left in result.left] == [1]
    assert len(result.done) == 1


def test_nothing_new_of_ones_own_leaves_the_stakeholders_cells(
    followup: FollowUpRound, cast: Cast
) -> None:
    own, ely = cast.organisation("kymenlaakso"), cast.organisation(ELY)
    operations.report_nothing_new(followup, by=cast["kymenlaakso"], organisation=own)
    waiting = ProgressReport.objects.filter(followup=followup, organisation=ely).missing()
    assert waiting.count() == 2
    operations.report_nothing_new(followup, by=cast["kymenlaakso"], organisation=ely)
    assert waiting.count() == 0
    given = ProgressReport.objects.filter(organisation=ely, followup=followup)
    assert {row.given_by for row in given} == {own}


def test_ones_own_answer_names_no_council(followup: FollowUpRound, cast: Cast) -> None:
    row = cell(followup, "kymenlaakso")
    operations.submit_report(row, by=cast["kymenlaakso"], text="Valmista.", base_version=1)
    row.refresh_from_db()
    assert row.given_by is None
