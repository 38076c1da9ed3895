"""Finds what addresses name: what one may not see is not found, nor is work for who reads nothing.

For the areas of the site that need no more than the row; others bring more along at once.
"""

from django.db.models import QuerySet

from alke.base.prepared import prepared
from alke.domain.insight.desk_queries import round_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion, Round
from alke.web.access import Request, one_or_404, reader


def find_round(request: Request, year: int) -> Round:
    """The year's round."""
    return one_or_404(round_of(reader(request), year))


def find_discussion(request: Request, year: int, slug: str) -> Discussion:
    """The discussion with its round, group, region and joint discussion."""
    return one_or_404(_discussion_of(reader(request), year, slug))


@prepared
def _discussion_of(actor: Actor, year: int, slug: str) -> QuerySet[Discussion]:
    rows = Discussion.objects.visible_to(actor).filter(round__year=year, slug=slug)
    found = rows.select_related("round", "group", "region", "parent")
    return found.defer("round__format_text")


def find_organisation(slug: str) -> Organisation:
    """The body; everybody sees them all."""
    return one_or_404(_organisation_of(slug))


@prepared
def _organisation_of(slug: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(slug=slug)
