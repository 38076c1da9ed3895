"""Few columns by their prices beside all ways of cutting a set into given parts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alke.domain.bookings.timetable_model import Impossible, Model
from alke.domain.bookings.timetable_prices import least

DEAR = 12  # what each thing costs alone

Parts = list[tuple[frozenset[int], int]]

things = st.frozensets(st.integers(0, 5), min_size=2, max_size=4)
parts = st.lists(st.tuples(things, st.integers(1, 9)), min_size=3, max_size=12)


def programme(some: Parts) -> tuple[Model, dict[int, int]]:
    """Each of six things is in one part that is taken."""
    model = Model()
    columns = [model.binary() for _ in some]
    for thing in range(6):
        having = [n for n, (part, _cost) in zip(columns, some, strict=True) if thing in part]
        model.row(1, 1, having)
    return model, {n: cost for n, (_part, cost) in zip(columns, some, strict=True)}


def cheapest(some: Parts, left: frozenset[int] = frozenset(range(6))) -> int:
    """By trying each part that has the first thing."""
    if not left:
        return 0
    first = min(left)
    return min(
        cost + cheapest(some, left - part) for part, cost in some if first in part and part <= left
    )


@settings(max_examples=400)
@given(parts)
def test_no_choice_of_parts_is_cheaper(some: Parts) -> None:
    some = [*some, *((frozenset({n}), DEAR) for n in range(6))]
    model, costs = programme(some)
    assert least(model, costs)
    assert round(model.cost()) == cheapest(some)


def test_the_relaxation_may_say_far_too_little() -> None:
    """Half of each pair costs 4.5 for three things; one pair and the third alone cost 15."""
    pairs = [(frozenset({0, 1}), 3), (frozenset({1, 2}), 3), (frozenset({0, 2}), 3)]
    some = [*pairs, (frozenset({3, 4, 5}), 1), *((frozenset({n}), DEAR) for n in range(6))]
    model, costs = programme(some)
    assert not model.relax(costs)
    assert round(model.cost(), 6) == 5.5
    assert least(model, costs)
    assert round(model.cost()) == cheapest(some) == 16


def test_the_first_solution_among_few_parts_is_not_always_the_best() -> None:
    """Among the parts whose prices are low enough for 25 the cheapest solution costs 27."""
    given_parts = [
        (frozenset({1, 2}), 5),
        (frozenset({0, 3}), 7),
        (frozenset({1, 2, 3, 4}), 8),
        (frozenset({2, 3, 4, 5}), 3),
        (frozenset({0, 1, 2}), 7),
        (frozenset({1, 4, 5}), 7),
        (frozenset({1, 3, 5}), 1),
    ]
    some = [*given_parts, *((frozenset({n}), DEAR) for n in range(6))]
    model, costs = programme(some)
    assert least(model, costs)
    assert round(model.cost()) == cheapest(some) == 26


def test_where_there_is_no_solution_the_search_ends() -> None:
    pairs = [(frozenset({0, 1}), 3), (frozenset({1, 2}), 3), (frozenset({0, 2}), 3)]
    model, costs = programme([*pairs, (frozenset({3, 4, 5}), 1)])
    assert not model.relax(costs)
    with pytest.raises(Impossible):
        least(model, costs)
