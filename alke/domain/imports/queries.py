"""Reads of imports: what a file is compared with, and which bodies its words can mean."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.imports.models import WordImport
from alke.domain.imports.spots import Spots
from alke.domain.papers.sheet_columns import Section, parse_sections
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias
from alke.domain.people.recognition import Recogniser
from alke.domain.rounds.models import Discussion, Distribution
from alke.domain.rounds.participation import council_ids
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics.action_models import Action

Kind = Organisation.Kind


def recogniser_of(discussion: Discussion) -> Recogniser:
    """Knows all bodies; “the councils” are those of the discussion, “the ministries” the round's.

    Three queries.
    """
    near = council_ids(discussion)
    return _recogniser(discussion.day or clock.today(), discussion.round_id, near)


def recogniser_of_followup(followup: FollowUpRound) -> Recogniser:
    """Knows the bodies of the day on which it was opened, also those that have ended since."""
    return _recogniser(followup.opens_date, followup.round_id)


def _recogniser(day: dt.date, round_id: int, near: Collection[int] | None = None) -> Recogniser:
    bodies = list(Organisation.objects.valid_on(day).order_by("kind", "name_fi"))
    listed = Distribution.objects.filter(round=round_id)
    sent = set(listed.values_list("organisation", flat=True))
    aliases: dict[int, list[str]] = {}
    for organisation, text in OrganisationAlias.objects.values_list("organisation", "text"):
        aliases.setdefault(organisation, []).append(text)
    return Recogniser(
        bodies,
        councils=[
            row for row in bodies if row.kind == Kind.COUNCIL and (near is None or row.pk in near)
        ],
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


@prepared
def import_of_followup(actor: Actor, pk: int, followup_id: int) -> QuerySet[WordImport]:
    """The import of a table, if `actor` may see it."""
    rows = WordImport.objects.visible_to(actor).filter(pk=pk, followup=followup_id)
    return rows.select_related("organisation", "by")


@prepared
def waiting_tables(actor: Actor, followup_id: int) -> QuerySet[WordImport]:
    """Tables for the follow-up that wait for somebody of one's side, the newest first."""
    rows = WordImport.objects.visible_to(actor).waiting().filter(followup=followup_id)
    return rows.select_related("organisation")


def spots_of(followup: FollowUpRound, actor: Actor) -> Spots:
    """The cells of a follow-up as `actor` sees them. One query."""
    return Spots(followup, _cells(actor, Q(followup=followup)), actor)


def spots_of_each(
    wanted: Mapping[FollowUpRound, Collection[int] | None], actor: Actor
) -> dict[int, Spots]:
    """The cells of several follow-ups, by id: on actions of the numbers, or all. One query."""
    asked = Q(pk=None)
    for followup, numbers in wanted.items():
        asked |= Q(followup=followup) & (Q() if numbers is None else Q(action__number__in=numbers))
    found: dict[int, list[ProgressReport]] = {}
    for row in _cells(actor, asked):
        found.setdefault(row.followup_id, []).append(row)
    return {row.pk: Spots(row, found.get(row.pk, ()), actor) for row in wanted}


def _cells(actor: Actor, asked: Q) -> QuerySet[Any]:
    cells = ProgressReport.objects.visible_to(actor).filter(asked)
    rows = cells.with_drafts(actor).select_related("organisation", "action", "since")
    return rows.order_by("action__number", "pk")


def sections_of_followup(followup: FollowUpRound) -> tuple[Section, ...]:
    """The annex as the round's format has it, and that of the round followed up. One query."""
    years = {followup.round.year, followup.scope_year}
    rows = SheetTemplate.objects.filter(round__year__in=years).order_by("-version")
    found = (parse_sections(row.columns, row.sections) for row in rows)
    return tuple(section for sections in found for section in sections)


def actions_by_number(numbers: Collection[int]) -> dict[int, Action]:
    """The actions with their bodies."""
    rows = Action.objects.filter(number__in=numbers)
    rows = rows.prefetch_related("responsibilities__organisation")
    return {row.number: row for row in rows}


def bodies_by_slug(slugs: Collection[str]) -> dict[str, Organisation]:
    """Organisations by their names in addresses."""
    return {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
