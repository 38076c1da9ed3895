"""The last goal, few gaps: days' sets of meetings beside the programme that knows only times."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alke.domain.bookings import timetable_days, timetable_sets
from alke.domain.bookings.timetable import (
    Body,
    Meeting,
    Problem,
    Score,
    Time,
    Timetable,
    overfull,
    score_of,
)
from alke.domain.bookings.timetable_model import Unsolved
from alke.domain.bookings.timetable_solver import solve
from bench.timetable import any_day, instance


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to seven meetings on two days with breaks, for which there may be too few times."""
    count, tracks = draw(st.integers(2, 4)), draw(st.integers(1, 2))
    break_after = draw(st.integers(0, count))
    rows = tuple(
        Time(day * count + n, day, n + (n > break_after), tracks)
        for day in range(2)
        for n in range(count)
    )
    keys = [row.key for row in rows]
    some = st.sampled_from(keys)
    first, second = frozenset(keys[:count]), frozenset(keys[count:])
    meetings = tuple(
        Meeting(
            number,
            times=draw(
                st.sampled_from([first | second, first | second, first, second])
                | st.frozensets(some, min_size=2)
            ),
            own_days=draw(st.sampled_from([frozenset(), frozenset({0}), frozenset({0, 1})])),
            wishes=draw(st.dictionaries(some, st.integers(1, 2), max_size=1)),
            bodies=draw(st.frozensets(st.integers(0, 3), min_size=1, max_size=3)),
        )
        for number in range(draw(st.integers(3, 7)))
    )
    bodies = tuple(
        Body(key, draw(st.integers(1, 2)), draw(st.frozensets(some, max_size=2)))
        for key in range(3)
    )
    return Problem(rows, meetings, bodies)


def solve_by_time(problem: Problem) -> Timetable:
    """As where a day has too many meetings to look at all their sets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timetable_days, "MEETINGS", 0)
        return solve(problem)


@settings(max_examples=200)
@given(problems())
def test_sets_of_days_and_times_lead_to_the_same(problem: Problem) -> None:
    found, other = solve(problem), solve_by_time(problem)
    assert found.proven
    assert other.proven
    assert not overfull(problem, found.places)
    allowed = {row.key: row.times for row in problem.meetings}
    assert all(time in allowed[key] for key, time in found.places.items())
    assert found.score == score_of(problem, found.places) == other.score


@pytest.mark.parametrize("kind", ["booked", "wishes", "silent"])
@pytest.mark.parametrize("tracks", [1, 2])
def test_a_round_has_the_same_score_either_way(kind: str, tracks: int) -> None:
    problem = instance(18, seed=3, kind=kind, tracks=tracks)
    assert solve(problem).score == solve_by_time(problem).score


def test_a_round_in_which_nobody_wishes_anything_is_proven() -> None:
    problem = instance(100, seed=1, kind="silent")
    found = solve(problem)
    assert found.proven
    assert found.score == score_of(problem, found.places)
    assert (found.score.unplaced, found.score.elsewhere, found.score.missed) == (0, 0, 0)


def test_the_days_of_a_round_are_chosen_too_where_no_region_has_its_own() -> None:
    """With twelve regions the relaxation says 22 stretches, which no timetable has."""
    assert solve(any_day(instance(12, 1, "silent"))).score == Score(stretches=23)
    found = solve(any_day(instance(14, 1, "silent")))
    assert (found.score, found.proven) == (Score(stretches=25), True)


def test_what_was_known_stays_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_args: object) -> Timetable:
        raise Unsolved

    problem = instance(18, seed=1, kind="wishes")
    best = solve(problem)
    monkeypatch.setattr(timetable_sets, "best_sets", too_long)
    found = solve(problem)
    assert not found.proven
    assert found.score == score_of(problem, found.places)
    assert replace(found.score, stretches=0) == replace(best.score, stretches=0)
    assert found.score > best.score
