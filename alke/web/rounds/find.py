"""Finds the round that an address names."""

from alke.domain.insight.desk_queries import round_of
from alke.domain.rounds.models import Round
from alke.web.access import Request, one_or_404


def find_round(request: Request, year: int) -> Round:
    """The year's round, if the person may see it; else 404."""
    return one_or_404(round_of(request.actor, year))
