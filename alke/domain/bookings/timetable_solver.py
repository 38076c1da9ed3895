"""Finds the best timetable and proves that it is: goals in order, by the solver HiGHS.

First where meetings can be at all: places and own days are a flow, which is solved whole. Its
prices tell which days a meeting can have in any best timetable, and so which days hang together;
each such group is then solved on its own for the goals that follow. For the gaps, the last goal,
every set of meetings that a day may have is ordered as well as can be, and each day is given one.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from alke.domain.bookings.timetable import Key, Problem, Score, Timetable, score_of
from alke.domain.bookings.timetable_flow import Group, independent_groups, parts_of
from alke.domain.bookings.timetable_goals import GroupModel, least_stretches
from alke.domain.bookings.timetable_model import Unsolved

Tell = Callable[[int, int], None]  # how many groups of days are done, of how many
LONGEST = 60.0  # seconds for one goal of one group of days
AT_ONCE = 2  # groups solved side by side when there are many
MANY = 8


def solve(problem: Problem, *, tell: Tell | None = None, longest: float = LONGEST) -> Timetable:
    """The best timetable; `proven` unless some group took more than `longest` seconds.

    `tell` hears after each group of days how many are done; what it raises ends the search.
    """
    groups = independent_groups(problem)
    found = Timetable({}, Score())
    if len(groups) < MANY:
        results: Iterator[Timetable] = (solve_group(row, longest) for row in groups)
        return _joined(results, len(groups), tell) if groups else found
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            results = pool.map(lambda row: solve_group(row, longest), groups)
            return _joined(results, len(groups), tell)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _joined(results: Iterator[Timetable], total: int, tell: Tell | None) -> Timetable:
    places: dict[Key, Key] = {}
    score, proven = Score(), True
    for done, row in enumerate(results, 1):
        places |= row.places
        score, proven = score + row.score, proven and row.proven
        if tell is not None:
            tell(done, total)
    return Timetable(places, score, proven)


def solve_group(group: Group, longest: float) -> Timetable:
    """The best places of a group: first who is doubled and what is wished, then the gaps.

    What the first goals leave open is often less than whole days: it is cut once more.
    """
    model = GroupModel(group, longest)
    proven = model.solve_for("doubled", model.doubled())
    proven &= model.solve_for("missed", model.missed())
    if model.score is None:
        proven = model.solve_for("unplaced", model.anything())
    rest = model.open_problem()
    found = Timetable({}, Score(), proven)
    for part in parts_of(rest, group, model.found):
        found = _both(found, _least_gaps(part, model.found, longest))
    return found


def _least_gaps(group: Group, held: Mapping[Key, Key], longest: float) -> Timetable:
    """The places with the fewest stretches among those that are as good as `held` otherwise.

    Nothing better than `held` found in the time there was: it stays, without a proof.
    """
    keys = {row.key for row in group.problem.meetings}
    places = {key: time for key, time in held.items() if key in keys}
    known = Timetable(places, score_of(group.problem, places))
    if known.score.stretches <= least_stretches(group.problem, group.optional):
        return known
    try:
        found = _by_day(group, known, longest)
    except Unsolved:
        return replace(known, proven=False)
    return found if found.score <= known.score else replace(known, proven=False)


def _by_day(group: Group, known: Timetable, longest: float) -> Timetable:
    from alke.domain.bookings.timetable_days import TooManySets  # noqa: PLC0415 - brings numpy
    from alke.domain.bookings.timetable_sets import best_sets  # noqa: PLC0415

    try:
        return best_sets(group, known.score, longest)
    except TooManySets:
        return _by_time(group, known, longest)


def _by_time(group: Group, known: Timetable, longest: float) -> Timetable:
    """By columns for each time, where days have too many sets of meetings to look at them all."""
    model = GroupModel(group, longest)
    model.take(known.places, known.score)
    model.hold(model.doubled(), known.score.doubled)
    model.hold(model.missed(), known.score.missed)
    proven = model.solve_for("stretches", model.stretches())
    return Timetable(model.found, score_of(group.problem, model.found), proven)


def _both(one: Timetable, two: Timetable) -> Timetable:
    return Timetable(one.places | two.places, one.score + two.score, one.proven and two.proven)
