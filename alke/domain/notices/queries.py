"""Reads of the outbox."""

from alke.base import clock
from alke.domain.notices.models import Mail


def mails_due() -> bool:
    """Whether a mail is to be sent now. One query."""
    return Mail.objects.due(clock.real()).exists()
