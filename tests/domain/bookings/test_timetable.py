"""The timetable's solver beside the plainest way of finding the best: looking at all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alke.domain.bookings.timetable import (
    Body,
    Key,
    Meeting,
    Places,
    Problem,
    Score,
    Time,
    Timetable,
    clashes_of,
    overfull,
    score_of,
)
from alke.domain.bookings.timetable_collisions import (
    Rule,
    RuleKind,
    rules_of,
    smallest_collision,
)
from alke.domain.bookings.timetable_flow import independent_groups
from alke.domain.bookings.timetable_pins import Pins
from alke.domain.bookings.timetable_reasons import why_not
from alke.domain.bookings.timetable_solver import solve
from bench.timetable import instance

OKM, LVM = 1, 2


def pinned(problem: Problem, pins: Mapping[Key, Key]) -> Problem:
    """The same problem with some meetings at given times."""
    rows = (
        replace(row, times=frozenset({pins[row.key]})) if row.key in pins else row
        for row in problem.meetings
    )
    return replace(problem, meetings=tuple(rows))


def times(days: int = 1, count: int = 3, tracks: int = 1) -> tuple[Time, ...]:
    """So many days with so many times each: day 0 has 0, 1, 2, day 1 has 3, 4, 5."""
    return tuple(
        Time(day * count + order, day, order, tracks)
        for day in range(days)
        for order in range(count)
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to four meetings, six times on two days, three bodies that are away at some."""
    rows = times(2, draw(st.integers(1, 3)), draw(st.integers(1, 2)))
    break_after = draw(st.integers(0, 2))  # who goes on after a break comes to the table anew
    rows = tuple(replace(row, order=row.order + (row.order > break_after)) for row in rows)
    keys = st.sampled_from([row.key for row in rows])
    meetings = tuple(
        Meeting(
            number,
            times=draw(st.frozensets(keys, min_size=0, max_size=6)),
            own_days=draw(st.frozensets(st.integers(0, 1), max_size=2)),
            wishes=draw(st.dictionaries(keys, st.integers(1, 3), max_size=2)),
            bodies=draw(st.frozensets(st.integers(0, 2), max_size=3)),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    bodies = tuple(
        Body(key, draw(st.integers(1, 2)), draw(st.frozensets(keys, max_size=2)))
        for key in range(3)
    )
    return Problem(rows, meetings, bodies)


def every(problem: Problem) -> Iterator[Places]:
    """All timetables that keep to the tracks."""
    options = [[None, *sorted(row.times)] for row in problem.meetings]
    for chosen in product(*options):
        pairs = zip(problem.meetings, chosen, strict=True)
        places = {row.key: at for row, at in pairs if at is not None}
        if not overfull(problem, places):
            yield places


@settings(max_examples=300)
@given(problems())
def test_no_timetable_is_better_than_the_one_that_is_found(problem: Problem) -> None:
    found = solve(problem)
    assert found.proven
    assert not overfull(problem, found.places)
    allowed = {row.key: row.times for row in problem.meetings}
    assert all(time in allowed[key] for key, time in found.places.items())
    assert found.score == score_of(problem, found.places)
    assert found.score == min(score_of(problem, places) for places in every(problem))


@settings(max_examples=60)
@given(problems())
def test_what_collides_is_the_smallest_set_that_does(problem: Problem) -> None:
    rules = rules_of(problem, own_days=True, bodies=True)
    found = smallest_collision(problem, rules)
    assert bool(found) == (not any(_holds(problem, places, rules) for places in _any(problem)))
    if found:
        assert not any(_holds(problem, places, found) for places in _any(problem))
        for left in found:
            rest = [rule for rule in found if rule != left]
            assert any(_holds(problem, places, rest) for places in _any(problem))


def _any(problem: Problem) -> Iterator[Places]:
    options = [[None, *sorted(row.times)] for row in problem.meetings]
    for chosen in product(*options):
        pairs = zip(problem.meetings, chosen, strict=True)
        yield {row.key: at for row, at in pairs if at is not None}


def _holds(problem: Problem, places: Places, rules: list[Rule] | tuple[Rule, ...]) -> bool:
    clashes = list(clashes_of(problem, places))
    full = set(overfull(problem, places))
    rows = {row.key: row for row in problem.meetings}

    def holds(rule: Rule) -> bool:
        match rule.kind:
            case RuleKind.PLACED:
                return rule.meeting in places
            case RuleKind.OWN_DAY:
                at = places.get(rule.meeting)
                return at is None or problem.time[at].day in rows[rule.meeting].own_days
            case RuleKind.ROOM:
                return rule.time not in full
            case RuleKind.APART:
                body = problem.body_of(rule.body)
                return all(
                    sum(rule.body in rows[key].bodies for key, at in places.items() if at == time)
                    <= body.capacity
                    for time in problem.time
                )
            case RuleKind.AWAY:
                return not any(row.body == rule.body and row.away for row in clashes)
        return places.get(rule.meeting) == rule.time

    return all(map(holds, rules))


def test_the_goals_come_one_after_the_other() -> None:
    """A meeting on its own day weighs more than all wishes, a place more than an own day."""
    rows = times(2, 1)
    both = Problem(
        rows,
        (
            Meeting(1, frozenset({0, 1}), frozenset({0}), {1: 9}),
            Meeting(2, frozenset({0, 1}), frozenset({0}), {0: 1}),
        ),
    )
    assert solve(both) == Timetable({1: 1, 2: 0}, Score(elsewhere=1))
    alone = Problem(rows, (both.meetings[0],))
    assert solve(alone) == Timetable({1: 0}, Score(missed=9))


def test_meetings_of_one_ministry_stand_together() -> None:
    rows = tuple(
        Meeting(number, frozenset({0, 1, 2}), bodies=frozenset({body}))
        for number, body in enumerate((OKM, LVM, OKM))
    )
    found = solve(Problem(times(), rows))
    assert found.score == Score(stretches=2)
    assert abs(found.places[0] - found.places[2]) == 1


def test_a_ministry_is_in_one_of_two_tracks_at_a_time() -> None:
    rows = tuple(
        Meeting(n, frozenset({0, 1}), frozenset(), {0: 1}, frozenset({OKM})) for n in range(2)
    )
    found = solve(Problem(times(1, 2, tracks=2), rows))
    assert sorted(found.places.values()) == [0, 1]
    assert found.score == Score(missed=1, stretches=1)
    with_two = Problem(times(1, 2, tracks=2), rows, (Body(OKM, capacity=2),))
    assert solve(with_two).score == Score(missed=0, stretches=2)


def test_days_without_a_meeting_in_common_are_solved_apart() -> None:
    rows = (
        Meeting(1, frozenset(range(6)), frozenset({0})),
        Meeting(2, frozenset(range(6)), frozenset({1})),
    )
    assert len(independent_groups(Problem(times(2), rows))) == 2
    shared = Meeting(3, frozenset(range(6)), frozenset({0, 1}))
    assert len(independent_groups(Problem(times(2), (*rows, shared)))) == 1


def test_where_no_meeting_is_to_be_placed_the_timetable_is_empty_and_proven() -> None:
    found = solve(Problem((Time(0, 1, 0, 1),), ()))
    assert (found.places, found.proven) == ({}, True)


def test_the_search_tells_how_far_it_is_and_can_be_ended() -> None:
    problem = instance(100, seed=1)
    told: list[tuple[int, int]] = []
    solve(problem, tell=lambda done, total: told.append((done, total)))
    groups = len(independent_groups(problem))
    assert told == [(done, groups) for done in range(1, groups + 1)]

    class Enough(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        solve(problem, tell=stop)


def test_six_meetings_and_five_times_on_their_day_collide() -> None:
    rows = tuple(Meeting(n, frozenset(range(10)), frozenset({0})) for n in range(6))
    problem = Problem(times(2, 5), rows)
    found = smallest_collision(problem, rules_of(problem, own_days=True))
    kinds = [rule.kind for rule in found]
    assert [kinds.count(kind) for kind in RuleKind] == [6, 0, 6, 5, 0, 0]
    assert smallest_collision(problem, rules_of(problem)) == ()


def test_two_meetings_at_one_time_collide_with_its_track_alone() -> None:
    rows = tuple(Meeting(n, frozenset({0, 1, 2})) for n in range(3))
    problem = Problem(times(), rows)
    pins = [Rule(RuleKind.PINNED, 0, time=1), Rule(RuleKind.PINNED, 1, time=1)]
    found = smallest_collision(problem, [*rules_of(problem), *pins])
    assert set(found) == {*pins, Rule(RuleKind.ROOM, time=1)}


def test_why_a_wish_was_not_granted() -> None:
    first = Meeting(1, frozenset({0, 1}), wishes={0: 3}, bodies=frozenset({OKM}))
    second = Meeting(2, frozenset({0, 1}), wishes={0: 1}, bodies=frozenset({LVM}))
    problem = Problem(times(1, 2), (first, second), (Body(LVM, away=frozenset({0})),))
    best = solve(problem)
    assert best.places == {1: 0, 2: 1}
    why = why_not(Pins(problem, [(2, 0)]), best, 2, 0)
    assert (why.goal, why.worse, [row.body for row in why.clashes]) == ("doubled", 1, [LVM])
    here = replace(problem, bodies=())
    why = why_not(Pins(here, [(2, 0)]), best, 2, 0)
    assert (why.goal, why.worse, why.others) == ("missed", 2, (1,))
    assert solve(pinned(here, {2: 0})).places == {1: 1, 2: 0}
