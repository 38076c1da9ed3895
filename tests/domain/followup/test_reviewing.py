"""Returning and accepting answers (B2)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import ProgressReport, ReportDraft
from alke.domain.followup.queries import edit_version
from tests.cast import Cast
from tests.factories.followup import cell, make_actions, make_event, make_february, make_open
from tests.factories.topics import make_owner


@pytest.fixture
def answered(cast: Cast) -> ProgressReport:
    """What Kainuu has answered."""
    return operations.submit_report(
        cell(make_february(), "kainuu"), by=cast["kainuu"], text="Etenee.", base_version=1
    )


def test_a_returned_answer_keeps_its_text_and_waits_again(
    cast: Cast, answered: ProgressReport
) -> None:
    row = operations.return_report(answered, " Mihin mennessä? ", by=cast["koordinaattori"])
    assert (row.state, row.text, row.return_comment) == ("returned", "Etenee.", "Mihin mennessä?")
    assert ProgressReport.objects.missing().filter(pk=row.pk).exists()
    event = AuditEvent.objects.get(event="report.returned")
    assert event.changes["return_comment"] == ["", "Mihin mennessä?"]


def test_a_completed_answer_is_submitted_again_and_accepted(
    cast: Cast, answered: ProgressReport
) -> None:
    row = operations.return_report(answered, "Mihin mennessä?", by=cast["koordinaattori"])
    row = operations.submit_report(
        row, by=cast["kainuu"], text="Etenee kesään.", base_version=edit_version(row)
    )
    assert (row.state, row.return_comment) == ("submitted", "Mihin mennessä?")
    row = operations.accept_report(row, by=cast["koordinaattori"])
    assert (row.state, row.return_comment) == ("accepted", "")


def test_a_return_needs_a_comment(cast: Cast, answered: ProgressReport) -> None:
    with pytest.raises(BadInput, match="Write what should be completed"):
        operations.return_report(answered, " ", by=cast["koordinaattori"])


def test_an_accepted_answer_is_settled_until_it_is_returned(
    cast: Cast, answered: ProgressReport
) -> None:
    row = operations.accept_report(answered, by=cast["koordinaattori"])
    for act in (operations.submit_report, operations.save_draft):
        with pytest.raises(Refused, match="has been accepted"):
            act(row, by=cast["kainuu"], text="Muutos", base_version=row.version)
    with pytest.raises(Refused, match="has been accepted"):
        operations.undo_report(row, by=cast["kainuu"])
    row = operations.return_report(row, "Tarkentakaa vielä.", by=cast["koordinaattori"])
    assert row.state == "returned"


def test_what_is_missing_or_returned_is_neither_returned_nor_accepted(
    cast: Cast, answered: ProgressReport
) -> None:
    missing = cell(answered.followup, "lvm")
    with pytest.raises(Refused, match="There is no submitted answer here"):
        operations.accept_report(missing, by=cast["koordinaattori"])
    row = operations.return_report(answered, "Tarkentakaa.", by=cast["koordinaattori"])
    with pytest.raises(Refused, match="There is no submitted answer here"):
        operations.return_report(row, "Uudestaan.", by=cast["koordinaattori"])


def test_taking_back_a_second_answer_leaves_the_comment_to_be_answered(
    cast: Cast, answered: ProgressReport
) -> None:
    row = operations.return_report(answered, "Mihin mennessä?", by=cast["koordinaattori"])
    row = operations.submit_report(row, by=cast["kainuu"], text="Kesään.", base_version=2)
    row = operations.undo_report(row, by=cast["kainuu"])
    assert (row.state, row.return_comment) == ("returned", "Mihin mennessä?")
    assert ReportDraft.objects.get().text == "Kesään."


@pytest.mark.parametrize("account", ["kainuu", "lvm", "lappi-valmistelija", "aune", "public"])
def test_reporters_review_nothing(cast: Cast, answered: ProgressReport, account: str) -> None:
    with pytest.raises(Refused):
        operations.accept_report(answered, by=cast[account])


def test_the_owner_reviews_the_actions_of_the_own_discussion_only(cast: Cast) -> None:
    owner = cast.user("vastuuhenkilo-ita")
    make_owner(make_event(), owner)
    make_actions(1)
    make_actions(1, discussion=make_event("kasvu", "Kasvu"))
    followup = make_open()
    for number in (1, 2):
        row = cell(followup, "kainuu", number)
        operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    by = cast["vastuuhenkilo-ita"]
    assert operations.accept_report(cell(followup, "kainuu", 1), by=by).state == "accepted"
    with pytest.raises(Refused, match="Only the owner of this discussion"):
        operations.accept_report(cell(followup, "kainuu", 2), by=by)
