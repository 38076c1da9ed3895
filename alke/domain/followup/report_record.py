"""How operations on report cells lock their rows, read what is offered and record what they did.

Rows are locked in one order: the round, report cells by their ids, actions, the audit chain's end.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alke.base.richtext import BadInput, clean
from alke.base.verdicts import Stale
from alke.domain.audit.operations import record
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.people.actors import Actor
from alke.domain.topics.action_models import Action

Answer = ProgressReport.Answer
Changes = dict[str, list[Any]]

TEXT_LIMIT = 2000
REASON_LIMIT = 500
COMMENT_LIMIT = 500
_WITH_REASON = {Answer.DROPPED, Answer.NOT_OURS}
_STATUS_SAYS = {Action.State.DONE: Answer.DONE, Action.State.DROPPED: Answer.DROPPED}
STATUSES = tuple(state for state in Action.State if state != Action.State.PROPOSED)
FIELDS = ("answer", "text", "status", "language")


@dataclass(frozen=True)
class Entry:
    """What somebody writes into a cell, cleaned."""

    answer: str
    text: str
    status: str
    language: str

    @classmethod
    def of(cls, row: ProgressReport | ReportDraft) -> "Entry":
        """What stands in a report or in a draft."""
        return cls(row.answer, row.text, row.status, row.language)

    def says(self, row: ProgressReport | ReportDraft) -> bool:
        """Whether the row has the same already; an empty cell says an empty text."""
        same = (row.text, row.status) == (self.text, self.status)
        return same and (row.answer or Answer.TEXT) == self.answer

    @property
    def values(self) -> dict[str, str]:
        """By field."""
        return {name: getattr(self, name) for name in FIELDS}


def limit_of(answer: str) -> int:
    """The most characters of an answer's text."""
    return REASON_LIMIT if answer in _WITH_REASON else TEXT_LIMIT


def read_entry(
    report: ProgressReport, *, answer: str, text: str, status: str, language: str
) -> Entry:
    """Cleans what is offered; "done" and "dropped" are one thing as an answer and as a status."""
    if answer not in Answer.values:
        raise BadInput(_("Choose what you answer."))
    if status and status not in STATUSES:
        raise BadInput(_("Choose the state of the action from the list."))
    if answer == Answer.TEXT and status in _STATUS_SAYS:
        answer = _STATUS_SAYS[Action.State(status)]
    text = clean(text, limit=limit_of(answer))
    if answer in {Answer.DONE, Answer.DROPPED}:
        status = Action.State.DONE if answer == Answer.DONE else Action.State.DROPPED
    elif answer == Answer.NOT_OURS or (answer == Answer.NOTHING_NEW and report.since_id):
        status = ""
    return Entry(answer, text, status, language or report.organisation.language)


def check_entry(entry: Entry) -> None:
    """What an answer must have before it is submitted."""
    if entry.text or entry.answer in {Answer.DONE, Answer.NOTHING_NEW}:
        return
    raise BadInput(
        {
            Answer.DROPPED: _("Give the reason why the action will not be carried out."),
            Answer.NOT_OURS: _("Give the reason why the action is not yours."),
        }.get(Answer(entry.answer), _("Write the progress first."))
    )


def lock_followup(followup: FollowUpRound) -> FollowUpRound:
    """The round as it is now, locked until the transaction ends."""
    rows = FollowUpRound.objects.select_for_update(of=("self",))
    return rows.select_related("round", "deadline", "previous").get(pk=followup.pk)


def lock_reports(followup: FollowUpRound, **which: Any) -> list[ProgressReport]:
    """Cells of a locked round as they are now, locked, in the order of their ids."""
    rows = followup.reports.filter(**which).order_by("pk").select_for_update(of=("self",))
    cells = list(rows.select_related("organisation", "action"))
    for cell in cells:
        cell.followup = followup
    return cells


def lock_report(report: ProgressReport) -> tuple[ProgressReport, ReportDraft | None]:
    """A cell and its draft as they are now, locked; so is the round, lest it close meanwhile."""
    [locked] = lock_reports(lock_followup(report.followup), pk=report.pk)
    return locked, ReportDraft.objects.filter(report=report.pk).first()


def edit_version(report: ProgressReport, draft: ReportDraft | None) -> int:
    """The version on which a write must rest: the draft's while there is one, else the cell's."""
    return draft.version if draft is not None else report.version


def require_fresh(
    report: ProgressReport, draft: ReportDraft | None, base_version: int, offered: Entry
) -> None:
    """Raises `Stale` with both texts when somebody wrote after `base_version`."""
    if edit_version(report, draft) == base_version:
        return
    raise Stale(
        _("Somebody else wrote here after you opened this. Neither text is lost."),
        current=draft if draft is not None else report,
        offered=offered.text,
    )


def record_report(
    event: str, report: ProgressReport, *, by: Actor, changes: Changes, draft: bool = False
) -> None:
    """Records one event of the cell; what concerns a draft is for its own side only (R13)."""
    record(
        event,
        report.audit_key,
        by=by,
        changes=changes,
        round_id=report.followup.round_id,
        draft_side=report.side if draft else "",
    )


def differences(before: dict[str, Any], after: dict[str, Any], prefix: str = "") -> Changes:
    """What changed, as the audit chain keeps it."""
    return {
        f"{prefix}{name}": [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
