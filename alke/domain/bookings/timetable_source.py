"""The board as a problem for the solver: times, meetings, who attends and who cannot."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from alke.base import clock
from alke.domain.bookings.queries import Board, Line
from alke.domain.bookings.timetable import Body, Key, Meeting, Places, Problem, Time
from alke.domain.bookings.timetable_collisions import Rule, RuleKind, rules_of
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.regional import Slot

BOOKED = 12  # points of a time that is booked: more than all wishes of another
POINTS = (4, 3, 2)  # of wishes, the best first
Pins = Mapping[int, dt.datetime | None]  # set by hand; None: without a time


@dataclass(frozen=True)
class Source:
    """The board with what the coordinator wants of it."""

    board: Board
    keep: bool  # times that are booked stay
    pins: Pins

    @cached_property
    def slots(self) -> list[Slot]:
        """The slots that are still ahead."""
        now = clock.now()
        return [row for row in self.board.slots if row.starts_at > now]

    @cached_property
    def key_of(self) -> dict[dt.datetime, int]:
        """The solver's key of each slot."""
        return {row.starts_at: number for number, row in enumerate(self.slots)}

    @cached_property
    def lines(self) -> list[Line]:
        """Meetings to be placed: those that have not begun, and are in no time of their own."""
        return [line for line in self.board.lines if not self._stays_apart(line.meeting)]

    @cached_property
    def left_by_hand(self) -> dict[int, dt.datetime]:
        """Meetings that the hand leaves at a time that is no slot, with it."""
        rows = (line.meeting for line in self.board.lines if line.meeting.pk in self.pins)
        return {row.pk: row.starts_at for row in rows if row.starts_at and self._stays_apart(row)}

    def has_lost(self, meeting: Discussion) -> bool:
        """Whether its time was a slot of a day on which no discussion is any more.

        Set by hand it has a reason for its day, or is on a discussion's day at another hour.
        """
        at, day = meeting.starts_at, meeting.day
        if at is None or at <= clock.now() or meeting.other_day_reason:
            return False
        return day not in self.board.days and not _is_published(meeting)

    @cached_property
    def texts(self) -> dict[Key, str]:
        """Times as proposals keep them, by the solver's key."""
        return {key: at.isoformat() for at, key in self.key_of.items()}

    def stored(self, places: Places) -> dict[str, str]:
        """The times of meetings as proposals keep them."""
        return {str(key): self.texts[time] for key, time in places.items()}

    @cached_property
    def problem(self) -> Problem:
        """With every rule in force: times that are kept, pins."""
        return self._problem(pinned=True)

    def collision_rules(self) -> tuple[Problem, list[Rule]]:
        """The problem without them, and the rules that may collide."""
        problem = self._problem(pinned=False)
        rules = rules_of(problem)
        rules = [r for r in rules if r.kind != RuleKind.PLACED or self._is_wanted(r.meeting)]
        for line in self.lines:
            if (at := self.held(line)) is not None:
                rules.append(Rule(RuleKind.PINNED, line.meeting.pk, time=self.key_of[at]))
        return problem, rules

    def held(self, line: Line) -> dt.datetime | None:
        """The time at which the meeting has to be: set by hand, official, or kept."""
        pk, at = line.meeting.pk, line.meeting.starts_at
        if pk in self.pins:
            return self.pins[pk]
        stays = self.keep or line.is_official or _is_published(line.meeting)
        return at if stays and at in self.key_of else None

    def _problem(self, *, pinned: bool) -> Problem:
        times = tuple(
            Time(number, row.day.toordinal(), row.order, self._tracks(row))
            for number, row in enumerate(self.slots)
        )
        meetings = tuple(self._meeting(line, pinned=pinned) for line in self.lines)
        return Problem(times, meetings, tuple(self._bodies()))

    def _tracks(self, slot: Slot) -> int:
        """Less what stands there and is not the solver's to move."""
        others = self.board.overlapping(slot.starts_at, slot.ends_at)
        return max(0, slot.tracks - sum(self._stays_apart(row.meeting) for row in others))

    def _meeting(self, line: Line, *, pinned: bool) -> Meeting:
        held = self.held(line)
        times = frozenset(self.key_of.values())
        if pinned and not self._is_wanted(line.meeting.pk):
            times = frozenset()
        elif pinned and held is not None:
            times = frozenset({self.key_of[held]})
        return Meeting(
            line.meeting.pk,
            times,
            frozenset(day.toordinal() for day in line.own_days),
            {
                key: points
                for key, points in self.wishes(line).items()
                if key in times or not pinned
            },
            frozenset([*self._attending(line), *self._people_of(line)]),
        )

    def wishes(self, line: Line) -> dict[int, int]:
        """Points of the times that the council has booked or wished."""
        found: dict[int, int] = {}
        if line.booking is not None:
            for at, points in zip(line.booking.wished, POINTS, strict=False):
                if (key := self.key_of.get(at)) is not None:
                    found[key] = points
        if line.meeting.starts_at in self.key_of:
            found[self.key_of[line.meeting.starts_at]] = BOOKED
        return found

    def _attending(self, line: Line) -> list[int]:
        """The ministries that are expected at the meeting."""
        return [body.pk for body in self.board.ministries if self.board.expects(body, line)]

    def _people_of(self, line: Line) -> list[int]:
        """Persons who come to it, and to others."""
        return [row.key for row in self.board.apart if line.meeting.pk in row.meetings]

    def _bodies(self) -> list[Body]:
        most = max((row.tracks for row in self.board.slots), default=1)
        away: dict[int, set[int]] = {}
        for line in self.lines:
            for answer in line.answers.values():
                key = self.key_of.get(answer.starts_at) if answer.starts_at else None
                if answer.answer == answer.Answer.OTHER_TIME and key is not None:
                    away.setdefault(answer.organisation_id, set()).add(key)
        return [
            Body(
                row.pk,
                capacity=min(most, self.board.room_of(row) or most),
                away=frozenset(away.get(row.pk, ())),
            )
            for row in self.board.ministries
        ] + [Body(row.key) for row in self.board.apart]

    def _is_wanted(self, pk: int) -> bool:
        return not (pk in self.pins and self.pins[pk] is None)

    def _stays_apart(self, meeting: Discussion) -> bool:
        """Begun, or at a time of its own that is no slot: the solver leaves it where it is."""
        at, pin = meeting.starts_at, self.pins.get(meeting.pk)
        if at is None or at in self.key_of:
            return False
        if meeting.pk in self.pins:
            return pin == at  # the hand keeps it there
        return not self.has_lost(meeting)


def _is_published(meeting: Discussion) -> bool:
    return meeting.agenda == Discussion.Agenda.PUBLISHED
