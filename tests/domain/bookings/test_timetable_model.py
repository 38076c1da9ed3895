"""How HiGHS is used: it is silent, and what runs out of time spoils nothing."""

import subprocess
import sys
from collections.abc import Mapping

import pytest

from alke.domain.bookings.timetable import overfull, score_of
from alke.domain.bookings.timetable_model import Model, Unsolved
from alke.domain.bookings.timetable_solver import solve
from bench.timetable import instance


def test_nothing_is_printed() -> None:
    program = (
        "from bench.timetable import instance\n"
        "from alke.domain.bookings.timetable_solver import solve\n"
        "assert solve(instance(18, 1)).proven"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


def test_a_goal_that_takes_too_long_leaves_the_goals_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Points that are granted have a cost below zero: only the wishes find no solution here."""
    problem = instance(18, seed=3, kind="wishes")
    best, relax = solve(problem), Model.relax

    def too_long(model: Model, costs: Mapping[int, float]) -> bool:
        if min(costs.values()) < 0:
            raise Unsolved
        return relax(model, costs)

    monkeypatch.setattr(Model, "relax", too_long)
    found = solve(problem)
    assert not found.proven
    assert not overfull(problem, found.places)
    assert found.score == score_of(problem, found.places)
    assert found.score.doubled == best.score.doubled
    assert found.score.missed > best.score.missed
