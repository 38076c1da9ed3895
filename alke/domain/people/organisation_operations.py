"""Makes and alters organisations: names, validity, regions, spellings, successors (R12)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alke.base.languages import Language
from alke.base.mailaddress import is_mail_address
from alke.base.richtext import BadInput, clean_line
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias, Region, Succession
from alke.domain.people.rules import can_manage_organisations

NAME_LIMIT, SHORT_LIMIT, ADDRESS_LIMIT = 200, 80, 254
NAMES = ("name_fi", "name_sv", "name_en")
SHORTS = ("short_fi", "short_sv", "short_en")
FIELDS = (*NAMES, *SHORTS, "language", "registry_email", "valid_from", "valid_to")
TAKEN = {"uusi"}  # an address of its own
Values = Mapping[str, Any]


@transaction.atomic
def create_organisation(
    *, by: Actor, kind: Organisation.Kind, values: Values, regions: Iterable[Region] = ()
) -> Organisation:
    """A new body, such as a city that is invited; its address comes from its name."""
    can_manage_organisations(by).require()
    cleaned = clean_values(values)
    row: Organisation = Organisation.objects.create(
        slug=_free_slug(cleaned["name_fi"]), kind=kind, **cleaned
    )
    placed = _place(row, regions)
    changes = {key: [None, value] for key, value in cleaned.items()}
    audit.record(
        "organisation.created",
        f"organisation:{row.pk}",
        by=by,
        changes={**audit.CREATED, **changes, **placed},
    )
    return row


@transaction.atomic
def edit_organisation(
    organisation: Organisation,
    *,
    by: Actor,
    values: Values,
    regions: Iterable[Region],
    aliases: Iterable[str],
    successors: Iterable[Organisation],
) -> Organisation:
    """Brings the body to what is given; records what changed, with before and after."""
    can_manage_organisations(by).require()
    row: Organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    cleaned = clean_values(values)
    changes = {
        key: [getattr(row, key), value]
        for key, value in cleaned.items()
        if getattr(row, key) != value
    }
    for key, (_before, after) in changes.items():
        setattr(row, key, after)
    row.save()
    changes |= _place(row, regions) | _spell(row, aliases) | _succeed(row, successors)
    if changes:
        audit.record("organisation.edited", f"organisation:{row.pk}", by=by, changes=changes)
    return row


def clean_values(values: Values) -> dict[str, Any]:
    """Names on one line, a Finnish one at least; dates in order; else `BadInput`."""
    cleaned: dict[str, Any] = {
        key: clean_line(values.get(key) or "", limit=NAME_LIMIT if key in NAMES else SHORT_LIMIT)
        for key in NAMES + SHORTS
    }
    if not cleaned["name_fi"]:
        raise BadInput(_("Give the name in Finnish."))
    cleaned["short_fi"] = cleaned["short_fi"] or cleaned["name_fi"][:SHORT_LIMIT]
    first: dt.date | None = values.get("valid_from")
    last: dt.date | None = values.get("valid_to")
    if first and last and last < first:
        raise BadInput(_("The last day is before the first."))
    language = Language(values.get("language") or Language.FI)
    cleaned |= {"language": language.value, "registry_email": _clean_address(values)}
    return cleaned | {"valid_from": first, "valid_to": last}


def _clean_address(values: Values) -> str:
    address = clean_line(values.get("registry_email") or "", limit=ADDRESS_LIMIT)
    if address and not is_mail_address(address):
        raise BadInput(_("Give the registry’s address in the form registry@body.fi."))
    return address


def _free_slug(name: str) -> str:
    plain = slugify(name)[:50] or "organisaatio"
    like = Organisation.objects.filter(slug__startswith=plain)
    taken = TAKEN | set(like.values_list("slug", flat=True))
    number, slug = 1, plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


def _place(row: Organisation, regions: Iterable[Region]) -> dict[str, list[Any]]:
    before = sorted(row.regions.values_list("slug", flat=True))
    after = sorted(region.slug for region in regions)
    if before == after:
        return {}
    row.regions.set(Region.objects.filter(slug__in=after))
    return {"regions": [before, after]}


def _spell(row: Organisation, aliases: Iterable[str]) -> dict[str, list[Any]]:
    before = sorted(row.aliases.values_list("text", flat=True))
    lines = (clean_line(text, limit=NAME_LIMIT) for text in aliases)
    after = sorted({line for line in lines if line})
    if before == after:
        return {}
    row.aliases.exclude(text__in=after).delete()
    OrganisationAlias.objects.bulk_create(
        [OrganisationAlias(organisation=row, text=text) for text in after if text not in before]
    )
    return {"aliases": [before, after]}


def _succeed(row: Organisation, bodies: Iterable[Organisation]) -> dict[str, list[Any]]:
    wanted = {body.slug: body for body in bodies}
    before = sorted(row.successions.values_list("successor__slug", flat=True))
    if before == sorted(wanted):
        return {}
    if wanted and row.valid_to is None:
        raise BadInput(_("Give the last day too: a body that goes on has no successor."))
    earlier = set(row.predecessions.values_list("predecessor__slug", flat=True))
    if row.slug in wanted or earlier & wanted.keys():
        raise BadInput(_("A body does not go on with its own work, nor does one before it."))
    row.successions.exclude(successor__slug__in=wanted).delete()
    Succession.objects.bulk_create(
        [
            Succession(predecessor=row, successor=body)
            for slug, body in wanted.items()
            if slug not in before
        ]
    )
    return {"successors": [before, sorted(wanted)]}
