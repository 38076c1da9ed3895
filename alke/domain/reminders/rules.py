"""Who sees the reminders of a round, and asks people for what is open."""

from alke.base.verdicts import Verdict
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may


def can_see_reminders(actor: Actor) -> Verdict:
    """Whoever runs the round."""
    return may(actor, Power.RUN_ROUND)


def can_nudge(actor: Actor) -> Verdict:
    """The same."""
    return can_see_reminders(actor)
