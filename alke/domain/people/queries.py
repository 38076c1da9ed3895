"""Reads of organisations: the directory, one body's kin, its people."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from alke.domain.people.models import (
    ALONE,
    Absence,
    Membership,
    Organisation,
    OrganisationAlias,
    OrganisationQuerySet,
    Region,
    Side,
    Succession,
    User,
)
from alke.domain.people.roles import Power, roles_with

_NAMES = ("name_fi", "name_sv", "name_en", "short_fi", "short_sv", "short_en")


@dataclass(frozen=True)
class Kin:
    """Whose work a body goes on with, and who goes on with its own."""

    predecessors: tuple[Organisation, ...]
    successors: tuple[Organisation, ...]


def directory(
    *, search: str = "", kind: str = "", day: dt.date, ended: bool
) -> OrganisationQuerySet:
    """Bodies that exist on `day`, or those that have ended by it.

    `search` looks into names in three languages, short names and the spellings of papers.
    """
    rows = Organisation.objects.ended_by(day) if ended else Organisation.objects.valid_on(day)
    if kind:
        rows = rows.filter(kind=kind)
    if search:
        rows = rows.filter(_named(search))
    return rows


def read_regions(bodies: Iterable[Organisation]) -> None:
    """Reads the regions of all of them, by code; one query, none without bodies."""
    prefetch_related_objects(list(bodies), Prefetch("regions", Region.objects.order_by("code")))


def _named(text: str) -> Q:
    """Å, ä and ö in both cases: SQLite ignores case in a-z only."""
    spellings = OrganisationAlias.objects.none()
    found = Q()
    for form in {text, text.lower(), text.capitalize(), text.upper()}:
        for field in _NAMES:
            found |= Q(**{f"{field}__icontains": form})
        spellings = spellings | OrganisationAlias.objects.filter(text__icontains=form)
    return found | Q(pk__in=spellings.values("organisation"))


def named(text: str) -> list[Organisation]:
    """The bodies that bear exactly this name, short name or spelling, whatever the case."""
    rows = Organisation.objects.filter(_named(text)).prefetch_related("aliases")
    wanted = text.casefold()
    return [row for row in rows if wanted in _all_names(row)]


def _all_names(row: Organisation) -> set[str]:
    names = [getattr(row, field) for field in _NAMES]
    return {name.casefold() for name in (*names, *(alias.text for alias in row.aliases.all()))}


def kin_of(organisation: Organisation) -> Kin:
    """Predecessors and successors, each by name; one query."""
    rows = Succession.objects.filter(
        Q(predecessor=organisation) | Q(successor=organisation)
    ).select_related("predecessor", "successor")
    rows = rows.order_by("predecessor__name_fi", "successor__name_fi")
    own = organisation.pk
    return Kin(
        predecessors=tuple(row.predecessor for row in rows if row.successor_id == own),
        successors=tuple(row.successor for row in rows if row.predecessor_id == own),
    )


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """All roles ever held in the body, with their people, newest first within a role."""
    rows = Membership.objects.filter(organisation=organisation).select_related(
        "user", "organisation"
    )
    return rows.order_by("role", "-valid_from", "user__email")


def contacts_of(organisation: Organisation, day: dt.date) -> list[Membership]:
    """Who answers for the body on `day`: roles in force of accounts that are open."""
    rows = people_of(organisation).filter(user__is_active=True)
    ranks = list(Membership.Role)
    return sorted(
        (row for row in rows if row.is_valid_on(day)),
        key=lambda row: (ranks.index(Membership.Role(row.role)), row.user.email),
    )


def people_in(bodies: Iterable[int], roles: Iterable[str], day: dt.date) -> list[User]:
    """Who holds one of `roles` in one of `bodies` on `day`, each once. One query."""
    rows = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        organisation__in=list(bodies),
        role__in=list(roles),
        user__is_active=True,
    ).select_related("user")
    return list({row.user_id: row.user for row in rows.order_by("user")}.values())


def coordinators_on(day: dt.date) -> list[User]:
    """Who runs the rounds on `day`. One query."""
    everywhere = Organisation.objects.values_list("pk", flat=True)
    return people_in(everywhere, [Membership.Role.COORDINATOR], day)


def people_for(body: Organisation, side: str, power: Power, day: dt.date) -> list[User]:
    """Who has `power` for the body on `side`: its own people, else those who stand in for it.

    That is the councils of its regions on the regions' side (R9), the coordinator on the other
    (decision 9). At most three queries.
    """
    contacts = {row for row in roles_with(power) if row != Membership.Role.EDITOR}
    own = people_in([body.pk], contacts, day)
    if own or body.kind in ALONE:
        return own
    if side == Side.MK:
        councils = Organisation.objects.councils().filter(regions__organisations=body)
        return people_in(councils.values_list("pk", flat=True), contacts, day)
    everywhere = Organisation.objects.values_list("pk", flat=True)
    return people_in(everywhere, roles_with(Power.STAND_IN), day)


def deputies_for(membership: Membership, day: dt.date) -> list[User]:
    """Who could stand in: other open accounts with a role in the same body on `day`."""
    rows = contacts_of(membership.organisation, day)
    return list(
        {row.user_id: row.user for row in rows if row.user_id != membership.user_id}.values()
    )


def deputies_of(users: Iterable[int], day: dt.date) -> list[User]:
    """Who stands in for the people on `day`, in any of their roles. One query."""
    rows = Absence.objects.in_force(day)
    rows = rows.filter(membership__user__in=list(users), deputy__is_active=True)
    return list({row.deputy_id: row.deputy for row in rows.select_related("deputy")}.values())


def without_contact(bodies: OrganisationQuerySet, day: dt.date) -> OrganisationQuerySet:
    """Those for which nobody answers on `day`, neither they nor a council of their region (R9)."""
    contacts = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        role__in=roles_with(Power.ANSWER_ACTION),
        user__is_active=True,
    )
    councils = Organisation.objects.councils().filter(
        Exists(contacts.filter(organisation=OuterRef("pk"))),
        regions__organisations=OuterRef("pk"),
    )
    return bodies.filter(
        Q(kind__in=ALONE) | ~Exists(councils),
        ~Exists(contacts.filter(organisation=OuterRef("pk"))),
    )
