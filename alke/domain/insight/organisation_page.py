"""Reads of an organisation's page: its names and regions, and the open actions it answers for."""

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, When

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias, Region
from alke.domain.topics.action_models import Action, ActionQuerySet, Responsibility

_WAITING_FIRST = Case(When(answer=Responsibility.Answer.OPEN, then=0), default=1)
MANY = 1000  # from so many on, the body is found among the actions, not they among its own


@prepared
def organisation_of(slug: str) -> QuerySet[Any]:
    """The body of that address, with its `spellings` and the names of its regions."""
    spellings = OrganisationAlias.objects.filter(organisation=OuterRef("pk")).order_by("text")
    regions = Region.objects.filter(organisations=OuterRef("pk"))
    return Organisation.objects.filter(slug=slug).annotate(
        spellings=JsonRows(spellings, "text"),
        region_rows=JsonRows(regions, *(f"name_{code}" for code in CODES)),
    )


def open_work(actor: Actor, body: Organisation) -> QuerySet[Responsibility]:
    """The body's responsibilities for open actions that the actor sees."""
    seen = _open_actions(actor).filter(pk=OuterRef("action"))
    rows = Responsibility.objects.filter(Exists(seen), organisation=body)
    return rows.select_related("action")


def work_counted(actor: Actor, body: Organisation) -> int:
    """How many these are."""
    return next(iter(_counted(actor, body.pk)), 0)


def work_on(
    actor: Actor, body: Organisation, total: int, part: slice, *, waiting_first: bool
) -> list[Responsibility]:
    """A part of them, by the action's number; `total`: how many there are. One query.

    `waiting_first`: for those whom the desk asks to answer, what waits stands at the head.
    """
    return _work(actor, body.pk, many=total > MANY, part=part, waiting_first=waiting_first)


def _open_actions(actor: Actor) -> ActionQuerySet:
    return Action.objects.visible_to(actor).open().filter(merged_into=None)


@prepared
def _counted(actor: Actor, body_id: int) -> QuerySet[Any, int]:
    found = _open_actions(actor).filter(responsibilities__organisation=body_id).order_by()
    by_body: QuerySet[Any, Any] = found.values(body=F("responsibilities__organisation"))
    numbers: QuerySet[Any, int] = by_body.annotate(n=Count("pk")).values_list("n", flat=True)
    return numbers


@prepared
def _work(
    actor: Actor, body_id: int, *, many: bool, part: slice, waiting_first: bool
) -> QuerySet[Responsibility]:
    """Of few all are read and put in order; a ministry's thousands come in order already."""
    own = Responsibility.objects.filter(organisation=body_id)
    seen = _open_actions(actor)
    if many:
        seen = seen.filter(Exists(own.filter(action=OuterRef("pk"))))
    else:
        seen = seen.filter(responsibilities__organisation=body_id)
    order = ["number"]
    if waiting_first:
        waits = own.filter(action=OuterRef("pk"), answer=Responsibility.Answer.OPEN)
        seen, order = seen.annotate(waits=Exists(waits)), ["-waits", *order]
    rows = own.filter(action__in=seen.order_by(*order).values("pk")[part])
    shown = rows.select_related("action", "organisation")
    if waiting_first:
        return shown.order_by(_WAITING_FIRST, "action__number")
    return shown.order_by("action__number")
