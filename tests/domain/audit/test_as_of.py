"""What things held at a moment, by undoing what came later (B15)."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alke.base import clock
from alke.domain.audit.operations import CREATED, record
from alke.domain.audit.queries import values_as_of
from tests.cast import Cast

START = dt.datetime(2024, 3, 4, 9, 0, tzinfo=clock.HELSINKI)


def at_minute(minute: int) -> dt.datetime:
    """A moment some minutes after the start."""
    return START + dt.timedelta(minutes=minute)


def change(cast: Cast, minute: int, **fields: list[Any]) -> None:
    """Records that fields of a thing changed from one value to another."""
    with clock.at(at_minute(minute)):
        record("test.changed", "test:1", by=cast["system"], changes=fields)


def make(cast: Cast, minute: int, number: int = 1, **fields: Any) -> None:
    """Records that a thing was made."""
    values = {key: [None, value] for key, value in fields.items()}
    with clock.at(at_minute(minute)):
        record("test.made", f"test:{number}", by=cast["system"], changes=CREATED | values)


def as_of(minute: int, **current: Any) -> dict[str, Any] | None:
    """What the thing held, which holds `current` now."""
    return values_as_of({"test:1": current}, at_minute(minute))["test:1"]


def test_later_changes_are_undone(cast: Cast) -> None:
    make(cast, 0, title="A", state="draft")
    change(cast, 10, title=["A", "B"])
    change(cast, 20, title=["B", "C"], state=["draft", "ready"])
    now = {"title": "C", "state": "ready"}
    assert as_of(5, **now) == {"title": "A", "state": "draft"}
    assert as_of(15, **now) == {"title": "B", "state": "draft"}
    assert as_of(25, **now) == now


def test_a_change_belongs_to_the_moment_at_which_it_was_made(cast: Cast) -> None:
    make(cast, 0, title="A")
    change(cast, 10, title=["A", "B"])
    assert as_of(10, title="B") == {"title": "B"}
    just_before = at_minute(10) - dt.timedelta(microseconds=1)
    assert values_as_of({"test:1": {"title": "B"}}, just_before)["test:1"] == {"title": "A"}


def test_changes_of_one_moment_are_undone_in_their_order(cast: Cast) -> None:
    make(cast, 0, title="A")
    change(cast, 10, title=["A", "B"])
    change(cast, 10, title=["B", "C"])
    assert as_of(9, title="C") == {"title": "A"}


def test_what_was_made_later_did_not_exist(cast: Cast) -> None:
    make(cast, 10, title="A")
    change(cast, 20, title=["A", "B"])
    assert as_of(9, title="B") is None
    assert as_of(10, title="B") == {"title": "A"}


def test_each_thing_is_undone_by_itself(cast: Cast) -> None:
    make(cast, 0, title="A")
    make(cast, 10, 2, title="X")
    change(cast, 20, title=["A", "B"])
    now = {"test:1": {"title": "B"}, "test:2": {"title": "X"}, "test:3": {"title": "old"}}
    assert values_as_of(now, at_minute(5)) == {
        "test:1": {"title": "A"},
        "test:2": None,
        "test:3": {"title": "old"},
    }


def test_the_current_values_are_left_as_they_are(cast: Cast) -> None:
    change(cast, 10, title=["A", "B"])
    now = {"test:1": {"title": "B"}}
    values_as_of(now, at_minute(5))
    assert now == {"test:1": {"title": "B"}}


def test_asking_about_nothing_gives_nothing(cast: Cast) -> None:
    assert values_as_of({}, START) == {}


STEP = st.tuples(
    st.integers(0, 3),  # minutes since the step before
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1),
)


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, max_size=8))
def test_every_moment_of_a_history_can_be_had_back(
    steps: list[tuple[int, dict[str, int]]], cast: Cast
) -> None:
    with transaction.atomic():
        values: dict[str, int] = dict.fromkeys("abc", 0)
        make(cast, 1, **values)
        minute, held = 1, {1: dict(values)}
        for wait, new in steps:
            minute += wait
            change(cast, minute, **{key: [values[key], value] for key, value in new.items()})
            values |= new
            held[minute] = dict(values)
        assert as_of(0, **values) is None
        for moment, expected in held.items():
            assert as_of(moment, **values) == expected
        transaction.set_rollback(True)
