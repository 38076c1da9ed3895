"""Finds the round, or the discussion of it, that an address names."""

from django.db.models import QuerySet

from alke.base.prepared import prepared
from alke.domain.insight.desk_queries import round_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round
from alke.web.access import Request, one_or_404, reader


def find_round(request: Request, year: int) -> Round:
    """The year's round, if the person may see it; else 404."""
    return one_or_404(round_of(reader(request), year))


def find_discussion(request: Request, year: int, slug: str) -> Discussion:
    """The discussion with its round, if the person may see it; else 404."""
    return one_or_404(_discussion_of(reader(request), year, slug))


@prepared
def _discussion_of(actor: Actor, year: int, slug: str) -> QuerySet[Discussion]:
    rows = Discussion.objects.visible_to(actor).filter(round__year=year, slug=slug)
    return rows.select_related("round", "region", "parent").defer("round__format_text")
