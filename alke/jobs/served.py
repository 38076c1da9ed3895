"""Notes at the recipients of agendas what became of the mails that told them."""

from collections.abc import Callable

from alke.domain.topics.agenda_notice_operations import note_results


def note_served(_going_on: Callable[[], bool]) -> None:
    """Every minute."""
    note_results()
