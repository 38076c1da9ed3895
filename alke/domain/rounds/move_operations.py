"""Moves dates with all that hangs on them: first shown, then done in one go (B5).

What knows agendas calls the moves of `invitations.move_operations`, which also publish anew.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.dates import format_time
from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds import rules
from alke.domain.rounds.facts import concerned_by, facts_of
from alke.domain.rounds.findings import Finding, date_findings
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round
from alke.domain.rounds.move_notice_operations import tell_moved
from alke.domain.rounds.move_record import write_dates
from alke.domain.rounds.regional import meetings_from
from alke.domain.rounds.schedule import DateChange, RoundDates

Row = TypeVar("Row", Discussion, Deadline, BasisDocument)
REASON_LIMIT = 300
FARTHEST = 2  # years from the round's own


@dataclass(frozen=True)
class MovePreview:
    """What a move would do. `token` is given back, so that what was seen is what is done."""

    changes: tuple[DateChange, ...]
    appearing: tuple[Finding, ...]  # findings that the move brings
    staying: tuple[Finding, ...]  # findings that only their dates change in, as they would be
    going: tuple[Finding, ...]  # findings that it takes away
    concerned: tuple[Organisation, ...]  # who hears of it, once
    token: str

    @property
    def discussions(self) -> tuple[Discussion, ...]:
        """Those whose time moves."""
        rows = (change.row for change in self.changes)
        return tuple(row for row in rows if isinstance(row, Discussion))


def preview_discussion_move(
    discussion: Discussion, starts_at: dt.datetime, ends_at: dt.datetime | None = None
) -> MovePreview:
    """What follows if the discussion begins at `starts_at`; its length stays unless given."""
    return _preview(_discussion_dates(discussion, starts_at, ends_at))


def preview_deadline_move(deadline: Deadline, due: dt.date | dt.datetime) -> MovePreview:
    """What follows if the deadline falls on `due`; a day keeps the time of day."""
    return _preview(_deadline_dates(deadline, due))


def preview_basis_move(
    basis: BasisDocument, day: dt.date, *, adopted: bool = False, alone: bool = False
) -> MovePreview:
    """What follows if the document is expected, or was adopted, on `day`."""
    return _preview(_basis_dates(basis, day, adopted=adopted, alone=alone))


@transaction.atomic
def move_discussion(
    discussion: Discussion,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    *,
    by: Actor,
    reason: str = "",
    token: str = "",
) -> MovePreview:
    """Gives the discussion another time; what hangs on it moves along, one event is recorded."""
    reason = clean_line(reason, limit=REASON_LIMIT)
    _lock(discussion.round)
    discussion.refresh_from_db()
    rules.can_move_discussion(by, discussion, reason=reason).require()
    dates = _discussion_dates(discussion, starts_at, ends_at)
    _note_exception(dates, reason)
    return _move("discussion.moved", dates, by, reason, token)


@transaction.atomic
def move_deadline(
    deadline: Deadline,
    due: dt.date | dt.datetime,
    *,
    by: Actor,
    reason: str = "",
    token: str = "",
) -> MovePreview:
    """Puts the deadline on another day; one counted from something keeps counting from it."""
    reason = clean_line(reason, limit=REASON_LIMIT)
    _lock(deadline.round)
    deadline.refresh_from_db()
    rules.can_move_deadline(by, deadline).require()
    return _move("deadline.moved", _deadline_dates(deadline, due), by, reason, token)


@transaction.atomic
def move_basis(
    basis: BasisDocument,
    day: dt.date,
    *,
    by: Actor,
    adopted: bool = False,
    alone: bool = False,
    reason: str = "",
    token: str = "",
) -> MovePreview:
    """Gives the base document another day; unless `alone`, what it opens moves as much (S10)."""
    reason = clean_line(reason, limit=REASON_LIMIT)
    _lock(basis.round)
    basis.refresh_from_db()
    rules.can_move_basis(by, basis).require()
    dates = _basis_dates(basis, day, adopted=adopted, alone=alone)
    return _move("basis.moved", dates, by, reason, token)


def _lock(round_: Round) -> None:
    """Moves of one round stand in line."""
    Round.objects.select_for_update().only("pk").get(pk=round_.pk)


def _discussion_dates(
    discussion: Discussion, starts_at: dt.datetime, ends_at: dt.datetime | None
) -> RoundDates:
    _require_near(discussion.round, starts_at)
    if ends_at is None and (length := _length(discussion)) is not None:
        ends_at = starts_at + length
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The end must be after the start."), "ends")
    _require_ahead(starts_at)
    dates = RoundDates(facts_of(discussion.round))
    dates.move_discussion(_same(dates.facts.discussions, discussion), starts_at, ends_at)
    return dates


def _length(discussion: Discussion) -> dt.timedelta | None:
    """How long it is, or how long the format makes its kind."""
    if discussion.starts_at is not None and discussion.ends_at is not None:
        return discussion.ends_at - discussion.starts_at
    kind = discussion.round.settings.get("kinds", {}).get(discussion.kind, {})
    return dt.timedelta(minutes=kind["minutes"]) if kind.get("minutes") else None


def _note_exception(dates: RoundDates, reason: str) -> None:
    """A meeting on another day than the joint discussion, or before its hours, says why (R8)."""
    key, change = next(iter(dates.changes.items()), (("", 0), None))
    if change is None or not isinstance(change.row, Discussion) or change.row.region is None:
        return
    days = dates.facts.joint_days_of(change.row.region)
    away = bool(days) and dates.day(change.row) not in days
    early = dates.facts.begins_early(change.row, change.values["starts_at"])
    if away and not reason:
        raise Refused(
            _(
                "The region's joint discussion is on another day. "
                "Give the reason for holding the meeting on this one."
            ),
            "reason",
        )
    if early and not reason:
        raise Refused(
            _("Regional meetings begin at %(time)s or later. Give the reason for an earlier start.")
            % {"time": format_time(meetings_from(dates.facts.round) or dt.time())},
            "reason",
        )
    values = change.values | {"other_day_reason": reason if away or early else ""}
    dates.changes[key] = replace(change, values=values)


def _deadline_dates(deadline: Deadline, due: dt.date | dt.datetime) -> RoundDates:
    if not isinstance(due, dt.datetime):
        due = clock.at_time(due, deadline.due_at.astimezone(clock.HELSINKI).time())
    _require_near(deadline.round, due)
    if due != deadline.due_at:
        _require_ahead(due)
    dates = RoundDates(facts_of(deadline.round))
    dates.move_deadline(_same(dates.facts.deadlines, deadline), due)
    return dates


def _basis_dates(basis: BasisDocument, day: dt.date, *, adopted: bool, alone: bool) -> RoundDates:
    _require_near(basis.round, day)
    dates = RoundDates(facts_of(basis.round))
    row = _same(dates.facts.basis, basis)
    dates.move_basis(row, day, adopted=adopted, alone=alone)
    return dates


def _same(rows: Iterable[Row], row: Row) -> Row:
    return next(other for other in rows if other.pk == row.pk)


def _require_ahead(moment: dt.datetime) -> None:
    if moment <= clock.now():
        raise Refused(_("The new time has passed already. Choose a later one."), "day")


def _require_near(round_: Round, day: dt.date) -> None:
    if abs(day.year - round_.year) > FARTHEST:
        raise Refused(
            _("The year %(day)s does not fit a round of %(year)s.")
            % {"day": day.year, "year": round_.year},
            "day",
        )


def _preview(dates: RoundDates) -> MovePreview:
    facts, changes = dates.facts, tuple(dates.changes.values())
    now = {_identity(finding): finding for finding in date_findings(facts)}
    moved = facts.with_values((change.row, change.values) for change in changes)
    then = {_identity(finding): finding for finding in date_findings(moved)}
    new = [finding for key, finding in then.items() if key not in now]
    gone = [finding for key, finding in now.items() if key not in then]
    return MovePreview(
        changes=changes,
        appearing=tuple(row for row in new if not _among(row, gone)),
        staying=tuple(row for row in new if _among(row, gone)),
        going=tuple(row for row in gone if not _among(row, new)),
        concerned=tuple(concerned_by(facts, (change.row for change in changes))),
        token=_token(changes),
    )


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.subject, finding.evidence


def _among(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether one of the others finds the same of the same thing, with other dates."""
    return any(row.code == finding.code and row.subject == finding.subject for row in others)


def _token(changes: Iterable[DateChange]) -> str:
    """Tells one set of changes, from what to what, from another."""
    seen = [
        [change.subject, name, str(getattr(change.row, name)), str(value)]
        for change in changes
        for name, value in change.values.items()
        if name != "other_day_reason"  # given after the preview
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _move(event: str, dates: RoundDates, by: Actor, reason: str, token: str) -> MovePreview:
    preview = _preview(dates)
    if token and token != preview.token:
        raise Refused(_("The dates have changed since you looked. Look at the consequences again."))
    if not preview.changes:
        return preview
    for row in preview.discussions:
        rules.has_reason(row, reason).require()
    first = preview.changes[0]
    changes: dict[str, list[Any]] = write_dates(preview.changes)
    changes["told"] = [[], [body.slug for body in preview.concerned]]
    if reason:
        changes["reason"] = [None, reason]
    audit.record(
        event,
        f"{first.kind}:{first.row.pk}",
        by=by,
        changes=changes,
        round_id=dates.facts.round.pk,
        discussion_id=_discussion_id(first),
    )
    tell_moved(dates.facts.round, preview.changes, preview.concerned, by, reason)
    return preview


def _discussion_id(change: DateChange) -> int | None:
    if isinstance(change.row, Discussion):
        return change.row.pk
    return change.row.discussion_id if isinstance(change.row, Deadline) else None
