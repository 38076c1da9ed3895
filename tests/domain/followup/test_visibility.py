"""Who sees what: drafts on their own side only, published rounds for the public (R13)."""

from typing import Any

import pytest

from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.cell_queries import cell_of, cells_of_actions
from alke.domain.followup.count_queries import Choice
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.followup.page_queries import rows_of
from alke.domain.followup.queries import history_of
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_open

SECRET = "Vain oman puolen silmille"
OTHER_SIDE = ["lvm", "okm", "koordinaattori", "vastuuhenkilo-ita"]
NO_SIDE = ["aune", "ely-lappi", "yllapito", "public"]


@pytest.fixture
def drafted(cast: Cast) -> FollowUpRound:
    """Kainuu has drafts: of a fresh answer, of a correction, and of one taken back."""
    followup = make_february(3)
    by = cast["kainuu"]
    operations.save_draft(cell(followup, "kainuu", 1), by=by, text=SECRET, base_version=1)
    row = operations.submit_report(
        cell(followup, "kainuu", 2), by=by, text="Yhteinen", base_version=1
    )
    operations.save_draft(row, by=by, text=SECRET, base_version=row.version)
    return followup


def everything(followup: FollowUpRound, actor: Any) -> str:
    """Whatever the queries give of the follow-up."""
    found: list[Any] = [
        rows_of(followup, actor, Choice(), slice(0, 50)),
        cells_of_actions(followup, list(Action.objects.values_list("pk", flat=True)), actor),
        list(ReportDraft.objects.visible_to(actor).values()),
        list(ProgressReport.objects.visible_to(actor).values()),
        list(AuditEvent.objects.visible_to(actor).values("changes")),
    ]
    found += [history_of(action, actor) for action in Action.objects.visible_to(actor)]
    return repr(found)


@pytest.mark.parametrize("account", OTHER_SIDE + NO_SIDE)
def test_a_draft_is_in_nothing_that_others_see(
    cast: Cast, drafted: FollowUpRound, account: str
) -> None:
    assert SECRET not in everything(drafted, cast[account])


@pytest.mark.parametrize("account", ["kainuu", "lappi", "lappi-valmistelija"])
def test_the_own_side_sees_its_drafts(cast: Cast, drafted: FollowUpRound, account: str) -> None:
    assert SECRET in everything(drafted, cast[account])


def test_what_is_taken_back_is_gone_from_the_others_pages(cast: Cast) -> None:
    followup = make_february()
    row = cell(followup, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Liian aikaisin", base_version=1)
    assert cell_of(row, cast["lvm"]).text == "Liian aikaisin"
    operations.undo_report(row, by=cast["kainuu"])
    assert cell_of(row, cast["lvm"]).text == ""
    assert cell_of(row, cast["lvm"]).draft is None


def test_the_public_sees_a_round_when_it_is_published(cast: Cast) -> None:
    followup = make_february()
    operations.submit_report(
        cell(followup, "kainuu"), by=cast["kainuu"], text="Etenee.", base_version=1
    )
    public = cast["public"]
    assert list(ProgressReport.objects.visible_to(public)) == []
    assert list(FollowUpRound.objects.visible_to(public)) == []
    operations.close_followup(followup, by=SYSTEM)
    assert list(ProgressReport.objects.visible_to(public)) == []
    operations.publish_followup(followup, by=SYSTEM)
    assert [row.slug for row in FollowUpRound.objects.visible_to(public)] == ["helmikuu-2024"]
    shown = cell_of(cell(followup, "kainuu"), public)
    assert shown.text == "Etenee."
    assert shown.earlier is None  # autumn 2023 has not been published


def test_the_public_sees_the_text_on_which_nothing_new_stands(cast: Cast) -> None:
    followup = make_february()
    operations.report_nothing_new(
        followup, by=cast["kainuu"], organisation=cast.organisation("kainuu")
    )
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    shown = cell_of(cell(followup, "kainuu"), cast["public"])
    assert shown.earlier is not None
    assert shown.earlier.text == "Syksyn teksti 1, kainuu."


def test_the_public_sees_neither_returned_texts_nor_comments(cast: Cast) -> None:
    followup = make_february()
    row = operations.submit_report(
        cell(followup, "kainuu"), by=cast["kainuu"], text="Kesken.", base_version=1
    )
    operations.return_report(row, "Täsmentäkää.", by=cast["koordinaattori"])
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    shown = cell_of(cell(followup, "kainuu"), cast["public"])
    assert (shown.state, shown.text, shown.comment) == ("missing", "", "")


def test_the_public_sees_no_action_that_is_not_published(cast: Cast) -> None:
    make_actions(1, published_at=None)
    followup = make_open()
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    assert list(ProgressReport.objects.visible_to(cast["public"])) == []


def test_a_guest_sees_the_actions_of_its_own_discussions_only(cast: Cast) -> None:
    [action] = make_actions(1)
    make_open()
    guest = cast["ely-lappi"]
    assert list(ProgressReport.objects.visible_to(guest)) == []
    action.origins.get().discussion.participants_from.add(cast.organisation("ely-lappi"))
    assert ProgressReport.objects.visible_to(guest).count() == 2
