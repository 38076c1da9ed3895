"""Erases what is known of persons when its time has come."""

from collections.abc import Callable

from alke.base import clock
from alke.domain.retention.operations import erase_due


def erase_in_time(going_on: Callable[[], bool]) -> None:
    """Once a day; after an outage at once, and all that has become due meanwhile."""
    erase_due(at=clock.now(), going_on=going_on)
