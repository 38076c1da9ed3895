"""The task of preparing an agenda: whose turn it is, and that it ends when one's part is done."""

import datetime as dt

import pytest

from alke.domain.insight.desk_queries import desk_of
from alke.domain.insight.task import Task
from alke.domain.insight.tasks import tasks_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Deadline, Discussion
from alke.domain.rounds.operations import move_deadline
from alke.domain.topics.models import Topic
from alke.domain.topics.operations import (
    confirm_topic,
    save_text,
    set_opening,
    set_topic_state,
    withdraw_confirmation,
)
from tests.cast import Cast
from tests.factories.rounds import make_round
from tests.factories.topics import make_topic

SYSTEM = Actor.system()
TITLE = "Complete the agenda: Eastern Finland"
WAITED_FOR = "The regions’ side has confirmed the topics and waits for the Government."


@pytest.fixture
def topic(world: None) -> Topic:
    """The only topic on the eastern agenda, open for comment."""
    east = Discussion.objects.get(round=make_round("2024"), slug="ita")
    topic = make_topic(east)
    save_text(topic, "goals", "fi", "Verkko vahvistuu.", by=SYSTEM, base_version=0)
    return topic


def asked(actor: Actor) -> list[Task]:
    """The task of the eastern agenda on the actor's desk."""
    return [task for task in tasks_of(actor, desk_of(actor)) if task.title == TITLE]


def confirm(topic: Topic, cast: Cast, account: str, side: str) -> None:
    """The side confirms the topic and names who opens it."""
    actor, body = cast[account], cast.organisation(account)
    confirm_topic(topic, side, by=actor)
    set_opening(topic, side, by=actor, organisation=body, speaker="johtaja")


def test_the_task_says_how_many_days_before_the_agenda_is_due(topic: Topic, cast: Cast) -> None:
    assert "14 days before the discussion" in asked(cast["kainuu"])[0].text
    due = Deadline.objects.get(key="asialista-ita")
    move_deadline(due, dt.date(2024, 3, 26), by=SYSTEM)
    assert "21 days before the discussion" in asked(cast["kainuu"])[0].text


def test_a_side_that_has_done_its_part_is_not_asked_any_more(topic: Topic, cast: Cast) -> None:
    confirm(topic, cast, "kainuu", "mk")
    for account in ("kainuu", "kainuu-valmistelija", "pohjois-savo"):
        assert asked(cast[account]) == [], account
    for account in ("okm", "vastuuhenkilo-ita", "koordinaattori"):
        assert [task.text for task in asked(cast[account])] == [WAITED_FOR], account


def test_a_side_that_takes_its_confirmation_back_is_asked_again(topic: Topic, cast: Cast) -> None:
    confirm(topic, cast, "kainuu", "mk")
    withdraw_confirmation(topic, "mk", by=cast["kainuu"])
    assert len(asked(cast["kainuu"])) == 1


def test_a_side_without_an_opening_is_asked_for_it(topic: Topic, cast: Cast) -> None:
    confirm_topic(topic, "mk", by=cast["kainuu"])
    (task,) = asked(cast["kainuu"])
    assert task.text == "Your side has confirmed the topics. Name who opens them for it."


def test_when_both_sides_have_confirmed_it_is_the_owners_turn(topic: Topic, cast: Cast) -> None:
    confirm(topic, cast, "kainuu", "mk")
    confirm(topic, cast, "okm", "vn")
    assert asked(cast["okm"]) == []
    (task,) = asked(cast["vastuuhenkilo-ita"])
    assert task.text.startswith("Both sides have confirmed the topics.")


def test_a_further_topic_asks_all_again(topic: Topic, cast: Cast) -> None:
    confirm(topic, cast, "kainuu", "mk")
    set_topic_state(make_topic(topic.discussion), "draft", by=SYSTEM)
    assert "14 days before" in asked(cast["kainuu"])[0].text
