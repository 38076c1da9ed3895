"""What a timetable of meetings is made from, what it looks like, and how good it is.

Pure: knows neither tables nor pages. The solver is `timetable_solver.solve`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Key = int
Day = int


@dataclass(frozen=True)
class Time:
    """A time of a day at which as many meetings can be held as there are tracks."""

    key: Key
    day: Day
    order: int  # within the day; times that follow each other have orders that do
    tracks: int = 1


@dataclass(frozen=True)
class Meeting:
    """A meeting that wants a time; `times` are those at which it may be held at all."""

    key: Key
    times: frozenset[Key]
    own_days: frozenset[Day] = frozenset()  # days of the joint discussions that the region attends
    wishes: Mapping[Key, int] = field(default_factory=dict)  # points of a time that is wished
    bodies: frozenset[Key] = frozenset()  # who attends, beside the region

    def owns(self, day: Day) -> bool:
        """Whether it may as well be on that day: one of its own, or it has none."""
        return not self.own_days or day in self.own_days


@dataclass(frozen=True)
class Body:
    """A ministry or a person: at how many meetings it can be at once, and when it cannot be."""

    key: Key
    capacity: int = 1
    away: frozenset[Key] = frozenset()  # times


@dataclass(frozen=True, order=True)
class Score:
    """What is to be small, the most important first (R8): compared as a whole."""

    unplaced: int = 0  # meetings without a time
    elsewhere: int = 0  # meetings on another day than their own
    doubled: int = 0  # bodies that would have to be in more places than they can
    missed: int = 0  # points of wishes that are not granted
    stretches: int = 0  # runs of meetings of a body without a gap: fewer runs, fewer gaps

    def __add__(self, other: "Score") -> "Score":
        return Score(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


def _values(score: Score) -> tuple[int, ...]:
    return score.unplaced, score.elsewhere, score.doubled, score.missed, score.stretches


@dataclass(frozen=True)
class Problem:
    """All that a timetable is made from."""

    times: tuple[Time, ...]
    meetings: tuple[Meeting, ...]
    bodies: tuple[Body, ...] = ()

    @cached_property
    def time(self) -> dict[Key, Time]:
        """Times by key."""
        return {row.key: row for row in self.times}

    @cached_property
    def meeting(self) -> dict[Key, Meeting]:
        """Meetings by key."""
        return {row.key: row for row in self.meetings}

    @cached_property
    def body(self) -> dict[Key, Body]:
        """Bodies by key."""
        return {row.key: row for row in self.bodies}

    def body_of(self, key: Key) -> Body:
        """The body; one of which nothing is said can be in one place at any time."""
        return self.body.get(key) or Body(key)

    @cached_property
    def days(self) -> dict[Day, list[Time]]:
        """The times of each day in their order."""
        found: dict[Day, list[Time]] = defaultdict(list)
        for row in sorted(self.times, key=lambda row: (row.day, row.order)):
            found[row.day].append(row)
        return dict(found)


Places = Mapping[Key, Key]  # meeting, time


@dataclass(frozen=True)
class Timetable:
    """Where each meeting is, how good that is, and whether nothing better exists."""

    places: dict[Key, Key]
    score: Score
    proven: bool = True


@dataclass(frozen=True)
class Clash:
    """A body that would have to be at more meetings at once than it can."""

    body: Key
    time: Key
    meetings: tuple[Key, ...]
    away: bool  # it has said that it cannot be there at all


def score_of(problem: Problem, places: Places) -> Score:
    """How good a timetable is; meetings that are not in `places` have no time."""
    missed = elsewhere = 0
    for row in problem.meetings:
        at = places.get(row.key)
        missed += max(row.wishes.values(), default=0)
        if at is not None:
            missed -= row.wishes.get(at, 0)
            elsewhere += not row.owns(problem.time[at].day)
    present = _present(problem, places)
    doubled = sum(
        max(0, number - _room(problem.body_of(body), time))
        for body, times in present.items()
        for time, number in times.items()
    )
    return Score(
        unplaced=sum(row.key not in places for row in problem.meetings),
        elsewhere=elsewhere,
        doubled=doubled,
        missed=missed,
        stretches=sum(_stretches(problem, times) for times in present.values()),
    )


def clashes_of(problem: Problem, places: Places) -> Iterator[Clash]:
    """Every body that is asked to too many meetings at once, with the meetings."""
    there: dict[tuple[Key, Key], list[Key]] = defaultdict(list)
    for row in problem.meetings:
        if (at := places.get(row.key)) is not None:
            for body in sorted(row.bodies):
                there[body, at].append(row.key)
    for (body, at), meetings in sorted(there.items()):
        row_ = problem.body_of(body)
        if len(meetings) > _room(row_, at):
            yield Clash(body, at, tuple(meetings), away=at in row_.away)


def overfull(problem: Problem, places: Places) -> list[Key]:
    """Times at which more meetings stand than there are tracks."""
    held = Counter(places.values())
    return [row.key for row in problem.times if held[row.key] > row.tracks]


def _room(body: Body, time: Key) -> int:
    return 0 if time in body.away else body.capacity


def _present(problem: Problem, places: Places) -> dict[Key, Counter[Key]]:
    found: dict[Key, Counter[Key]] = defaultdict(Counter)
    for row in problem.meetings:
        if (at := places.get(row.key)) is not None:
            for body in row.bodies:
                found[body][at] += 1
    return found


def _stretches(problem: Problem, times: Mapping[Key, int]) -> int:
    """How often somebody of the body comes to the table: rises from one time to the next."""
    days: Iterable[Day] = {problem.time[key].day for key in times}
    found = 0
    for day in days:
        before, last = 0, None
        for row in problem.days[day]:
            if last is not None and row.order != last + 1:
                before = 0
            now = times.get(row.key, 0)
            found += max(0, now - before)
            before, last = now, row.order
    return found
