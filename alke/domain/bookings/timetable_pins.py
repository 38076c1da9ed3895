"""What a timetable would be with one meeting at a given time, without solving it whole again.

The flow of the whole round stays with the solver, which begins where it was: a pin costs it a few
steps. Only the groups of days in which other days become possible than before are then solved; all
others stay as good as they were, since they share neither days nor meetings with them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from alke.domain.bookings.timetable import Day, Key, Meeting, Places, Problem, Score, Timetable
from alke.domain.bookings.timetable_flow import Flow, Group, cut
from alke.domain.bookings.timetable_model import NEARLY
from alke.domain.bookings.timetable_solver import LONGEST, solve_group


@dataclass(frozen=True)
class Pinned:
    """The part of a timetable that a pin touches: what it is made from, and the best then."""

    part: Problem
    then: Timetable


class Pins:
    """A problem of which single times can be tried; `tried` names all meetings and times."""

    def __init__(
        self,
        problem: Problem,
        tried: Collection[tuple[Key, Key]],
        *,
        longest: float = LONGEST,
    ) -> None:
        self.problem, self.longest = problem, longest
        self.flow = Flow(problem, tried)
        self.columns: dict[Key, list[int]] = {row.key: [] for row in problem.meetings}
        for number, (meeting, _day) in enumerate(self.flow.columns):
            self.columns[meeting.key].append(number)
        self.possible = self._possible()
        self.possible[list(self.flow.tried.values())] = False
        self.rows = {row.key: self._narrow(row, self.possible) for row in problem.meetings}
        self.group_of: dict[Day, int] = {}
        self.groups: list[list[Key]] = []
        for part in cut(replace(problem, meetings=tuple(self.rows.values()))):
            self._note(part)

    def best_with(self, meeting: Key, time: Key, places: Places) -> Pinned:
        """The best timetable when the meeting may be at no other time; `places` are as it is."""
        trial, own = self.flow.tried[meeting, time], self.columns[meeting]
        upper = {number: self.flow.model.upper(number) for number in own}
        for number in own:
            if self.flow.columns[number][1] is not None:
                self.flow.model.bound(number, float(number == trial))
        try:
            self.flow.model.run()
            return self._solved(meeting, time, places)
        finally:
            for number, bound in upper.items():
                self.flow.model.bound(number, bound)

    def _solved(self, meeting: Key, time: Key, places: Places) -> Pinned:
        possible, trial = self._possible(), self.flow.tried[meeting, time]
        open_ = bool(possible[trial])
        possible[list(self.flow.tried.values())] = False
        possible[[n for n in self.columns[meeting] if self.flow.columns[n][1] is not None]] = False
        changed = {self.flow.columns[n][0].key for n in (possible != self.possible).nonzero()[0]}
        given = self.problem.meeting
        rows = {key: self._narrow(given[key], possible) for key in changed - {meeting}}
        pinned = replace(given[meeting], times=frozenset({time} if open_ else ()))
        rows[meeting] = pinned
        part = self._part(rows, places)
        values = self.flow.model.values()
        held = {
            row.key: next(day for day, n in self._days(row.key) if values[n] > 0.5)
            for row in part.meetings
        }
        optional = {row.key for row in part.meetings if possible[self.columns[row.key][0]]}
        found = Timetable({}, Score())
        for piece in cut(part):
            then = solve_group(_group(piece, held, optional), self.longest)
            found = Timetable(
                found.places | then.places, found.score + then.score, found.proven and then.proven
            )
        return Pinned(part, found)

    def _possible(self) -> Any:
        """Of each column whether it is in some best solution of the flow, as numpy tells it."""
        import numpy as np  # noqa: PLC0415 - comes with HiGHS

        values = np.asarray(self.flow.model.values())
        prices = np.asarray(self.flow.model.prices())
        return (values > 0.5) | (abs(prices) < NEARLY)

    def _days(self, key: Key) -> Iterable[tuple[Day | None, int]]:
        return ((self.flow.columns[number][1], number) for number in self.columns[key])

    def _narrow(self, row: Meeting, possible: Any) -> Meeting:
        days = {day for day, number in self._days(row.key) if possible[number]}
        time = self.problem.time
        return replace(row, times=frozenset(key for key in row.times if time[key].day in days))

    def _note(self, part: Problem) -> None:
        self.groups.append([row.key for row in part.meetings if row.times])
        for time in part.times:
            self.group_of[time.day] = len(self.groups) - 1

    def _part(self, rows: dict[Key, Meeting], places: Places) -> Problem:
        """All days that hang together with those of the meetings that changed, with all on them."""
        days, keys, seen = set[Day](), set(rows), set[int]()
        fresh = set(rows)
        while fresh:
            reached = {day for key in fresh for day in self._reach(key, rows, places)} - days
            days |= reached
            groups = {self.group_of[day] for day in reached if day in self.group_of} - seen
            seen |= groups
            fresh = {key for number in groups for key in self.groups[number]} - keys
            keys |= fresh
        meetings = (rows.get(key, self.rows[key]) for key in sorted(keys))
        times = (time for day in sorted(days) for time in self.problem.days[day])
        return Problem(tuple(times), tuple(meetings), self.problem.bodies)

    def _reach(self, key: Key, rows: dict[Key, Meeting], places: Places) -> set[Day]:
        times = set(self.rows[key].times)
        if key in rows:
            times |= rows[key].times
        if key in places:
            times.add(places[key])
        return {self.problem.time[time].day for time in times}


def _group(part: Problem, held: dict[Key, Day | None], optional: set[Key]) -> Group:
    days = [(row, held[row.key]) for row in part.meetings]
    return Group(
        part,
        unplaced=sum(day is None for _row, day in days),
        elsewhere=sum(day is not None and not row.owns(day) for row, day in days),
        optional=frozenset(row.key for row in part.meetings) & frozenset(optional),
    )
