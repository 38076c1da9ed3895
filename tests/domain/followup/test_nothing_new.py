"""Nothing new to report: the body's own act, for one action or all that wait (R11, B2)."""

from typing import Any

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import bulk_operations, operations, report_operations
from alke.domain.followup.cell_queries import cell_of
from alke.domain.followup.models import FollowUpRound, ReportDraft
from tests.cast import Cast
from tests.factories.followup import cell, make_actions, make_february, make_open


def report(followup: FollowUpRound, cast: Cast, **over: Any) -> operations.BulkResult:
    """Kainuu says "nothing new" of all that waits."""
    values: dict[str, Any] = {"by": cast["kainuu"], "organisation": cast.organisation("kainuu")}
    return operations.report_nothing_new(followup, **values | over)


def test_nothing_new_keeps_the_earlier_text_in_force_with_its_own_date(cast: Cast) -> None:
    followup = make_february()
    row = operations.submit_report(
        cell(followup, "kainuu"), by=cast["kainuu"], answer="nothing-new", base_version=1
    )
    shown = cell_of(row, cast["lvm"])
    assert (shown.mark, shown.text) == ("nothing-new", "")
    assert shown.earlier is not None
    assert (shown.earlier.text, shown.earlier.name) == ("Syksyn teksti 1, kainuu.", "Autumn 2023")
    assert shown.earlier.at.date().isoformat() == "2023-11-06"
    assert shown.at is not None
    assert shown.at.date().isoformat() == "2024-03-04"


def test_without_an_earlier_text_it_needs_one(cast: Cast) -> None:
    make_actions(1)
    row = cell(make_open(), "kainuu")
    with pytest.raises(Refused, match="no earlier text that could stay in force"):
        operations.submit_report(row, by=cast["kainuu"], answer="nothing-new", base_version=1)
    done = operations.submit_report(
        row, by=cast["kainuu"], answer="nothing-new", text="Ei aloitettu.", base_version=1
    )
    assert (done.answer, done.text) == ("nothing-new", "Ei aloitettu.")
    assert cell_of(done, cast["kainuu"]).mark == "first"


def test_a_typed_text_is_not_thrown_away_by_nothing_new(cast: Cast) -> None:
    row = cell(make_february(), "kainuu")
    with pytest.raises(Refused, match="You have written a text"):
        operations.submit_report(
            row, by=cast["kainuu"], answer="nothing-new", text="Jotain", base_version=1
        )


def test_a_round_can_want_a_text_of_each_action(cast: Cast) -> None:
    followup = make_february(nothing_new_allowed=False)
    with pytest.raises(Refused, match="wants a text of each action"):
        report(followup, cast)
    with pytest.raises(Refused, match="wants a text of each action"):
        operations.submit_report(
            cell(followup, "kainuu"), by=cast["kainuu"], answer="nothing-new", base_version=1
        )


def test_all_that_wait_are_answered_in_one_go(cast: Cast) -> None:
    followup = make_february(4)
    result = report(followup, cast)
    assert len(result.done) == 4
    assert result.left == ()
    rows = followup.reports.filter(organisation__slug="kainuu")
    assert set(rows.values_list("state", "answer", "by__demo_account")) == {
        ("submitted", "nothing-new", "kainuu")
    }
    assert AuditEvent.objects.filter(event="report.submitted", at__year=2024).count() == 4
    assert set(followup.reports.filter(side="vn").values_list("state", flat=True)) == {"missing"}


def test_drafts_answers_comments_and_first_texts_are_never_touched(cast: Cast) -> None:
    followup = make_february(4)
    make_actions(1)
    operations.open_followup(followup, by=cast["koordinaattori"])
    by, actor = cast["kainuu"], cast["koordinaattori"]
    operations.save_draft(cell(followup, "kainuu", 1), by=by, text="Kesken", base_version=1)
    operations.submit_report(cell(followup, "kainuu", 2), by=by, text="Uusi", base_version=1)
    row = operations.submit_report(cell(followup, "kainuu", 3), by=by, text="Ai", base_version=1)
    operations.return_report(row, "Täsmentäkää.", by=actor)
    ids = list(followup.reports.filter(organisation__slug="kainuu").values_list("pk", flat=True))
    result = report(followup, cast, reports=ids)
    assert list(result.done) == [cell(followup, "kainuu", 4).pk]
    assert [(left.number, str(left.reason)) for left in result.left] == [
        (1, "There is a draft."),
        (2, "Already answered."),
        (3, "Returned with a comment: answer it yourself."),
        (
            5,
            "There is no earlier text that could stay in force. "
            "Write in a sentence how far the action is.",
        ),
    ]
    assert ReportDraft.objects.get().text == "Kesken"
    assert cell(followup, "kainuu", 2).text == "Uusi"
    assert cell(followup, "kainuu", 3).text == "Ai"


def test_only_the_cells_named_are_answered_and_never_anothers(cast: Cast) -> None:
    followup = make_february(3)
    ids = [cell(followup, "kainuu", 2).pk, cell(followup, "lvm", 1).pk, 10**12]
    result = report(followup, cast, reports=ids)
    assert result.done == (cell(followup, "kainuu", 2).pk,)
    assert cell(followup, "lvm", 1).state == "missing"


@pytest.mark.parametrize("account", ["lvm", "lappi", "koordinaattori", "aune", "public"])
def test_nobody_else_says_it_for_a_body(cast: Cast, account: str) -> None:
    followup = make_february()
    with pytest.raises(Refused):
        report(followup, cast, by=cast[account])
    assert cell(followup, "kainuu").state == "missing"


def test_one_go_is_whole_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    followup = make_february(3)
    give, given = report_operations.give_answer, []

    def fail_at_the_third(*args: Any, **kwargs: Any) -> Any:
        given.append(1)
        if len(given) == 3:
            raise OSError
        return give(*args, **kwargs)

    monkeypatch.setattr(bulk_operations, "give_answer", fail_at_the_third)
    events = AuditEvent.objects.count()
    with pytest.raises(OSError):  # noqa: PT011 - any fault will do
        report(followup, cast)
    assert set(followup.reports.values_list("state", flat=True)) == {"missing"}
    assert AuditEvent.objects.count() == events


def test_one_go_is_taken_back_in_one_go(cast: Cast) -> None:
    followup = make_february(3)
    result = report(followup, cast)
    row = operations.submit_report(
        cell(followup, "kainuu", 1), by=cast["kainuu"], text="Sittenkin", base_version=2
    )
    body = cast.organisation("kainuu")
    undone = operations.undo_nothing_new(
        followup, by=cast["kainuu"], organisation=body, reports=result.done
    )
    assert undone == result.done[1:]
    assert cell(followup, "kainuu", 1) == row
    assert cell(followup, "kainuu", 1).text == "Sittenkin"
    assert cell(followup, "kainuu", 2).state == "missing"
    assert AuditEvent.objects.filter(event="report.undone").count() == 2
    assert report(followup, cast).done == undone
