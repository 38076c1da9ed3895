"""Why a meeting did not get a time that it wished: what the best timetable with it would cost."""

from dataclasses import dataclass, replace

from alke.domain.bookings.timetable import Clash, Key, Problem, Timetable, clashes_of, score_of
from alke.domain.bookings.timetable_pins import Pins

GOALS = ("unplaced", "elsewhere", "doubled", "missed", "stretches")  # in the order of `Score`


@dataclass(frozen=True)
class Why:
    """What would be worse if the meeting were at the time: the first goal that is, and by what."""

    meeting: Key
    time: Key
    goal: str  # one of `GOALS`; "" when it would be just as good
    worse: int = 0
    others: tuple[Key, ...] = ()  # meetings that would be the worse off
    clashes: tuple[Clash, ...] = ()  # bodies that would be doubled


def why_not(pins: Pins, best: Timetable, meeting: Key, time: Key) -> Why:
    """What the time would cost that the meeting did not get in the `best` timetable."""
    holders = tuple(key for key, at in best.places.items() if at == time)
    if meeting not in best.places and len(holders) >= pins.problem.time[time].tracks:
        return Why(meeting, time, "unplaced", 1, holders)
    found = pins.best_with(meeting, time, best.places)
    problem, then = found.part, found.then
    keys = problem.meeting.keys()
    best = replace(best, places={key: at for key, at in best.places.items() if key in keys})
    score = score_of(problem, best.places)
    for goal in GOALS:
        worse = getattr(then.score, goal) - getattr(score, goal)
        if worse > 0:
            return Why(
                meeting,
                time,
                goal,
                worse,
                others=tuple(_worse_off(problem, best, then, goal, meeting, time)),
                clashes=tuple(_new(problem, best, then)) if goal == "doubled" else (),
            )
        if worse < 0:
            break
    return Why(meeting, time, "")


def _worse_off(
    problem: Problem, best: Timetable, then: Timetable, goal: str, meeting: Key, time: Key
) -> list[Key]:
    def worth(found: Timetable, key: Key) -> int:
        row, at = rows[key], found.places.get(key)
        if goal == "missed":
            return row.wishes.get(at, 0) if at is not None else 0
        if goal == "elsewhere" and at is not None:
            return int(not row.own_days or problem.time[at].day in row.own_days)
        return int(at is not None)

    if goal not in {"unplaced", "elsewhere", "missed"}:
        return []
    if goal == "unplaced" and meeting not in then.places:  # whoever holds the time stays there
        return [key for key, at in best.places.items() if at == time and key != meeting]
    rows = {row.key: row for row in problem.meetings}
    return [key for key in rows if key != meeting and worth(then, key) < worth(best, key)]


def _new(problem: Problem, best: Timetable, then: Timetable) -> list[Clash]:
    known = {(row.body, row.time) for row in clashes_of(problem, best.places)}
    found = clashes_of(problem, then.places)
    return [row for row in found if (row.body, row.time) not in known]
