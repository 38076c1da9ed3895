"""Reads of imports: what a file is compared with, and which bodies its words can mean."""

from collections.abc import Collection

from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.documents.models import WordImport
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias
from alke.domain.people.recognition import Recogniser
from alke.domain.rounds.models import Discussion, Distribution
from alke.domain.rounds.participation import council_ids
from alke.domain.topics.action_models import Action

Kind = Organisation.Kind


def recogniser_of(discussion: Discussion) -> Recogniser:
    """Knows all bodies; “the councils” are those of the discussion, “the ministries” the round's.

    Three queries.
    """
    day = discussion.day or clock.today()
    bodies = list(Organisation.objects.valid_on(day).order_by("kind", "name_fi"))
    near = council_ids(discussion)
    listed = Distribution.objects.filter(round=discussion.round_id)
    sent = set(listed.values_list("organisation", flat=True))
    aliases: dict[int, list[str]] = {}
    for organisation, text in OrganisationAlias.objects.values_list("organisation", "text"):
        aliases.setdefault(organisation, []).append(text)
    return Recogniser(
        bodies,
        councils=[row for row in bodies if row.kind == Kind.COUNCIL and row.pk in near],
        ministries=[row for row in bodies if row.kind == Kind.MINISTRY and row.pk in sent],
        aliases=aliases,
    )


@prepared
def import_of(actor: Actor, pk: int, topic_id: int) -> QuerySet[WordImport]:
    """The import, if `actor` may see it."""
    rows = WordImport.objects.visible_to(actor).filter(pk=pk, topic=topic_id)
    return rows.select_related("organisation", "by")


@prepared
def waiting_imports(actor: Actor, topic_id: int) -> QuerySet[WordImport]:
    """Files for the topic that wait for a decision, the newest first."""
    rows = WordImport.objects.visible_to(actor).waiting().filter(topic=topic_id)
    return rows.select_related("organisation")


def actions_by_number(numbers: Collection[int]) -> dict[int, Action]:
    """The actions with their bodies."""
    rows = Action.objects.filter(number__in=numbers)
    rows = rows.prefetch_related("responsibilities__organisation")
    return {row.number: row for row in rows}


def bodies_by_slug(slugs: Collection[str]) -> dict[str, Organisation]:
    """Organisations by their names in addresses."""
    return {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
