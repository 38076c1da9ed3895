"""Writes of one report cell: draft, submit, take back, return, accept (R11, B2)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import in_all, pick
from alke.base.richtext import BadInput, clean_line
from alke.domain.followup import rules
from alke.domain.followup.models import ProgressReport, ReportDraft
from alke.domain.followup.report_record import (
    COMMENT_LIMIT,
    Changes,
    Entry,
    check_entry,
    differences,
    edit_version,
    lock_report,
    read_entry,
    record_report,
    require_fresh,
)
from alke.domain.notices.operations import write_notices
from alke.domain.people.actors import Actor
from alke.domain.people.queries import people_for
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import answering_for

Answer, State = ProgressReport.Answer, ProgressReport.State


@transaction.atomic
def save_draft(
    report: ProgressReport,
    *,
    by: Actor,
    answer: str = Answer.TEXT,
    text: str = "",
    status: str = "",
    base_version: int,
    language: str = "",
) -> ReportDraft:
    """Keeps what is being written, for the own side only, resting on `base_version`.

    Raises `Stale` with the current row and the offered text when somebody wrote in between.
    What says the same as the draft, or as the answer where there is none, is no write.
    """
    locked, draft = lock_report(report)
    rules.can_draft_report(by, locked).require()
    entry = read_entry(locked, answer=answer, text=text, status=status, language=language)
    if entry.says(draft if draft is not None else locked):
        return draft or ReportDraft(report=locked, version=locked.version)
    require_fresh(locked, draft, base_version, entry)
    before = Entry.of(draft).values if draft is not None else {}
    saved = draft or ReportDraft(report=locked)
    saved.version = edit_version(locked, draft) + 1
    _write(saved, entry.values | {"by": by.user, "at": clock.now()})
    saved.save()
    changes = differences(before, entry.values, "draft.")
    record_report("report.draft-saved", locked, by=by, changes=changes, draft=True)
    return saved


@transaction.atomic
def discard_draft(report: ProgressReport, *, by: Actor, base_version: int) -> ProgressReport:
    """Throws the draft away; what was submitted before stays. The record keeps the text."""
    locked, draft = lock_report(report)
    rules.can_draft_report(by, locked).require()
    if draft is None:
        return locked
    require_fresh(locked, draft, base_version, Entry.of(draft))
    discard(locked, draft, by=by)
    return locked


def discard(report: ProgressReport, draft: ReportDraft, *, by: Actor) -> None:
    """Without the draft, a locked cell goes on counting where the draft's versions ended."""
    changes: Changes = {
        f"draft.{name}": [old, None] for name, old in Entry.of(draft).values.items()
    }
    draft.delete()
    report.version = draft.version + 1
    report.save(update_fields=["version"])
    record_report("report.draft-discarded", report, by=by, changes=changes, draft=True)


@transaction.atomic
def submit_report(
    report: ProgressReport,
    *,
    by: Actor,
    answer: str = Answer.TEXT,
    text: str = "",
    status: str = "",
    base_version: int,
    language: str = "",
) -> ProgressReport:
    """Gives the body's answer, dated now and seen by both sides; a draft of it ends.

    Raises `Stale` with both texts when somebody wrote after `base_version`, `BadInput` or
    `Refused` when the answer lacks what it must have. The same answer twice is one.
    """
    locked, draft = lock_report(report)
    rules.can_submit_report(by, locked).require()
    entry = read_entry(locked, answer=answer, text=text, status=status, language=language)
    if entry.answer == Answer.NOTHING_NEW:
        rules.can_say_nothing_new(locked, entry.text).require()
    check_entry(entry)
    if locked.state == State.SUBMITTED and draft is None and Entry.of(locked) == entry:
        return locked
    if draft is None or Entry.of(draft) != entry:
        require_fresh(locked, draft, base_version, entry)
    return give_answer(locked, draft, entry, by=by)


def give_answer(
    report: ProgressReport, draft: ReportDraft | None, entry: Entry, *, by: Actor
) -> ProgressReport:
    """Writes a checked answer into a locked cell, with the body that gave it for another."""
    version = edit_version(report, draft) + 1
    other = answering_for(by, Power.SUBMIT_REPORT, report.organisation, report.side)
    if draft is not None:
        draft.delete()
    changes = move(report, State.SUBMITTED, entry.values | _stamp(by))
    changes["late"] = [None, report.followup.is_late(clock.now())]
    if other is not None:
        changes["given_by"] = [None, other.slug]
    report.version, report.given_by = version, other
    report.save()
    record_report("report.submitted", report, by=by, changes=changes)
    return report


@transaction.atomic
def undo_report(report: ProgressReport, *, by: Actor) -> ProgressReport:
    """The reporter takes the answer back; its text goes on as a draft, so that none is lost."""
    locked, draft = lock_report(report)
    rules.can_undo_report(by, locked, has_draft=draft is not None).require()
    take_back(locked, by=by)
    return locked


def take_back(report: ProgressReport, *, by: Actor) -> None:
    """Empties a locked, submitted cell; one that had been returned is so again."""
    entry, version = Entry.of(report), report.version
    changes = move(report, State.MISSING, dict.fromkeys(("answer", "text", "status"), ""))
    if report.return_comment:
        report.state = State.RETURNED
        changes["state"][1] = State.RETURNED
    else:
        report.by, report.at, report.given_by = None, None, None
    report.version = version + 1
    report.save()
    if entry.text:
        ReportDraft.objects.create(
            report=report, version=version + 2, by=by.user, at=clock.now(), **entry.values
        )
        changes |= differences({}, entry.values, "draft.")
    record_report("report.undone", report, by=by, changes=changes)


@transaction.atomic
def return_report(report: ProgressReport, comment: str, *, by: Actor) -> ProgressReport:
    """Gives the answer back to be completed; the text stays in it."""
    locked, _draft = lock_report(report)
    rules.can_review_report(by, locked, State.RETURNED).require()
    comment = clean_line(comment, limit=COMMENT_LIMIT)
    if not comment:
        raise BadInput(_("Write what should be completed."))
    returned = _review("report.returned", locked, State.RETURNED, comment, by=by)
    _tell_returned(returned, by)
    return returned


@transaction.atomic
def accept_report(report: ProgressReport, *, by: Actor) -> ProgressReport:
    """Accepts the answer: it is settled until it is returned."""
    locked, _draft = lock_report(report)
    rules.can_review_report(by, locked, State.ACCEPTED).require()
    return _review("report.accepted", locked, State.ACCEPTED, "", by=by)


def _tell_returned(report: ProgressReport, by: Actor) -> None:
    """Whoever reports for the body; what is to be completed stands on the page."""
    body, followup = report.organisation, report.followup
    people = people_for(body, report.side, Power.SUBMIT_REPORT, clock.today())
    number = report.action.number
    line = in_all(
        lambda: (
            _("A report was returned to be completed: action %(number)d, %(body)s.")
            % {"number": number, "body": pick(body, "short")}
        )
    )
    path = f"/{followup.round.year}/seuranta/{followup.slug}/?taho={body.slug}"
    about = f"report:{report.pk}"
    write_notices(people, but=by.user, kind="report-returned", about=about, line=line, path=path)


def _review(
    event: str, report: ProgressReport, state: ProgressReport.State, comment: str, *, by: Actor
) -> ProgressReport:
    changes = move(report, state, {"return_comment": comment})
    report.save(update_fields=["state", "return_comment"])
    record_report(event, report, by=by, changes=changes)
    return report


def move(report: ProgressReport, state: ProgressReport.State, values: dict[str, Any]) -> Changes:
    """Moves a cell on, by the state table; returns what changed."""
    rules.require_step(rules.TRANSITIONS, report.state, state)
    values = values | {"state": state}
    before = {name: getattr(report, name) for name in values}
    _write(report, values)
    return differences(before, values) | {"state": [before["state"], state]}


def _write(row: ProgressReport | ReportDraft, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _stamp(by: Actor) -> dict[str, Any]:
    return {"by": by.user, "at": clock.now()}
