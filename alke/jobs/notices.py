"""Puts notices into mails."""

from collections.abc import Callable

from alke.domain.notices.gathering_operations import gather_urgent, has_waiting, write_digests


def gather_notices(going_on: Callable[[], bool]) -> None:
    """Every second: what is urgent at once; each working morning, the digest of the rest."""
    gather_urgent()
    if going_on():
        write_digests()


def notices_wait() -> bool:
    """Whether there is anything to gather."""
    return has_waiting()
