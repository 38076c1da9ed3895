"""What hangs on a date of the round, and where it goes when that date moves (B5).

Works in memory on the rows of a round: a preview and the real move are the same calculation.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from alke.base import clock
from alke.domain.rounds.facts import Dated, RoundFacts
from alke.domain.rounds.formats_schedule import to_working_day
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion

_KINDS = {Discussion: "discussion", Deadline: "deadline", BasisDocument: "basis"}
Day = dt.date | None


@dataclass(frozen=True)
class DateChange:
    """One date that moves: the row, the values it gets, and on what it hangs."""

    row: Dated
    values: dict[str, Any]
    because: Dated | None = None  # None: moved by hand
    counted: Day = None  # the day before the round's weekend rule moved it
    before: Day | dt.datetime = None  # its moment or day when the move was worked out
    ended: dt.datetime | None = None  # the end that the discussion had then

    @property
    def ends(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """The end of a discussion before and after; deadlines and documents have none."""
        return self.ended, self.values.get("ends_at")

    @property
    def kind(self) -> str:
        """Discussion, deadline or basis."""
        return _KINDS[type(self.row)]

    @property
    def key(self) -> str:
        """The row's slug or key."""
        return self.row.slug if isinstance(self.row, Discussion) else self.row.key

    @property
    def subject(self) -> str:
        """How findings and the audit chain name it: "deadline:varaukset"."""
        return f"{self.kind}:{self.key}"

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.row.title if isinstance(self.row, BasisDocument) else self.row.name

    @property
    def after(self) -> dt.date | dt.datetime:
        """Its moment or day then."""
        for name in ("starts_at", "due_at", "adopted_date", "expected_date"):
            found: Day | dt.datetime = self.values.get(name)
            if found is not None:
                return found
        raise LookupError(self.subject)


class RoundDates:
    """The dates of one round; each `move_` adds the changes that follow from one move."""

    def __init__(self, facts: RoundFacts) -> None:
        self.facts = facts
        self.changes: dict[tuple[str, int], DateChange] = {}

    def move_discussion(
        self,
        row: Discussion,
        starts_at: dt.datetime,
        ends_at: dt.datetime | None,
        because: Dated | None = None,
    ) -> None:
        """Gives the discussion another time; deadlines and meetings of its day follow."""
        old = row.day
        if not self._add(
            DateChange(row, {"starts_at": starts_at, "ends_at": ends_at}, because=because)
        ):
            return
        day = _day(starts_at)
        for meeting in self.facts.discussions:
            if meeting.parent_id == row.pk and meeting.day == old and old is not None:
                self._shift(meeting, day - old, because=row)
        self._recount(row, day)

    def move_basis(self, row: BasisDocument, day: dt.date, *, adopted: bool, alone: bool) -> None:
        """Gives the document another day; unless `alone`, what it opens moves as much."""
        old = row.date
        if day == old and adopted == row.is_adopted:
            return
        values: dict[str, Any] = {"adopted_date" if adopted else "expected_date": day}
        if not adopted:
            values["adopted_date"] = None
        if not self._add(DateChange(row, values)) or alone:
            return
        opened = next((d for d in self.facts.discussions if d.pk == row.opened_by_id), None)
        if opened is not None and old is not None and not opened.has_begun:
            self._shift(opened, day - old, because=row)
        self._recount(row, day)

    def move_deadline(self, row: Deadline, due_at: dt.datetime) -> None:
        """Gives the deadline another moment; one that is counted keeps counting from there."""
        values: dict[str, Any] = {}
        anchor = self.anchor_day(row)
        asked = _day(due_at)
        day = to_working_day(asked, self.facts.round.weekends)
        if anchor is not None:
            values["offset_days"] = (day - anchor).days
        values["due_at"] = _on(day, due_at)
        if self._add(DateChange(row, values, counted=asked if asked != day else None)):
            self._recount(row, day)

    def recount(self, keys: Iterable[str]) -> None:
        """Counts the deadlines with these keys anew from where their anchors stand."""
        wanted = set(keys)
        for row in self.facts.deadlines:
            anchor = self.anchor_day(row) if row.key in wanted else None
            if anchor is not None:
                self._count(row, anchor, None)

    def anchor_day(self, row: Deadline) -> Day:
        """The day from which the deadline is counted; None for a fixed one."""
        for rows, pk in (
            (self.facts.discussions, row.anchor_discussion_id),
            (self.facts.basis, row.anchor_basis_id),
            (self.facts.deadlines, row.anchor_deadline_id),
        ):
            if pk is not None:
                found = next((other for other in rows if other.pk == pk), None)
                return self.day(found) if found is not None else None
        return None

    def day(self, row: Dated) -> Day:
        """The row's day, after the changes so far."""
        change = self.changes.get((_KINDS[type(row)], row.pk))
        if change is not None:
            return _day(change.after)
        return row.date if isinstance(row, BasisDocument) else row.day

    def _add(self, change: DateChange) -> bool:
        """Takes the change unless the row has moved already or stays where it is."""
        key = (change.kind, change.row.pk)
        same = all(getattr(change.row, name) == value for name, value in change.values.items())
        if key in self.changes or same:
            return False
        ended = change.row.ends_at if isinstance(change.row, Discussion) else None
        self.changes[key] = replace(change, before=_now(change.row), ended=ended)
        return True

    def _shift(self, row: Discussion, by: dt.timedelta, because: Dated) -> None:
        if row.starts_at is None:
            return
        starts = _on(_day(row.starts_at) + by, row.starts_at)
        ends = _on(_day(row.ends_at) + by, row.ends_at) if row.ends_at else None
        self.move_discussion(row, starts, ends, because)

    def _recount(self, anchor: Dated, day: dt.date) -> None:
        name = f"anchor_{_KINDS[type(anchor)]}_id"
        for row in self.facts.deadlines:
            if getattr(row, name) == anchor.pk:
                self._count(row, day, anchor)

    def _count(self, row: Deadline, anchor: dt.date, because: Dated | None) -> None:
        counted = anchor + dt.timedelta(days=row.offset_days or 0)
        day = to_working_day(counted, self.facts.round.weekends)
        moment = _on(day, row.due_at)
        shifted = counted if counted != day else None
        if self._add(DateChange(row, {"due_at": moment}, because=because, counted=shifted)):
            self._recount(row, day)


def moves_between(before: RoundFacts, now: RoundFacts) -> Iterator[DateChange]:
    """What has another moment now than before; what is new or has none is left out."""
    for old, new in (
        (before.discussions, now.discussions),
        (before.deadlines, now.deadlines),
        (before.basis, now.basis),
    ):
        known = {row.pk: row for row in old}
        for row in new:
            was, values = known.get(row.pk), _values(row)
            if was is not None and _now(row) is not None and _values(was) != values:
                ended = was.ends_at if isinstance(was, Discussion) else None
                yield DateChange(row, values, before=_now(was), ended=ended)


def _values(row: Dated) -> dict[str, Any]:
    if isinstance(row, Discussion):
        return {"starts_at": row.starts_at, "ends_at": row.ends_at}
    return {"due_at" if isinstance(row, Deadline) else "expected_date": _now(row)}


def _now(row: Dated) -> Day | dt.datetime:
    if isinstance(row, BasisDocument):
        return row.date
    return row.starts_at if isinstance(row, Discussion) else row.due_at


def _day(moment: dt.date | dt.datetime) -> dt.date:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(clock.HELSINKI).date()
    return moment


def _on(day: dt.date, moment: dt.datetime) -> dt.datetime:
    """The time of day of `moment` on another day, by Helsinki's clock."""
    return clock.at_time(day, moment.astimezone(clock.HELSINKI).time())
