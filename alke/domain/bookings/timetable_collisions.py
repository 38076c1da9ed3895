"""Which wishes and rules cannot all hold: the smallest set of them that collides.

Each rule may be broken at a price of one. A set of broken rules with which the rest holds is a way
out; a set that has one rule of every way out is what collides, and the smallest such set is the
plainest explanation. Both are sought in turn, the ways out that are known growing, until the set
found leaves no way out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alke.domain.bookings.timetable import Day, Key, Problem
from alke.domain.bookings.timetable_model import Model, Unsolved

TURNS = 400  # more ways out than this, and some set that collides has to do


class RuleKind(StrEnum):
    """What a rule demands."""

    PLACED = "placed"  # the meeting has a time
    PINNED = "pinned"  # the meeting is at the time
    OWN_DAY = "own-day"  # the meeting is on a day of its own
    ROOM = "room"  # no more meetings at the time than there are tracks
    APART = "apart"  # the body is at no more meetings at once than it can
    AWAY = "away"  # the body is at no meeting at a time when it cannot be


@dataclass(frozen=True, order=True)
class Rule:
    """One rule or wish; what it is about is given by the keys that its kind needs."""

    kind: RuleKind
    meeting: Key = -1
    time: Key = -1
    body: Key = -1


def rules_of(problem: Problem, *, own_days: bool = False, bodies: bool = False) -> list[Rule]:
    """Every meeting placed and every time held by its tracks; own days and bodies when asked."""
    found = [Rule(RuleKind.PLACED, meeting=row.key) for row in problem.meetings]
    found += [Rule(RuleKind.ROOM, time=row.key) for row in problem.times]
    if own_days:
        with_days = (row for row in problem.meetings if row.own_days)
        found += [Rule(RuleKind.OWN_DAY, meeting=row.key) for row in with_days]
    if bodies:
        keys = sorted({body for row in problem.meetings for body in row.bodies})
        found += [Rule(RuleKind.APART, body=key) for key in keys]
        found += [Rule(RuleKind.AWAY, body=key) for key in keys if problem.body_of(key).away]
    return found


def smallest_collision(problem: Problem, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The fewest of `rules` that cannot all hold; nothing when they can."""
    every = sorted(set(rules))
    if _is_plain(problem, every):
        return _plain_collision(problem, every)
    world = _World(problem, every)
    ways: list[frozenset[int]] = []
    for _turn in range(TURNS):
        held = _one_of_each(ways, len(every))
        way = world.way_out(held)
        if way is None:
            return tuple(every[n] for n in sorted(held))
        if not way:
            return ()
        ways.append(way)
    return _some_collision(world, every)


def _is_plain(problem: Problem, rules: Sequence[Rule]) -> bool:
    """Whether every meeting may be at every time, but for one that is held at one."""
    kinds = {RuleKind.PLACED, RuleKind.PINNED, RuleKind.ROOM}
    held = [rule.meeting for rule in rules if rule.kind == RuleKind.PINNED]
    rooms = {rule.time for rule in rules if rule.kind == RuleKind.ROOM}
    anywhere = all(row.times == problem.time.keys() for row in problem.meetings)
    whole = rooms == problem.time.keys() and len(held) == len(set(held))
    return anywhere and whole and all(rule.kind in kinds for rule in rules)


def _plain_collision(problem: Problem, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Too many are held at one time, or there are more meetings than room: counted, not sought.

    Nothing else can collide, for who is held nowhere may go where there is room.
    """
    held: dict[Key, list[Rule]] = defaultdict(list)
    wanted = {rule.meeting: rule for rule in rules if rule.kind == RuleKind.PLACED}
    for rule in rules:
        if rule.kind == RuleKind.PINNED:
            held[rule.time].append(rule)
            wanted.setdefault(rule.meeting, rule)
    rooms = {rule.time: rule for rule in rules if rule.kind == RuleKind.ROOM}
    crowded: list[tuple[Rule, ...]] = [
        (*held[row.key][: row.tracks + 1], rooms[row.key])
        for row in problem.times
        if len(held[row.key]) > row.tracks
    ]
    room = sum(row.tracks for row in problem.times)
    if not crowded and len(wanted) > room:
        crowded = [(*list(wanted.values())[: room + 1], *rooms.values())]
    return min((tuple(sorted(rows)) for rows in crowded), key=lambda rows: len(rows), default=())


def _some_collision(world: "_World", every: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules of which none can be left out, if not the fewest: each is tried in turn."""
    held = set(range(len(every)))
    for number in range(len(every)):
        if world.way_out(held - {number}) is None:
            held.remove(number)
    return tuple(every[n] for n in sorted(held))


def _one_of_each(ways: Sequence[frozenset[int]], count: int) -> set[int]:
    """The fewest rules of which each way out breaks one."""
    if not ways:
        return set()
    model = Model()
    columns = [model.binary() for _ in range(count)]
    for way in ways:
        model.row(1, len(way), [columns[n] for n in sorted(way)])
    model.minimise(dict.fromkeys(columns, 1))
    values = model.values()
    return {n for n in range(count) if values[columns[n]] > 0.5}


class _World:
    """Meetings at times, and for each rule whether it is broken."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.problem, self.model = problem, Model()
        self.at = {
            (row.key, time): self.model.binary()
            for row in problem.meetings
            for time in sorted(row.times)
        }
        self.broken = [self.model.binary() for _ in rules]
        for row in problem.meetings:
            columns = [self.at[row.key, time] for time in sorted(row.times)]
            self.model.row(0, 1, columns)
        for rule, broken in zip(rules, self.broken, strict=True):
            self._add(rule, broken)

    def way_out(self, held: Iterable[int]) -> frozenset[int] | None:
        """The fewest rules to break beside those `held`; None when they collide themselves."""
        held = set(held)
        for number, column in enumerate(self.broken):
            self.model.bound(column, 0.0 if number in held else 1.0)
        try:
            self.model.minimise(dict.fromkeys(self.broken, 1))
        except Unsolved:
            return None
        values = self.model.values()
        return frozenset(n for n, column in enumerate(self.broken) if values[column] > 0.5)

    def _add(self, rule: Rule, broken: int) -> None:
        match rule.kind:
            case RuleKind.PLACED:
                self._at_least(self._times_of(rule.meeting), broken)
            case RuleKind.PINNED:
                self._at_least(self._times_of(rule.meeting, only=rule.time), broken)
            case RuleKind.OWN_DAY:
                days = next(r.own_days for r in self.problem.meetings if r.key == rule.meeting)
                self._at_most(0, self._times_of(rule.meeting, besides=days), broken)
            case RuleKind.ROOM:
                columns = [n for (_m, time), n in self.at.items() if time == rule.time]
                self._at_most(self.problem.time[rule.time].tracks, columns, broken)
            case RuleKind.APART:
                room = self.problem.body_of(rule.body).capacity
                for time in self.problem.time:
                    self._at_most(room, self._meetings_of(rule.body, [time]), broken)
            case RuleKind.AWAY:
                away = sorted(self.problem.body_of(rule.body).away)
                self._at_most(0, self._meetings_of(rule.body, away), broken)

    def _times_of(
        self, meeting: Key, *, only: Key | None = None, besides: Iterable[Day] = ()
    ) -> list[int]:
        return [
            column
            for (key, time), column in self.at.items()
            if key == meeting
            and (only is None or time == only)
            and self.problem.time[time].day not in set(besides)
        ]

    def _meetings_of(self, body: Key, times: Iterable[Key]) -> list[int]:
        keys = [row.key for row in self.problem.meetings if body in row.bodies]
        pairs = ((key, time) for time in times for key in keys)
        return [self.at[pair] for pair in pairs if pair in self.at]

    def _at_least(self, columns: list[int], broken: int) -> None:
        self.model.row(1, len(columns) + 1, [*columns, broken])

    def _at_most(self, most: int, columns: list[int], broken: int) -> None:
        if len(columns) > most:
            signs = [*(1 for _ in columns), most - len(columns)]
            self.model.row(-len(columns), most, [*columns, broken], signs)
