"""Numbers for life, given out to several people at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alke.domain.people.operations import load_organisations
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.factories.actions import SYSTEM, make_action
from tests.factories.topics import make_meeting, make_topic

AT_ONCE = 4


@pytest.fixture
def topics(transactional_db: None) -> list[Topic]:
    """Sheets of different discussions, so that only the numbers are shared."""
    load_organisations(by=SYSTEM)
    slugs = ("lansi", "ita", "pohjoinen", "etela")
    return [make_topic(make_meeting(slug=slug)) for slug in slugs]


def test_those_who_add_at_the_same_time_get_different_numbers(topics: list[Topic]) -> None:
    start = Barrier(AT_ONCE)

    def add(topic: Topic) -> int:
        try:
            start.wait(timeout=30)
            return make_action(topic, responsibles=[]).number
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = list(pool.map(add, topics))
    assert sorted(numbers) == [1, 2, 3, 4]
    assert Action.objects.count() == AT_ONCE
