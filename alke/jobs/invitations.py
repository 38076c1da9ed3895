"""Lets invitations follow their discussions."""

from collections.abc import Callable

from alke.domain.invitations.operations import follow_discussion
from alke.domain.invitations.queries import has_unchecked, to_check
from alke.domain.people.actors import Actor


def follow_discussions(going_on: Callable[[], bool]) -> None:
    """Every ten seconds: what has changed by then is told once."""
    for inviting in to_check():
        if not going_on():
            break
        follow_discussion(inviting, by=Actor.system())


def invitations_wait() -> bool:
    """Whether there is a discussion to look at."""
    return has_unchecked()
