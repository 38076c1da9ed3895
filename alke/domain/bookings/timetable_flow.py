"""Places and own days as a flow: which days hang together, so that each group is solved apart."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from alke.domain.bookings.timetable import Day, Key, Meeting, Problem, Time, score_of
from alke.domain.bookings.timetable_model import NEARLY, Model


@dataclass(frozen=True)
class Group:
    """Days that hang together, with what the flow says of them."""

    problem: Problem
    unplaced: int
    elsewhere: int
    optional: frozenset[Key]  # meetings that may be left out in a best timetable


def independent_groups(problem: Problem) -> list[Group]:
    """Cuts the problem into groups of days of which each can be solved on its own."""
    if not problem.meetings:
        return []
    flow = Flow(problem)
    flow.read()
    rows = (
        replace(
            row, times=frozenset(k for k in row.times if problem.time[k].day in flow.days[row.key])
        )
        for row in problem.meetings
    )
    narrow = replace(problem, meetings=tuple(rows))
    return [
        Group(
            part,
            unplaced=sum(row.key in flow.unplaced for row in part.meetings),
            elsewhere=sum(row.key in flow.elsewhere for row in part.meetings),
            optional=frozenset(row.key for row in part.meetings) & flow.optional,
        )
        for part in cut(narrow)
    ]


def parts_of(problem: Problem, group: Group, places: Mapping[Key, Key]) -> Iterator[Group]:
    for part in cut(problem):
        score = score_of(part, places)
        optional = frozenset(row.key for row in part.meetings) & group.optional
        yield Group(part, score.unplaced, score.elsewhere, optional)


def cut(problem: Problem) -> Iterator[Problem]:
    """Days that share a meeting stay together; meetings without any are one part."""
    parents: dict[Day, Day] = {}

    def root(day: Day) -> Day:
        while parents.setdefault(day, day) != day:
            day = parents[day]
        return day

    firsts: dict[Key, Day | None] = {}
    for row in problem.meetings:
        days = sorted({problem.time[key].day for key in row.times})
        firsts[row.key] = days[0] if days else None
        for day in days[1:]:
            parents[root(day)] = root(days[0])
    meetings: dict[Day | None, list[Meeting]] = defaultdict(list)
    for row in problem.meetings:
        first = firsts[row.key]
        meetings[root(first) if first is not None else None].append(row)
    times: dict[Day | None, list[Time]] = defaultdict(list)
    for time in problem.times:
        times[root(time.day)].append(time)
    for where, rows in meetings.items():
        keys = {body for row in rows for body in row.bodies}
        bodies = tuple(problem.body[key] for key in sorted(keys & problem.body.keys()))
        yield Problem(tuple(times[where]), tuple(rows), bodies)


class Flow:
    """As many meetings as possible get a time, as many as possible on their own day.

    A linear programme whose corners are whole numbers: rows are nested in days. What has a
    price above zero is in no best solution, so that `days` are those of some best one.
    `tried` are meetings and times that can be tried: each has a column of its own, closed at first.
    """

    def __init__(self, problem: Problem, tried: Collection[tuple[Key, Key]] = ()) -> None:
        self.problem, self.model = problem, Model()
        self.columns: list[tuple[Meeting, Day | None]] = []  # what each stands for
        self.tried: dict[tuple[Key, Key], int] = {}
        self._to_try: dict[Key, list[Key]] = defaultdict(list)
        for key, time in tried:
            self._to_try[key].append(time)
        self.on_day: dict[Day, list[int]] = defaultdict(list)
        self.at_time: dict[Key, list[int]] = defaultdict(list)
        for meeting in problem.meetings:
            self._add(meeting)
        for day, columns in self.on_day.items():
            self.model.row(0, sum(row.tracks for row in problem.days[day]), columns)
        for key, columns in self.at_time.items():
            self.model.row(0, problem.time[key].tracks, columns)
        self.days: dict[Key, set[Day]] = {row.key: set() for row in problem.meetings}
        self.optional: set[Key] = set()
        self.unplaced: set[Key] = set()
        self.elsewhere: set[Key] = set()
        self.model.run()

    def _add(self, meeting: Meeting) -> None:
        """A column for no time, one for each day, and for the times of a day that is not whole."""
        columns = [self._column(meeting, None, len(self.problem.meetings) + 1)]
        by_day: dict[Day, list[Key]] = defaultdict(list)
        for key in sorted(meeting.times):
            by_day[self.problem.time[key].day].append(key)
        for day, keys in by_day.items():
            cost = int(not meeting.owns(day))
            if len(keys) == len(self.problem.days[day]):
                columns.append(self._column(meeting, day, cost))
                continue
            for key in keys:
                columns.append(self._column(meeting, day, cost))
                self.at_time[key].append(columns[-1])
        columns += [self._trial(meeting, key) for key in self._to_try.get(meeting.key, ())]
        self.model.row(1, 1, columns)

    def _trial(self, meeting: Meeting, key: Key) -> int:
        day = self.problem.time[key].day
        number = self._column(meeting, day, int(not meeting.owns(day)))
        self.at_time[key].append(number)
        self.tried[meeting.key, key] = number
        self.model.close(number)
        return number

    def _column(self, meeting: Meeting, day: Day | None, cost: int) -> int:
        number = self.model.column(cost=cost)
        self.columns.append((meeting, day))
        if day is not None:
            self.on_day[day].append(number)
        return number

    def read(self) -> None:
        """Who has no time, who is elsewhere, and the days that each may have."""
        rows = zip(self.columns, self.model.values(), self.model.prices(), strict=True)
        for (meeting, day), value, price in rows:
            held = value > 0.5
            possible = held or abs(price) < NEARLY
            if day is None and held:
                self.unplaced.add(meeting.key)
            if day is None and possible:
                self.optional.add(meeting.key)
            if day is not None and possible:
                self.days[meeting.key].add(day)
            if day is not None and held and not meeting.owns(day):
                self.elsewhere.add(meeting.key)
