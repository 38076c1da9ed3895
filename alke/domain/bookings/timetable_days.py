"""What a day costs at best with each set of meetings that it may have: all orders are looked at.

Time by time. A state is which meetings have been held so far, and which of them just now: what
comes next depends on nothing else. Of all ways into a state the cheapest is kept (dynamic
programming), so that what is found is exact. A set of meetings is a number with a bit for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from alke.domain.bookings.timetable import Day, Key, Meeting, Problem, Time

Whole = NDArray[np.int64]
MEETINGS = 20  # on one day: arrays have a place for each set of them
STEPS = 4_000_000  # from one time to the next: half a second, and 200 MB meanwhile


class TooManySets(Exception):
    """There is too much on the day for looking at it all."""


@dataclass(frozen=True)
class Cost:
    """What a set of meetings costs in its best order, the most important first."""

    doubled: int
    missed: int  # below zero: points that are granted
    stretches: int


@dataclass(frozen=True)
class Choices:
    """What may be held at one time: sets of meetings, and what each costs, also after another."""

    sets: Whole
    costs: Whole
    after: Whole  # [what was held before, what is held now]


@dataclass(frozen=True)
class States:
    """After one time: ways that end in the same set of meetings held so far stand side by side."""

    sets: Whole  # in order
    first: Whole  # by set: where its ways begin
    number: Whole  # by set: how many they are
    choice: Whole  # by way, as its `cost`
    cost: Whole

    def ways(self, chosen: int) -> slice:
        """Where the ways of a set stand."""
        at = int(np.searchsorted(self.sets, chosen))
        return slice(int(self.first[at]), int(self.first[at] + self.number[at]))


class DayCosts:
    """Every set of meetings that a day may have, with its cost; `places` has the best order."""

    def __init__(self, problem: Problem, day: Day, always: frozenset[Key], fewest: int) -> None:
        """The day has all meetings of `always`, and at least `fewest` in all."""
        self.times = problem.days[day]
        keys = {row.key for row in self.times}
        self.meetings = [row for row in problem.meetings if row.times & keys]
        if len(self.meetings) > MEETINGS:
            raise TooManySets
        self._bit = {row.key: 1 << n for n, row in enumerate(self.meetings)}
        keys = {body for row in self.meetings for body in row.bodies}
        self._bodies = [problem.body_of(key) for key in sorted(keys)]
        self._room = [row.tracks for row in self.times]
        self._always = self._set_of(always)
        self._fewest = fewest
        self._by_missed = 1 + sum(len(row.bodies) for row in self.meetings)
        self._by_doubled = self._by_missed * (1 + sum(_most(row) for row in self.meetings))
        self.choices = list(self._choices())
        self.states = list(self._states())
        self.sets = self.states[-1].sets

    def keys(self, chosen: int) -> list[Key]:
        """The meetings of a set."""
        return [row.key for row in self.meetings if chosen & self._bit[row.key]]

    def costs(self) -> list[Cost]:
        """What each of `sets` costs."""
        last = self.states[-1]
        best = np.minimum.reduceat(last.cost, last.first)
        return [self._cost(int(n), int(cost)) for n, cost in zip(self.sets, best, strict=True)]

    def places(self, chosen: int) -> dict[Key, Key]:
        """The best order of a set, followed from its last time to the first."""
        found: dict[Key, Key] = {}
        after: Whole | int = 0
        for number in range(len(self.times), 0, -1):
            states, choices = self.states[number], self.choices[number - 1]
            ways = states.ways(chosen)
            best = int(np.argmin(states.cost[ways] + after))
            choice = int(states.choice[ways][best])
            held = int(choices.sets[choice])
            found |= dict.fromkeys(self.keys(held), self.times[number - 1].key)
            chosen ^= held
            before = self.states[number - 1]
            after = choices.after[before.choice[before.ways(chosen)], choice]
        return found

    def _cost(self, chosen: int, cost: int) -> Cost:
        doubled, rest = divmod(cost, self._by_doubled)
        missed, stretches = divmod(rest, self._by_missed)
        best = sum(_most(row) for row in self.meetings if chosen & self._bit[row.key])
        return Cost(doubled, missed - best, stretches)

    def _set_of(self, keys: frozenset[Key]) -> int:
        return sum(self._bit[key] for key in keys)

    def _choices(self) -> Iterator[Choices]:
        """For each time what may be held then; before the first nothing is."""
        attends = _table([[b.key in row.bodies for b in self._bodies] for row in self.meetings])
        before = np.zeros((1, len(self._bodies)), np.int64)
        last = None
        for time in self.times:
            sets = self._sets_at(time)
            has = (sets[:, None] >> np.arange(len(self.meetings))) & 1
            there = has @ attends
            rooms = [0 if time.key in body.away else body.capacity for body in self._bodies]
            doubled = np.maximum(there - _table(rooms), 0).sum(axis=1)
            missed = has @ _table([_most(r) - r.wishes.get(time.key, 0) for r in self.meetings])
            if last is not None and time.order != last + 1:
                before = np.zeros_like(before)
            after = np.maximum(there[None, :, :] - before[:, None, :], 0).sum(axis=2)
            yield Choices(sets, doubled * self._by_doubled + missed * self._by_missed, after)
            before, last = there, time.order

    def _sets_at(self, time: Time) -> Whole:
        bits = [self._bit[row.key] for row in self.meetings if time.key in row.times]
        sizes = range(min(time.tracks, len(bits)) + 1)
        number = sum(comb(len(bits), size) for size in sizes)
        if number * number * len(self._bodies) > STEPS:
            raise TooManySets
        return _table([sum(row) for size in sizes for row in combinations(bits, size)])

    def _states(self) -> Iterator[States]:
        every = np.arange(1 << len(self.meetings))
        states = States(*(_table([n]) for n in (0, 0, 1, 0, 0)))
        yield states
        for count, choices in enumerate(self.choices, 1):
            states = _step(states, choices, self._possible(every, count), len(every))
            yield states

    def _possible(self, every: Whole, count: int) -> Whole:
        """Sets that may have been held after so many times, so that the rest has room."""
        held, left = sum(self._room[:count]), sum(self._room[count:])
        size = np.bitwise_count(every).astype(np.int64)
        whole = np.bitwise_count(every | self._always).astype(np.int64)
        fits = (size <= held) & (whole <= held + left)
        possible: Whole = every[fits & (np.maximum(whole, self._fewest) - size <= left)]
        return possible


def _table(rows: Sequence[object]) -> Whole:
    return np.array(rows, np.int64)


def _most(row: Meeting) -> int:
    return max(row.wishes.values(), default=0)


def _step(states: States, choices: Choices, sets: Whole, size: int) -> States:
    """From one time to the next: what is held then, and the cheapest way there."""
    if len(sets) * len(choices.sets) > STEPS:
        raise TooManySets
    place = np.full(size, -1)
    place[states.sets] = np.arange(len(states.sets))
    within = (sets[:, None] & choices.sets) == choices.sets
    before = place[sets[:, None] ^ choices.sets]
    row, choice = np.nonzero(within & (before >= 0))
    before = before[row, choice]
    count = states.number[before]
    total = int(count.sum())
    if total > STEPS:
        raise TooManySets
    begins = np.cumsum(count) - count
    source = np.arange(total) + np.repeat(states.first[before] - begins, count)
    costs = states.cost[source] + choices.after[states.choice[source], np.repeat(choice, count)]
    best = np.minimum.reduceat(costs, begins) + choices.costs[choice]
    found, first, number = np.unique(sets[row], return_index=True, return_counts=True)
    return States(found, first, number, choice, best)
