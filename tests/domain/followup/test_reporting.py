"""Answering a cell: drafts, what an answer must have, taking it back (R11, B2)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.followup.queries import edit_version
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_open


@pytest.fixture
def followup(cast: Cast) -> FollowUpRound:
    """February 2024, open; LVM and Kainuu have told something in autumn."""
    return make_february()


def test_a_submitted_text_is_stamped_and_recorded(cast: Cast, followup: FollowUpRound) -> None:
    row = operations.submit_report(
        cell(followup, "kainuu"),
        by=cast["kainuu"],
        text="Työ etenee.\r\n",
        status="delayed",
        base_version=1,
    )
    row.refresh_from_db()
    assert (row.state, row.answer, row.text, row.status) == (
        "submitted",
        "text",
        "Työ etenee.",
        "delayed",
    )
    assert row.by == cast.user("kainuu")
    assert row.at is not None
    event = AuditEvent.objects.get(event="report.submitted", subject=row.audit_key)
    assert event.changes["text"] == ["", "Työ etenee."]
    assert event.changes["state"] == ["missing", "submitted"]
    assert event.draft_side == ""


def test_a_draft_is_the_sides_own_until_it_is_submitted(
    cast: Cast, followup: FollowUpRound
) -> None:
    row = cell(followup, "kainuu")
    draft = operations.save_draft(row, by=cast["kainuu"], text="Kesken", base_version=1)
    row.refresh_from_db()
    assert (row.state, row.text, draft.version) == ("missing", "", 2)
    event = AuditEvent.objects.get(event="report.draft-saved")
    assert (event.draft_side, event.changes["draft.text"]) == ("mk", [None, "Kesken"])
    done = operations.submit_report(row, by=cast["kainuu"], text="Valmis teksti", base_version=2)
    assert done.version == 3
    assert not ReportDraft.objects.exists()


def test_an_editor_writes_drafts_but_submits_nothing(cast: Cast) -> None:
    make_actions(1, ("lvm", "lappi"))
    row = cell(make_open(), "lappi")
    operations.save_draft(row, by=cast["lappi-valmistelija"], text="Luonnos", base_version=1)
    with pytest.raises(Refused, match="Only the organisation that is responsible"):
        operations.submit_report(row, by=cast["lappi-valmistelija"], text="Luonnos", base_version=2)


@pytest.mark.parametrize(
    "account",
    ["lvm", "lappi", "koordinaattori", "vastuuhenkilo-ita", "aune", "yllapito", "public"],
)
def test_nobody_else_writes_a_bodys_answer(
    cast: Cast, followup: FollowUpRound, account: str
) -> None:
    row = cell(followup, "kainuu")
    with pytest.raises(Refused):
        operations.save_draft(row, by=cast[account], text="Toisen teksti", base_version=1)
    with pytest.raises(Refused):
        operations.submit_report(row, by=cast[account], text="Toisen teksti", base_version=1)
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("text", "Write the progress first."),
        ("dropped", "Give the reason why the action will not be carried out."),
        ("not-ours", "Give the reason why the action is not yours."),
        ("guess", "Choose what you answer."),
    ],
)
def test_an_answer_without_what_it_needs_is_refused(
    cast: Cast, followup: FollowUpRound, answer: str, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        operations.submit_report(
            cell(followup, "kainuu"), by=cast["kainuu"], answer=answer, text=" ", base_version=1
        )


def test_done_is_one_thing_as_an_answer_and_as_a_state(cast: Cast, followup: FollowUpRound) -> None:
    row = operations.submit_report(
        cell(followup, "kainuu"),
        by=cast["kainuu"],
        text="Rahoitus päätetty.",
        status="done",
        base_version=1,
    )
    assert (row.answer, row.status) == ("done", "done")
    other = operations.submit_report(
        cell(followup, "lvm"), by=cast["lvm"], answer="done", base_version=1
    )
    assert (other.answer, other.status, other.text) == ("done", "done", "")


@pytest.mark.parametrize("status", ["proposed", "finished"])
def test_a_state_that_is_not_on_the_list_is_refused(
    cast: Cast, followup: FollowUpRound, status: str
) -> None:
    with pytest.raises(BadInput, match="Choose the state"):
        operations.submit_report(
            cell(followup, "kainuu"), by=cast["kainuu"], text="x", status=status, base_version=1
        )


def test_too_long_and_control_characters_are_refused(cast: Cast, followup: FollowUpRound) -> None:
    row = cell(followup, "kainuu")
    with pytest.raises(BadInput, match="1 character too long; the limit is 2000"):
        operations.save_draft(row, by=cast["kainuu"], text="a" * 2001, base_version=1)
    with pytest.raises(BadInput, match="character that cannot be shown"):
        operations.save_draft(row, by=cast["kainuu"], text="a\x00b", base_version=1)
    with pytest.raises(BadInput, match="the limit is 500"):
        operations.submit_report(
            row, by=cast["kainuu"], answer="dropped", text="a" * 501, base_version=1
        )


def test_two_tabs_get_both_texts(cast: Cast, followup: FollowUpRound) -> None:
    row = cell(followup, "kainuu")
    operations.save_draft(row, by=cast["kainuu"], text="Ensimmäinen", base_version=1)
    with pytest.raises(Stale) as caught:
        operations.save_draft(row, by=cast["kainuu"], text="Toinen", base_version=1)
    assert caught.value.current.text == "Ensimmäinen"
    assert caught.value.offered == "Toinen"
    assert ReportDraft.objects.get().text == "Ensimmäinen"


def test_the_same_answer_sent_twice_is_one(cast: Cast, followup: FollowUpRound) -> None:
    row = cell(followup, "kainuu")
    for _time in range(2):
        operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    assert AuditEvent.objects.filter(subject=row.audit_key).count() == 1


def test_a_submitted_answer_is_corrected_and_both_are_on_record(
    cast: Cast, followup: FollowUpRound
) -> None:
    row = cell(followup, "kainuu")
    first = operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    operations.save_draft(row, by=cast["kainuu"], text="Etenee hy", base_version=first.version)
    row.refresh_from_db()
    assert row.text == "Etenee."
    draft = ReportDraft.objects.get()
    row = operations.submit_report(
        row, by=cast["kainuu"], text="Etenee hyvin.", base_version=draft.version
    )
    assert row.text == "Etenee hyvin."
    last = AuditEvent.objects.filter(event="report.submitted").order_by("-seq")[0]
    assert last.changes["text"] == ["Etenee.", "Etenee hyvin."]


def test_a_discarded_draft_leaves_what_was_submitted_and_stays_on_record(
    cast: Cast, followup: FollowUpRound
) -> None:
    row = cell(followup, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    draft = operations.save_draft(row, by=cast["kainuu"], text="Korjaus", base_version=2)
    left = operations.discard_draft(row, by=cast["kainuu"], base_version=draft.version)
    assert (left.text, left.version) == ("Etenee.", 4)
    event = AuditEvent.objects.get(event="report.draft-discarded")
    assert (event.draft_side, event.changes["draft.text"]) == ("mk", ["Korjaus", None])
    with pytest.raises(Stale):
        operations.save_draft(row, by=cast["kainuu"], text="Vanha", base_version=draft.version)


def test_a_taken_back_text_goes_on_as_a_draft(cast: Cast, followup: FollowUpRound) -> None:
    row = operations.submit_report(
        cell(followup, "kainuu"), by=cast["kainuu"], text="Etenee.", base_version=1
    )
    row = operations.undo_report(row, by=cast["kainuu"])
    assert (row.state, row.text, row.at) == ("missing", "", None)
    assert ReportDraft.objects.get(report=row).text == "Etenee."
    event = AuditEvent.objects.get(event="report.undone")
    assert event.changes["state"] == ["submitted", "missing"]
    again = operations.submit_report(
        row, by=cast["kainuu"], text="Etenee.", base_version=edit_version(row)
    )
    assert (again.state, again.text) == ("submitted", "Etenee.")


def test_an_answer_being_corrected_is_not_taken_back(cast: Cast, followup: FollowUpRound) -> None:
    row = cell(followup, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    operations.save_draft(row, by=cast["kainuu"], text="Korjaus", base_version=2)
    with pytest.raises(Refused, match="Submit or discard the correction first"):
        operations.undo_report(row, by=cast["kainuu"])


def test_the_other_side_takes_nothing_back(cast: Cast, followup: FollowUpRound) -> None:
    row = cell(followup, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Etenee.", base_version=1)
    for account in ("lvm", "koordinaattori"):
        with pytest.raises(Refused):
            operations.undo_report(row, by=cast[account])


def test_all_drafts_of_a_body_are_submitted_and_an_empty_text_is_no_draft(cast: Cast) -> None:
    followup = make_february(3)
    for number, text in ((1, "Yksi"), (2, "")):
        operations.save_draft(
            cell(followup, "kainuu", number), by=cast["kainuu"], text=text, base_version=1
        )
    result = operations.submit_drafts(
        followup, by=cast["kainuu"], organisation=cast.organisation("kainuu")
    )
    assert [cell(followup, "kainuu", 1).pk] == list(result.done)
    assert list(result.left) == []
    assert cell(followup, "kainuu", 1).text == "Yksi"
    assert cell(followup, "kainuu", 2).state == "missing"
    assert ReportDraft.objects.count() == 0


def test_another_bodys_drafts_are_not_submitted(cast: Cast, followup: FollowUpRound) -> None:
    with pytest.raises(Refused):
        operations.submit_drafts(followup, by=cast["lvm"], organisation=cast.organisation("kainuu"))


def test_a_report_moves_no_action_while_the_round_is_open(
    cast: Cast, followup: FollowUpRound
) -> None:
    operations.submit_report(
        cell(followup, "lvm"), by=cast["lvm"], text="Siirtyy.", status="delayed", base_version=1
    )
    assert Action.objects.get().state == "ongoing"


def test_the_language_is_the_bodys_own_unless_said(cast: Cast, at: SetClock) -> None:
    make_actions(2, ("lvm", "pohjanmaa"))
    followup = make_open()
    rows = ProgressReport.objects.filter(organisation__slug="pohjanmaa")
    language = rows[0].organisation.language
    own = operations.submit_report(rows[0], by=SYSTEM, text="Text", base_version=1)
    other = operations.submit_report(
        cell(followup, "pohjanmaa", 2), by=SYSTEM, text="Text", base_version=1, language="sv"
    )
    assert (own.language, other.language) == (language, "sv")
