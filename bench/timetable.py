"""How long a timetable takes that is proven to be the best: python -m bench.timetable [largest]

Instances are made from a seed, in the shape of 2024 and larger: a joint discussion brings four or
five regions together, and in the afternoon they meet the ministries one by one, at five times.
Every sixth region attends two discussions. Each has a theme with two to four ministries, TEM is at
every meeting, and each ministry is away at some times. `wishes`: every region wishes two times;
`booked`: half of them have booked (some the same times), a quarter wishes, a quarter is silent;
`silent`: nobody has said anything, so that only the ministries' gaps count. `any day`: silent, and
no region has a day of its own, so that each may be on each day; only at the size of 2024.
"""

import random
import sys
import time
from dataclasses import replace
from itertools import product
from statistics import median

from alke.domain.bookings.timetable import Body, Meeting, Problem, Time
from alke.domain.bookings.timetable_flow import independent_groups
from alke.domain.bookings.timetable_pins import Pins
from alke.domain.bookings.timetable_reasons import why_not
from alke.domain.bookings.timetable_solver import solve

SIZES = (18, 300, 3000)
KINDS = ("booked", "wishes", "silent")
SEEDS = range(5)
TIMES = 5
MINISTRIES = 12
NEAR = 2  # a region may also go to the days of the discussions before and after its own
LONGEST = 10.0  # seconds for one goal of one group
MANY = 100  # reasons that are measured
GOALS = {18: 0.1, 300: 1.0, 3000: 10.0}


def instance(regions: int, seed: int, kind: str = "booked", tracks: int = 1) -> Problem:
    """A round of so many regions."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    days = max(4, round(regions / 4.5 / tracks))
    times = tuple(
        Time(day * TIMES + order, day, order, tracks)
        for day in range(days)
        for order in range(TIMES)
    )
    meetings = tuple(_meeting(dice, number, days, kind) for number in range(regions))
    bodies = [Body(0, capacity=tracks)]
    for key in range(1, MINISTRIES):
        away = frozenset(row.key for row in times if dice.random() < 0.04)
        bodies.append(Body(key, away=away))
    return Problem(times, meetings, tuple(bodies))


def any_day(problem: Problem) -> Problem:
    """The same round, but no region has a day of its own."""
    times = frozenset(problem.time)
    rows = (replace(row, times=times, own_days=frozenset()) for row in problem.meetings)
    return replace(problem, meetings=tuple(rows))


def _meeting(dice: random.Random, number: int, days: int, kind: str) -> Meeting:
    own = {number % days}
    if number % 6 == 0:
        own.add((number + 1) % days)
    near = {(day + by) % days for day in own for by in range(-NEAR, NEAR + 1)}
    times = frozenset(day * TIMES + order for day in near for order in range(TIMES))
    wished = [day * TIMES + order for day in sorted(own) for order in range(TIMES)]
    first, second = dice.sample(wished, 2)
    bodies = {0, *dice.sample(range(1, MINISTRIES), dice.randint(2, 4))}
    if kind == "booked":
        kind = dice.choice(["one", "one", "wishes", "silent"])
    wishes = {"one": {first: 10}, "wishes": {first: 2, second: 1}, "silent": {}}[kind]
    return Meeting(number, times, frozenset(own), wishes, frozenset(bodies))


def main() -> None:
    """Solves every size with every seed, and prints the figures."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    before = time.perf_counter()
    solve(instance(18, 99))
    head = (
        "regions",
        "tracks",
        "kind",
        "groups",
        "median s",
        "worst s",
        "CPU s",
        "goal s",
        "proven",
    )
    sys.stdout.write(f"first solution, HiGHS brought in: {time.perf_counter() - before:.3f} s\n")
    sys.stdout.write(("{:>10}" * len(head) + "\n").format(*head))
    for size in SIZES:
        for tracks, kind in product((1, 2), KINDS):
            if size <= largest:
                _measure(size, tracks, kind)
    _measure(SIZES[0], 1, "any day")
    sys.stdout.write(("{:>10}" * 5 + "\n").format("regions", "kind", "wishes", "CPU s", "each s"))
    for size, kind in product(SIZES, KINDS[:2]):
        if size <= largest:
            _measure_reasons(size, kind)


def _measure_reasons(size: int, kind: str) -> None:
    """How long it takes to tell why the best wishes were not granted: of a hundred at most."""
    problem = instance(size, SEEDS[0], kind)
    best = solve(problem, longest=LONGEST)
    wished = {
        row.key: max(row.wishes, key=row.wishes.__getitem__)
        for row in problem.meetings
        if row.wishes
    }
    unmet = [pair for pair in wished.items() if best.places.get(pair[0]) != pair[1]]
    cpu = time.process_time()
    pins = Pins(problem, unmet)
    for meeting, at in unmet[:MANY]:
        why_not(pins, best, meeting, at)
    spent = time.process_time() - cpu
    each = spent / max(1, len(unmet[:MANY]))
    sys.stdout.write(f"{size:>10}{kind:>10}{len(unmet):>10}{spent:>10.3f}{each:>10.4f}\n")
    sys.stdout.flush()


def _measure(size: int, tracks: int, kind: str) -> None:
    walls, cpus, proven, groups = [], [], 0, 0
    for seed in SEEDS:
        problem = (
            any_day(instance(size, seed, "silent", tracks))
            if kind == "any day"
            else instance(size, seed, kind, tracks)
        )
        wall, cpu = time.perf_counter(), time.process_time()
        found = solve(problem, longest=LONGEST)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        proven += found.proven
        groups = len(list(independent_groups(problem)))
    sys.stdout.write(
        f"{size:>10}{tracks:>10}{kind:>10}{groups:>10}{median(walls):>10.3f}{max(walls):>10.3f}"
        f"{median(cpus):>10.3f}{GOALS[size]:>10}{proven:>8}/{len(SEEDS)}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
