"""The best solution of a programme with many columns, of which few come into it."""

from collections.abc import Mapping
from math import ceil

from alke.domain.bookings.timetable_model import Impossible, Model

SURELY = 1e-4  # costs are whole numbers: what the solver's tolerances may add up to is far less


def least(model: Model, costs: Mapping[int, int]) -> bool:
    """Solves a programme of columns that are 0 or 1, each with a cost; whether that is proven.

    A solution no dearer than `most` has no column whose price is above what lies between `most` and
    the relaxation's cost. So few are left that `most` goes up one by one until there is a solution.
    """
    if model.relax(costs):
        return True
    relaxed, prices = model.cost(), model.prices()
    most = ceil(relaxed - SURELY)
    while True:
        closed = _close(model, {n: prices[n] > most - relaxed + SURELY for n in costs})
        try:
            proven = model.minimise(costs)
        except Impossible:
            if not closed:
                raise
        else:
            if not proven or model.cost() < most + 1 + SURELY:  # nothing costs `most` or less
                return proven
        most += 1


def _close(model: Model, closed: Mapping[int, bool]) -> bool:
    """Opens the other columns; whether any is closed."""
    for number, close in closed.items():
        model.bound(number, 0.0 if close else 1.0)
    return any(closed.values())
