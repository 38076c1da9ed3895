"""Reads the mailbox to which mail comes back."""

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Final

from django.conf import settings

from alke.base.mailbox import read_new
from alke.domain.invitations.reply_operations import take_reply
from alke.domain.notices.received_operations import Handler, note_return, take_message
from alke.jobs.mails import FOLLOWERS


def _returned(message: EmailMessage) -> bool:
    return note_return(message, FOLLOWERS)


# The first that knows a message takes it.
HANDLERS: Final[tuple[Handler, ...]] = (_returned, take_reply)


def has_mailbox() -> bool:
    """Whether one is set up."""
    return settings.MAILBOX is not None


def read_mailbox(going_on: Callable[[], bool]) -> None:
    """Every minute: each new message to its handler."""
    if (box := settings.MAILBOX) is not None:
        read_new(box, partial(take_message, handlers=HANDLERS), going_on)
