"""Which set of meetings each day of a group gets: the sets' best orders are known, one is chosen.

The order within a day needs no columns here, so that the programme's relaxation is close to whole
numbers and the proof is short (Dantzig and Wolfe's reformulation, with every column at hand).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from alke.domain.bookings.timetable import Day, Key, Score, Timetable, score_of
from alke.domain.bookings.timetable_days import Cost, DayCosts, TooManySets
from alke.domain.bookings.timetable_flow import Group
from alke.domain.bookings.timetable_model import INFINITE, Model
from alke.domain.bookings.timetable_prices import least

COLUMNS = 100_000  # sets of all days together: some seconds


@dataclass(frozen=True)
class Column:
    """A day with a set of meetings."""

    day: Day
    chosen: int
    keys: tuple[Key, ...]
    elsewhere: int
    cost: Cost


def best_sets(group: Group, held: Score, longest: float) -> Timetable:
    """The fewest stretches of a group, no worse than `held` otherwise.

    Raises `TooManySets` where days have too many meetings to choose from.
    """
    days = dict(_days(group))
    if sum(len(row.sets) for row in days.values()) > COLUMNS:
        raise TooManySets
    columns = [column for day, row in days.items() for column in _columns(group, day, row)]
    chosen, proven = _chosen(group, columns, held, longest)
    places: dict[Key, Key] = {}
    for column in chosen:
        places |= days[column.day].places(column.chosen)
    return Timetable(places, score_of(group.problem, places), proven)


def _days(group: Group) -> Iterator[tuple[Day, DayCosts]]:
    """Each day with what it has in any case: who has no other day, and what others cannot take."""
    problem = group.problem
    of_meeting = {row.key: {problem.time[key].day for key in row.times} for row in problem.meetings}
    most = {
        day: min(
            sum(time.tracks for time in times), sum(day in days for days in of_meeting.values())
        )
        for day, times in problem.days.items()
    }
    placed = len(problem.meetings) - group.unplaced
    for day in problem.days:
        always = frozenset(
            key for key, days in of_meeting.items() if days == {day} and key not in group.optional
        )
        yield day, DayCosts(problem, day, always, placed - (sum(most.values()) - most[day]))


def _columns(group: Group, day: Day, row: DayCosts) -> Iterator[Column]:
    away = {meeting.key for meeting in group.problem.meetings if not meeting.owns(day)}
    for chosen, cost in zip(row.sets.tolist(), row.costs(), strict=True):
        keys = tuple(row.keys(chosen))
        yield Column(day, chosen, keys, sum(key in away for key in keys), cost)


def _chosen(
    group: Group, columns: list[Column], held: Score, longest: float
) -> tuple[list[Column], bool]:
    """One set for each day, every meeting in one of them, as few stretches as can be."""
    model = Model(longest=longest)
    numbers = [model.binary() for _ in columns]
    by_day: dict[Day, list[int]] = defaultdict(list)
    by_meeting: dict[Key, list[int]] = defaultdict(list)
    for number, column in zip(numbers, columns, strict=True):
        by_day[column.day].append(number)
        for key in column.keys:
            by_meeting[key].append(number)
    for of_day in by_day.values():
        model.row(1, 1, of_day)
    for key, of_meeting in by_meeting.items():
        model.row(0 if key in group.optional else 1, 1, of_meeting)
    placed = len(group.problem.meetings) - group.unplaced
    model.row(placed, placed, numbers, [len(row.keys) for row in columns])
    model.row(group.elsewhere, group.elsewhere, numbers, [row.elsewhere for row in columns])
    model.row(-INFINITE, held.doubled, numbers, [row.cost.doubled for row in columns])
    points = sum(max(row.wishes.values(), default=0) for row in group.problem.meetings)
    model.row(-INFINITE, held.missed - points, numbers, [row.cost.missed for row in columns])
    costs = {number: row.cost.stretches for number, row in zip(numbers, columns, strict=True)}
    proven = least(model, costs)
    values = model.values()
    return [
        row for number, row in zip(numbers, columns, strict=True) if values[number] > 0.5
    ], proven
