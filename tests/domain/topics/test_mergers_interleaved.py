"""Two people change actions of the same discussions at once, in whatever order they stand there."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_models import Action, ActionOrigin
from tests.cast import Cast
from tests.factories.actions import SYSTEM, make_action
from tests.factories.topics import make_meeting, make_topic

ROUNDS = 6

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Exception]:
    """Lets all begin at the same moment; what went wrong."""
    barrier = threading.Barrier(len(acts))
    faults: list[Exception] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as fault:  # noqa: BLE001 - any fault of a thread is the test's
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return faults


@pytest.mark.parametrize("time", range(ROUNDS))
def test_opposite_mergers_over_two_discussions_do_not_wait_for_each_other(
    cast: Cast, time: int
) -> None:
    east, south = (make_topic(make_meeting(slug=slug)) for slug in ("ita", "etela"))
    one, two = make_action(south), make_action(east)
    three, four = make_action(east), make_action(south)
    faults = at_once(
        lambda: operations.merge_actions(one, two, by=SYSTEM, reason="Sama asia"),
        lambda: operations.merge_actions(three, four, by=SYSTEM, reason="Sama asia"),
    )
    assert faults == []
    merged = dict(Action.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    assert merged == {one.pk: two.pk, three.pk: four.pk}


@pytest.mark.parametrize("time", range(ROUNDS))
def test_two_actions_taken_to_each_others_sheets_do_not_wait_for_each_other(
    cast: Cast, time: int
) -> None:
    east, south = (make_topic(make_meeting(slug=slug)) for slug in ("ita", "etela"))
    one, two = make_action(south), make_action(east)
    faults = at_once(
        lambda: operations.add_origin(one, east.discussion, east, by=SYSTEM),
        lambda: operations.add_origin(two, south.discussion, south, by=SYSTEM),
    )
    assert faults == []
    assert ActionOrigin.objects.count() == 4
