"""Writes of many report cells at once, whole or not at all: "nothing new", undo, submit (B2)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.followup import rules
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.followup.report_operations import give_answer, take_back
from alke.domain.followup.report_record import (
    Entry,
    check_entry,
    lock_followup,
    lock_reports,
)
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation

Answer, State = ProgressReport.Answer, ProgressReport.State


@dataclass(frozen=True)
class Left:
    """A cell that was not touched, and why."""

    report_id: int
    number: int
    reason: str | Promise


@dataclass(frozen=True)
class BulkResult:
    """What was done in one go, and what was left."""

    done: tuple[int, ...]
    left: tuple[Left, ...]


@transaction.atomic
def report_nothing_new(
    followup: FollowUpRound,
    *,
    by: Actor,
    organisation: Organisation,
    reports: Collection[int] | None = None,
) -> BulkResult:
    """The body says "nothing new" of all its waiting cells, or of those whose ids are given.

    Each is stamped, and its earlier text stays in force with its own date. Cells with an
    answer, a draft or a comment to answer, and those without an earlier text, are left.
    """
    followup = lock_followup(followup)
    rules.can_report_nothing_new(by, followup, organisation).require()
    which = {"state": State.MISSING} if reports is None else {"pk__in": reports}
    cells = lock_reports(followup, organisation=organisation, **which)
    drafted = _drafts(cells)
    done, left = [], []
    for cell in cells:
        if reason := _why_not(cell, by, has_draft=cell.pk in drafted):
            left.append(Left(cell.pk, cell.action.number, reason))
            continue
        give_answer(cell, None, Entry(Answer.NOTHING_NEW, "", "", cell.language), by=by)
        done.append(cell.pk)
    return BulkResult(tuple(done), tuple(left))


def _why_not(cell: ProgressReport, by: Actor, *, has_draft: bool) -> str | Promise:
    if not (verdict := rules.can_submit_report(by, cell)):
        return verdict.reason or ""
    if cell.state == State.RETURNED:
        return _("Returned with a comment: answer it yourself.")
    if cell.state != State.MISSING:
        return _("Already answered.")
    if has_draft:
        return _("There is a draft.")
    return rules.can_say_nothing_new(cell).reason or ""


def _drafts(cells: list[ProgressReport]) -> dict[int, ReportDraft]:
    rows = ReportDraft.objects.filter(report__in=[cell.pk for cell in cells])
    return {row.report_id: row for row in rows}


@transaction.atomic
def undo_nothing_new(
    followup: FollowUpRound, *, by: Actor, organisation: Organisation, reports: Collection[int]
) -> tuple[int, ...]:
    """Takes "nothing new" back from the cells given, where it still stands; returns their ids."""
    followup = lock_followup(followup)
    rules.can_report_nothing_new(by, followup, organisation).require()
    cells = lock_reports(followup, organisation=organisation, pk__in=reports)
    drafted = _drafts(cells)
    undone = []
    for cell in cells:
        if cell.answer != Answer.NOTHING_NEW or cell.state != State.SUBMITTED:
            continue
        if rules.can_undo_report(by, cell, has_draft=cell.pk in drafted):
            take_back(cell, by=by)
            undone.append(cell.pk)
    return tuple(undone)


@transaction.atomic
def submit_drafts(followup: FollowUpRound, *, by: Actor, organisation: Organisation) -> BulkResult:
    """Submits all the body's drafts that are complete and one's side's; others stay, and why."""
    followup = lock_followup(followup)
    rules.can_submit_drafts(by, followup, organisation).require()
    own = ReportDraft.objects.visible_to(by)
    cells = lock_reports(followup, organisation=organisation, draft__in=own)
    drafts = _drafts(cells)
    done, left = [], []
    for cell in cells:
        try:
            _check(cell, entry := Entry.of(drafts[cell.pk]), by)
        except (BadInput, Refused) as fault:
            left.append(Left(cell.pk, cell.action.number, str(fault)))
            continue
        give_answer(cell, drafts[cell.pk], entry, by=by)
        done.append(cell.pk)
    return BulkResult(tuple(done), tuple(left))


def _check(cell: ProgressReport, entry: Entry, by: Actor) -> None:
    rules.can_submit_report(by, cell).require()
    if entry.answer == Answer.NOTHING_NEW:
        rules.can_say_nothing_new(cell, entry.text).require()
    check_entry(entry)
