"""Tells what has become due."""

from collections.abc import Callable

from alke.domain.reminders.operations import remind


def remind_people(_going_on: Callable[[], bool]) -> None:
    """Every five minutes: reminders whose moment has passed and that the ledger does not have."""
    remind()
