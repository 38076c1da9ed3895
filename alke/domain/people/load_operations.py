"""Loads the reference organisations: repeatable, whole or not at all."""

from typing import Any, TypeVar

from django.db import models, transaction

from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias, Region, Succession
from alke.domain.people.reference import Fields, Reference, reference
from alke.domain.people.rules import can_manage_organisations

Row = TypeVar("Row", Region, Organisation)
Changes = dict[str, list[Any]]


@transaction.atomic
def load_organisations(*, by: Actor, source: Reference | None = None) -> int:
    """Brings regions and organisations to what `source` (the project's file) says.

    Rows that the file does not name stay as they are. Returns how many rows and links changed;
    a second run changes nothing and records nothing.
    """
    can_manage_organisations(by).require()
    source = source or reference()
    changes: Changes = {}
    regions = _bring(Region.objects.all(), Region, source.regions, "region", changes)
    bodies = _bring(
        Organisation.objects.all(), Organisation, source.organisations, "organisation", changes
    )
    _place(source, bodies, regions, changes)
    _name(source, bodies, changes)
    _succeed(source, bodies, changes)
    if changes:
        audit.record("organisations.loaded", "organisations", by=by, changes=changes)
    return len(changes)


def _bring(
    rows: models.QuerySet[Row],
    model: type[Row],
    wanted: dict[str, Fields],
    noun: str,
    changes: Changes,
) -> dict[str, Row]:
    """Makes and alters rows until they are as `wanted`; returns them by slug."""
    found = {row.slug: row for row in rows}
    made, altered = [], []
    for slug, fields in wanted.items():
        row = found.get(slug)
        if row is None:
            found[slug] = row = model(slug=slug, **fields)
            made.append(row)
            changes[f"{noun}:{slug}"] = [None, fields]
        elif before := {
            key: getattr(row, key) for key in fields if getattr(row, key) != fields[key]
        }:
            for key in before:
                setattr(row, key, fields[key])
            altered.append(row)
            changes[f"{noun}:{slug}"] = [before, {key: fields[key] for key in before}]
    rows.bulk_create(made)
    if altered:
        rows.bulk_update(altered, list(next(iter(wanted.values()))))
    return found


def _place(
    source: Reference,
    bodies: dict[str, Organisation],
    regions: dict[str, Region],
    changes: Changes,
) -> None:
    """Links bodies and their regions; a link that the file gave up is taken away."""
    links = Organisation.regions.through.objects
    known = {bodies[slug].pk for slug in source.organisations}
    wanted = {(bodies[body].pk, regions[region].pk) for body, region in source.places}
    kept = set(links.filter(organisation_id__in=known).values_list("organisation_id", "region_id"))
    for body, region in sorted(kept - wanted):
        links.filter(organisation_id=body, region_id=region).delete()
    links.bulk_create(
        [
            Organisation.regions.through(organisation_id=body, region_id=region)
            for body, region in sorted(wanted - kept)
        ]
    )
    if kept != wanted:
        changes["regions"] = [sorted(kept - wanted), sorted(wanted - kept)]


def _name(source: Reference, bodies: dict[str, Organisation], changes: Changes) -> None:
    """Adds spellings that are missing; those that people added stay."""
    kept = set(OrganisationAlias.objects.values_list("organisation__slug", "text"))
    missing = sorted(source.aliases - kept)
    OrganisationAlias.objects.bulk_create(
        [OrganisationAlias(organisation=bodies[slug], text=text) for slug, text in missing]
    )
    if missing:
        changes["aliases"] = [[], missing]


def _succeed(source: Reference, bodies: dict[str, Organisation], changes: Changes) -> None:
    """Adds successors that are missing."""
    kept = set(Succession.objects.values_list("predecessor__slug", "successor__slug"))
    missing = sorted(source.successions - kept)
    Succession.objects.bulk_create(
        [Succession(predecessor=bodies[old], successor=bodies[new]) for old, new in missing]
    )
    if missing:
        changes["successors"] = [[], missing]
