"""Sends the outbox."""

from collections.abc import Callable
from typing import Final

from alke.domain.documents import delivery_operations
from alke.domain.notices.queries import mails_due
from alke.domain.notices.sending_operations import Followers, send_waiting
from alke.domain.participants import lost_mail_operations

# What wants to know that a mail of a kind was sent, has failed or came back.
FOLLOWERS: Final[Followers] = {
    delivery_operations.MAIL: delivery_operations.note_mail,
    **dict.fromkeys(lost_mail_operations.MAILS, lost_mail_operations.note_lost),
}


def send_mails(going_on: Callable[[], bool]) -> None:
    """Every second: what waits and is due."""
    send_waiting(FOLLOWERS, going_on)


def mails_wait() -> bool:
    """Whether there is one."""
    return mails_due()
