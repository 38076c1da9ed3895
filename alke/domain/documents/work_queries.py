"""Reads of long works."""

from alke.domain.documents.work_models import Work
from alke.domain.rounds.models import Round

SHOWN = 20


def works_of(round: Round) -> list[Work]:
    """The newest works of the round. One query."""
    return list(Work.objects.filter(round=round).select_related("by")[:SHOWN])


def work_in(round: Round, pk: int) -> list[Work]:
    """A work of the round."""
    return list(Work.objects.filter(round=round, pk=pk).select_related("by", "round"))
