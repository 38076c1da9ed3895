"""Makes a discussion that has been held, with topics, actions and an outcome."""

import datetime as dt
from typing import Any

from alke.base import clock
from alke.domain.outcomes import operations
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side, User
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import create_action
from alke.domain.topics.operations import save_text
from tests.factories.topics import make_meeting, make_owner, make_topic

AFTER = dt.datetime(2024, 4, 17, 9, 0, tzinfo=clock.HELSINKI)
SYSTEM = Actor.system()


def make_held(owner: User, **over: Any) -> Discussion:
    """A joint discussion on 16.4.2024 whose one topic has two goals and one proposed action."""
    discussion = make_meeting(**over)
    make_owner(discussion, owner)
    topic = make_topic(discussion)
    goals = "- Verkko vahvistuu.\n- Osaajia on."
    save_text(topic, "goals", "fi", goals, by=SYSTEM, base_version=0)
    create_action(topic, by=SYSTEM, title="Kantaverkon vahvistaminen", kind="proposed")
    return discussion


def make_outcome(discussion: Discussion) -> Outcome:
    """Its outcome, open for comment."""
    with clock.at(AFTER):
        outcome = operations.draw_up_outcome(discussion, by=SYSTEM)
        return operations.set_outcome_state(outcome, "commenting", by=SYSTEM)


def decide_all(outcome: Outcome, decision: str = "taken", reason: str = "") -> None:
    """Gives every proposal the same decision."""
    for action in Action.objects.filter(origins__discussion=outcome.discussion, kind="proposed"):
        operations.decide_action(outcome, action, by=SYSTEM, decision=decision, reason=reason)


def confirm_both(outcome: Outcome) -> None:
    """Both sides confirm."""
    for side in Side:
        operations.confirm_outcome(outcome, side, by=SYSTEM)
