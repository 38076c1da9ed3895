"""What one pin costs and what collides, told of a part: held against the whole, sought anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alke.domain.bookings.timetable import Meeting, Problem, Score, Time, Timetable, score_of
from alke.domain.bookings.timetable_collisions import Rule, RuleKind, rules_of, smallest_collision
from alke.domain.bookings.timetable_pins import Pins
from alke.domain.bookings.timetable_reasons import why_not
from alke.domain.bookings.timetable_solver import solve
from bench.timetable import instance
from tests.domain.bookings.test_timetable import pinned, problems


def with_pin(problem: Problem, pins: Pins, best: Timetable, meeting: int, time: int) -> Score:
    """How good the whole is then: the part that the pin touches, and the rest as it was."""
    found = pins.best_with(meeting, time, best.places)
    places = {key: at for key, at in best.places.items() if key not in found.part.meeting}
    whole = places | found.then.places
    assert found.then.places.get(meeting) in {time, None}
    return score_of(problem, whole)


@settings(max_examples=150, deadline=None)
@given(problems(), st.data())
def test_a_pin_costs_what_solving_the_whole_would_say(
    problem: Problem, data: st.DataObject
) -> None:
    """Also at a time at which the meeting may not be otherwise."""
    best = solve(problem)
    tried = [(row.key, time.key) for row in problem.meetings for time in problem.times]
    pins = Pins(problem, tried)
    for meeting, time in data.draw(st.lists(st.sampled_from(tried), min_size=1, max_size=3)):
        whole = solve(pinned(problem, {meeting: time}))
        assert with_pin(problem, pins, best, meeting, time) == whole.score


@pytest.mark.parametrize("kind", ["booked", "wishes"])
def test_only_the_days_that_hang_together_are_solved_anew(kind: str) -> None:
    problem = instance(90, 1, kind)
    best = solve(problem)
    tried = [
        (row.key, time)
        for row in problem.meetings
        for time in row.wishes
        if best.places.get(row.key) != time
    ]
    pins, sizes = Pins(problem, tried), []
    for meeting, time in tried[:12]:
        whole = solve(pinned(problem, {meeting: time}))
        assert with_pin(problem, pins, best, meeting, time) == whole.score
        sizes.append(len(pins.best_with(meeting, time, best.places).part.meetings))
    assert min(sizes) < 45


def test_far_days_have_no_part_in_it() -> None:
    """Two days that share nothing: who wants the other's time touches one of them."""
    times = tuple(Time(n, n // 2, n % 2) for n in range(4))
    near = [Meeting(n, frozenset({0, 1}), wishes={0: 2 - n}) for n in range(2)]
    far = [Meeting(n, frozenset({2, 3}), wishes={2: 4 - n}) for n in (2, 3)]
    problem = Problem(times, (*near, *far))
    best = solve(problem)
    pins = Pins(problem, [(1, 0)])
    found = pins.best_with(1, 0, best.places)
    assert found.part.meeting.keys() == {0, 1}
    why = why_not(pins, best, 1, 0)
    assert (why.goal, why.worse, why.others) == ("missed", 1, (0,))


@pytest.mark.parametrize("tracks", [1, 2])
@pytest.mark.parametrize(
    ("meetings", "held"), [(5, {}), (4, {0: 1, 1: 1, 2: 1}), (9, {0: 2}), (3, {})]
)
def test_what_collides_is_counted_as_it_is_sought(
    meetings: int, held: dict[int, int], tracks: int
) -> None:
    """Where all may be anywhere; one rule more, that binds nobody, and it is sought."""
    times = tuple(Time(n, 0, n, tracks) for n in range(4))
    rows = tuple(Meeting(n, frozenset(range(4)), frozenset({0})) for n in range(meetings))
    problem = Problem(times, rows)
    rules = [*rules_of(problem), *(Rule(RuleKind.PINNED, n, time=at) for n, at in held.items())]
    counted = smallest_collision(problem, rules)
    sought = smallest_collision(problem, [*rules, Rule(RuleKind.OWN_DAY, 0)])
    kinds = [[rule.kind for rule in found] for found in (counted, sought)]
    rooms, placed = (
        [sum(kind in some for kind in row) for row in kinds]
        for some in ({RuleKind.ROOM}, {RuleKind.PLACED, RuleKind.PINNED})
    )
    assert rooms[0] == rooms[1]
    assert placed[0] == placed[1]


def test_three_thousand_meetings_and_too_little_room_are_told_at_once() -> None:
    times = instance(3000, 1).times[:2000]
    rows = tuple(Meeting(n, frozenset(range(2000))) for n in range(3000))
    problem = Problem(times, rows)
    found = smallest_collision(problem, rules_of(problem))
    assert (len(found), {rule.kind for rule in found}) == (4001, {RuleKind.PLACED, RuleKind.ROOM})
