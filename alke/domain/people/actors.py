"""Who acts: a person with the memberships in force today, the public, or the system."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.people.models import ALONE, Membership, Organisation, Side, User
from alke.domain.people.roles import ROLES, Power, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

Role = Membership.Role

_VN_ROLES = {Role.COORDINATOR, Role.OWNER, Role.MINISTRY_CONTACT}
# Most powerful first: the first membership is the one under which a person is shown.
_RANK = list(Role)


@dataclass(frozen=True)
class Actor:
    """A person, the public or the system, as rules and operations see them.

    Made once per request; `memberships` are those in force today, with the roles in which the
    person stands in for somebody who is absent (B13).
    """

    user: User | None = None
    memberships: tuple[Membership, ...] = field(default=())
    is_system: bool = False

    @classmethod
    def of(cls, user: User, *, day: dt.date | None = None) -> Actor:
        """The actor for a signed-in person on `day` (today)."""
        day = day or clock.today()
        held = user.held
        if held is None:
            rows = Membership.objects.held_by(user.pk, day)
            held = list(rows.select_related("organisation"))
        valid = (row for row in held if row.is_valid_on(day))
        return cls(user=user, memberships=tuple(sorted(valid, key=_rank)))

    @classmethod
    def public(cls) -> Actor:
        """Anyone who is not signed in."""
        return cls()

    @classmethod
    def system(cls) -> Actor:
        """The command line and the clock."""
        return cls(is_system=True)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in and the system does not act either."""
        return self.user is None and not self.is_system

    @property
    def primary(self) -> Membership | None:
        """The membership under which the person is shown."""
        return self.memberships[0] if self.memberships else None

    @property
    def organisation(self) -> Organisation | None:
        """The organisation for which the person mainly acts."""
        return self.memberships[0].organisation if self.memberships else None

    @cached_property
    def roles(self) -> frozenset[Role]:
        """All roles held today."""
        return frozenset(Role(row.role) for row in self.memberships)

    @cached_property
    def stood_in_for(self) -> frozenset[int]:
        """Ids of the people for whom the person stands in today."""
        own = None if self.user is None else self.user.pk
        return frozenset(row.user_id for row in self.memberships if row.user_id != own)

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Organisations in which any role is held."""
        return frozenset(row.organisation_id for row in self.memberships)

    @cached_property
    def sides(self) -> frozenset[Side]:
        """The sides whose drafts this actor may see: those it writes for."""
        return frozenset(side for row in self.memberships if (side := _side(row)) is not None)

    @cached_property
    def reads(self) -> bool:
        """Whether some role lets it read what is being prepared: all of it, or where invited."""
        return self.is_system or any(Power.READ in ROLES[role].powers for role in self.roles)

    @cached_property
    def reads_all(self) -> bool:
        """Whether some role lets it read everything that the sides share."""
        scopes = {ROLES[role].powers.get(Power.READ) for role in self.roles}
        return self.is_system or bool(scopes & {Scope.ALL, Scope.SHARED})

    def form(self) -> Hashable:
        """What of the actor a prepared statement's form depends on."""
        held = tuple((row.role, row.organisation.kind) for row in self.memberships)
        return (self.is_system, self.user is None, held)

    def parameters(self) -> list[int]:
        """The ids that a prepared statement may ask for."""
        own = [] if self.user is None else [self.user.pk]
        return own + [row.organisation_id for row in self.memberships]

    def with_parameters(self, values: Iterator[int]) -> Actor:
        """An actor of the same form with other ids."""
        user = None if self.user is None else User(pk=next(values))
        held = [
            Membership(
                user=user,
                role=row.role,
                organisation=Organisation(pk=next(values), kind=row.organisation.kind),
            )
            for row in self.memberships
        ]
        return Actor(user, tuple(held), self.is_system)

    def has_role(self, *roles: Role) -> bool:
        """Whether one of `roles` is held in any organisation."""
        return bool(self.roles.intersection(roles))

    def organisations_as(self, roles: Iterable[Role]) -> frozenset[int]:
        """Ids of the organisations in which one of `roles` is held."""
        wanted = set(roles)
        return frozenset(r.organisation_id for r in self.memberships if Role(r.role) in wanted)

    @property
    def stands_in(self) -> Organisation | None:
        """The body for which one answers in place of the Government's others (decision 9)."""
        rows = (row for row in self.memberships if Power.STAND_IN in ROLES[Role(row.role)].powers)
        return next((row.organisation for row in rows), None)

    @cached_property
    def stakeholders(self) -> tuple[Organisation, ...]:
        """The bodies of one's councils' regions that are neither ministries nor councils.

        Once for each council, which is their `council_id`. One query, none for who writes for
        no council.
        """
        councils = [row.organisation_id for row in self.memberships if _answers_for_region(row)]
        if not councils:
            return ()
        return tuple(_stakeholders(councils))

    def councils_for(self, power: Power) -> dict[int, Organisation]:
        """The stakeholders for which the actor has `power`, by id, with the council that gives it.

        The council answers for its region's stakeholders (letter 2024; R9); where two could, the
        more powerful membership comes first.
        """
        found: dict[int, Organisation] = {}
        for row in self.memberships:
            if ROLES[Role(row.role)].powers.get(power) is Scope.REGION:
                for body in self.stakeholders:
                    if body.council_id == row.organisation_id:  # type: ignore[attr-defined]
                        found.setdefault(body.pk, row.organisation)
        return found


@prepared
def _stakeholders(councils: Collection[int]) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(regions__organisations__in=councils)
    rows = rows.annotate(council_id=F("regions__organisations")).exclude(kind__in=ALONE)
    return rows.distinct()


def _answers_for_region(row: Membership) -> bool:
    council = row.organisation.kind == Organisation.Kind.COUNCIL
    return council and Scope.REGION in ROLES[Role(row.role)].powers.values()


def _rank(row: Membership) -> tuple[int, int]:
    return (_RANK.index(Role(row.role)), row.pk)


def _side(row: Membership) -> Side | None:
    """Guests and readers belong to neither side, an editor to that of the organisation."""
    role = Role(row.role)
    if role in _VN_ROLES:
        return Side.VN
    if role is Role.COUNCIL_CONTACT:
        return Side.MK
    return row.organisation.side if role is Role.EDITOR else None
