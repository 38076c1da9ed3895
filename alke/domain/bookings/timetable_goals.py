"""One group of days as a programme of whole numbers: its places, and each goal as a sum."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from alke.domain.bookings.timetable import Day, Key, Meeting, Problem, Score, Time, score_of
from alke.domain.bookings.timetable_flow import Group
from alke.domain.bookings.timetable_model import INFINITE, NEARLY, Model, Unsolved

CLOSING = frozenset({"doubled", "missed"})  # goals whose prices close times


@dataclass(frozen=True)
class Goal:
    """A sum of columns that is to be small; `base` is added to it."""

    costs: Mapping[int, int]
    base: int = 0

    def row(self) -> tuple[list[int], list[int]]:
        """As the left side of a row."""
        return list(self.costs), list(self.costs.values())


class GroupModel:
    """One group of days as an integer programme; each goal is held while the next is sought."""

    def __init__(self, group: Group, longest: float) -> None:
        self.group, self.problem = group, group.problem
        self.model = Model(longest=longest)
        self.at: dict[tuple[Key, Key], int] = {}  # meeting and time
        self.there: dict[tuple[Key, Key], list[int]] = defaultdict(list)  # body and time
        self.closed: set[int] = set()  # columns that are in no best timetable
        self.found: dict[Key, Key] = {}
        self.score: Score | None = None
        self._places()

    def take(self, places: Mapping[Key, Key], score: Score) -> None:
        """Begins with a timetable that is known."""
        self.found, self.score = dict(places), score

    def solve_for(self, name: str, goal: Goal) -> bool:
        """Makes one goal as small as can be, and holds it; whether that is proven.

        What is known stays when nothing is found in the time there is.
        """
        if not goal.costs:
            return True
        known = self.score
        try:
            return self._solve_for(name, goal)
        except Unsolved:
            if known is None:
                raise
            self.hold(goal, getattr(known, name))
            return False

    def _solve_for(self, name: str, goal: Goal) -> bool:
        proven = True
        whole = self.model.relax(goal.costs)
        bound, prices = self.model.cost(), self.model.prices()
        if whole:
            self._read()
        else:
            proven = self.model.minimise(goal.costs)
            self._read()
        value = getattr(self.score, name)
        self.hold(goal, value)
        if name in CLOSING:
            self._close(prices, value - goal.base - bound)
        return proven

    def hold(self, goal: Goal, value: int) -> None:
        """Lets the goal get no worse than `value` from now on."""
        if goal.costs:
            self.model.row(-INFINITE, value - goal.base, *goal.row())

    def open_problem(self) -> Problem:
        """The problem with the times that some best timetable may still have."""
        times: dict[Key, set[Key]] = {row.key: set() for row in self.problem.meetings}
        for (meeting, time), column in self.at.items():
            if column not in self.closed:
                times[meeting].add(time)
        rows = (replace(row, times=frozenset(times[row.key])) for row in self.problem.meetings)
        return replace(self.problem, meetings=tuple(rows))

    def _close(self, prices: Sequence[float], slack: float) -> None:
        """What costs more than lies between the bound and the best is in no best timetable."""
        for column in self.at.values():
            if prices[column] > slack + NEARLY and column not in self.closed:
                self.closed.add(column)
                self.model.close(column)

    def _read(self) -> None:
        values = self.model.values()
        self.found = {meeting: time for (meeting, time), n in self.at.items() if values[n] > 0.5}
        self.score = score_of(self.problem, self.found)

    def anything(self) -> Goal:
        """Any timetable will do: all cost the same."""
        return Goal(dict.fromkeys(self.at.values(), 0))

    def doubled(self) -> Goal:
        """For each body and time, how many more meetings there are than it can be at."""
        costs = {}
        for (body, time), columns in self.there.items():
            row = self.problem.body_of(body)
            room = 0 if time in row.away else row.capacity
            if min(len(columns), self.problem.time[time].tracks) > room:
                over = self.model.column()
                costs[over] = 1
                self.model.row(-INFINITE, room, [*columns, over], [*(1 for _ in columns), -1])
        return Goal(costs)

    def missed(self) -> Goal:
        costs, base = {}, 0
        for meeting in self.problem.meetings:
            base += max(meeting.wishes.values(), default=0)
            for time, points in meeting.wishes.items():
                if points and (meeting.key, time) in self.at:
                    costs[self.at[meeting.key, time]] = -points
        return Goal(costs, base)

    def stretches(self) -> Goal:
        """For each body and time, how many of it come to the table then."""
        starts: dict[tuple[Key, Day], list[int]] = defaultdict(list)
        for day, times in self.problem.days.items():
            for body in sorted({body for body, _time in self.there}):
                starts[body, day] = self._starts(body, times)
        self._some_start(starts)
        return Goal({column: 1 for columns in starts.values() for column in columns})

    def _starts(self, body: Key, times: Sequence[Time]) -> list[int]:
        found: list[int] = []
        before: list[int] = []
        last = None
        for time in times:
            if last is not None and time.order != last + 1:
                before = []
            now, last = self.there.get((body, time.key), []), time.order
            if now:
                found.append(self.model.column())
                signs = [*(1 for _ in now), *(-1 for _ in before), -1]
                self.model.row(-INFINITE, 0, [*now, *before, found[-1]], signs)
            before = now
        return found

    def _some_start(self, starts: Mapping[tuple[Key, Day], list[int]]) -> None:
        """Who attends something on a day comes at least once: holds anyway, but helps the proof."""
        for meeting in self.problem.meetings:
            by_day: dict[Day, list[int]] = defaultdict(list)
            for time in sorted(meeting.times):
                by_day[self.problem.time[time].day].append(self.at[meeting.key, time])
            for day, columns in by_day.items():
                for body in meeting.bodies:
                    own = starts[body, day]
                    signs = [*(1 for _ in own), *(-1 for _ in columns)]
                    self.model.row(0, INFINITE, [*own, *columns], signs)

    def _places(self) -> None:
        at_time: dict[Key, list[int]] = defaultdict(list)
        away, out = [], []
        for meeting in self.problem.meetings:
            columns = [self._place(meeting, key) for key in sorted(meeting.times)]
            for key, column in zip(sorted(meeting.times), columns, strict=True):
                at_time[key].append(column)
                if not meeting.owns(self.problem.time[key].day):
                    away.append(column)
            if meeting.key in self.group.optional:
                out.append(self.model.binary())
                columns.append(out[-1])
            self.model.row(1, 1, columns)
        for key, columns in at_time.items():
            self.model.row(0, self.problem.time[key].tracks, columns)
        if away:
            self.model.row(self.group.elsewhere, self.group.elsewhere, away)
        if out:
            self.model.row(self.group.unplaced, self.group.unplaced, out)

    def _place(self, meeting: Meeting, time: Key) -> int:
        column = self.at[meeting.key, time] = self.model.binary()
        for body in meeting.bodies:
            self.there[body, time].append(column)
        return column


def least_stretches(problem: Problem, optional: frozenset[Key]) -> int:
    """No timetable has fewer: who has a meeting that is surely on a day comes on that day."""
    sure: set[tuple[Key, Day]] = set()
    for row in problem.meetings:
        days = {problem.time[key].day for key in row.times}
        if len(days) == 1 and row.key not in optional:
            sure |= {(body, day) for body in row.bodies for day in days}
    return len(sure)
