"""Tells participants of agendas, and notes what became of the mails that told the recipients."""

from collections.abc import Callable

from alke.domain.participants.agenda_mail_operations import tell_agendas
from alke.domain.topics.agenda_notice_operations import note_results


def note_served(_going_on: Callable[[], bool]) -> None:
    """Every minute."""
    tell_agendas()
    note_results()
