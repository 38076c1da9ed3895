"""What is known of a round: the rows that its dates and findings are worked out from."""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from alke.base import clock
from alke.domain.people.models import Membership, Organisation, Region, Side
from alke.domain.people.rules import CONVENER
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    Distribution,
    GroupMember,
    Round,
)
from alke.domain.rounds.regional import meetings_from

Dated = Discussion | Deadline | BasisDocument


@dataclass(frozen=True)
class RoundFacts:
    """The rows of a round; four queries, whatever their number."""

    round: Round
    discussions: list[Discussion]  # with `has_owner` and `has_contact`; cancelled ones left out
    deadlines: list[Deadline]
    basis: list[BasisDocument]
    members: list[GroupMember]

    def regions_of(self, discussion: Discussion) -> list[Region] | None:
        """The regions that take part; None means all of them."""
        if discussion.group_id is not None:
            return self._regions.get(discussion.group_id, [])
        return [discussion.region] if discussion.region is not None else None

    def joint_of(self, region: Region) -> list[Discussion]:
        """The joint discussions in which the region takes part."""
        return self._joint.get(region.pk, [])

    def joint_days_of(self, region: Region) -> set[dt.date]:
        """The days of those."""
        return {row.day for row in self.joint_of(region) if row.day is not None}

    def begins_early(self, meeting: Discussion, starts_at: dt.datetime) -> bool:
        """Whether a regional meeting at `starts_at` would disturb its joint discussion (R8).

        The round says from when that day's meetings are held; on other days it says nothing.
        """
        earliest = meetings_from(self.round)
        if earliest is None or meeting.region is None:
            return False
        local = starts_at.astimezone(clock.HELSINKI)
        return local.date() in self.joint_days_of(meeting.region) and local.time() < earliest

    @cached_property
    def _regions(self) -> dict[int, list[Region]]:
        found: dict[int, list[Region]] = defaultdict(list)
        for row in self.members:
            found[row.group_id].append(row.region)
        return found

    @cached_property
    def _joint(self) -> dict[int, list[Discussion]]:
        found: dict[int, list[Discussion]] = defaultdict(list)
        for row in self.discussions:
            if row.kind == Discussion.Kind.JOINT and row.group_id is not None:
                for region in self._regions.get(row.group_id, []):
                    found[region.pk].append(row)
        return found

    def with_values(self, changed: Iterable[tuple[Dated, dict[str, Any]]]) -> "RoundFacts":
        """The facts as they would be if the rows had these values; the rows stay as they are."""
        values = {(type(row), row.pk): fields for row, fields in changed}
        return replace(
            self,
            discussions=[_with(row, values) for row in self.discussions],
            deadlines=[_with(row, values) for row in self.deadlines],
            basis=[_with(row, values) for row in self.basis],
        )


def facts_of(
    round: Round,
    deadlines: list[Deadline] | None = None,
    basis: list[BasisDocument] | None = None,
    members: list[GroupMember] | None = None,
) -> RoundFacts:
    """Reads the rows of the round, but for those that are at hand."""
    contacts = Contact.objects.filter(discussion=OuterRef("pk"))
    rows = round.discussions.filter(cancelled_at=None).select_related("region")
    discussions = list(
        rows.annotate(
            has_owner=Exists(contacts.filter(_can_own())),
            has_contact=Exists(contacts.filter(side=Side.MK)),
        )
    )
    for row in discussions:
        row.round = round
    if deadlines is None:
        deadlines = list(round.deadlines.select_related("discussion"))
    else:
        held = {row.pk: row for row in discussions}
        for deadline in deadlines:
            if deadline.discussion_id in held:
                deadline.discussion = held[deadline.discussion_id]
    if members is None:
        in_groups = GroupMember.objects.filter(round=round).select_related("group", "region")
        members = list(in_groups.order_by("group__position", "-primary", "region__code"))
    return RoundFacts(
        round=round,
        discussions=discussions,
        deadlines=deadlines,
        basis=list(round.basis_documents.all()) if basis is None else basis,
        members=members,
    )


def _can_own() -> Q:
    """An owner by address alone, or one whose account is open and has the role today."""
    holds = Membership.objects.filter(user=OuterRef("user"), role=Membership.Role.OWNER)
    acts = Q(Exists(holds.exclude(valid_to__lt=clock.today())), user__is_active=True)
    return Q(duty=Contact.Duty.OWNER) & (Q(user=None) | acts)


def odd_bodies_of(round: Round) -> tuple[list[Organisation], list[Organisation]]:
    """Bodies that are missing, and bodies that should not be there. One query, two with the last.

    Missing: ministries on no line of the distribution list that own no discussion either. Ended
    by the round's year: bodies on that list or among the contacts.
    """
    lines = Distribution.objects.filter(round=round)
    contacts = Contact.objects.filter(discussion__round=round, organisation=OuterRef("pk"))
    listed = lines.filter(organisation=OuterRef("pk"), purpose=Distribution.Purpose.ACTION)
    missing = Q(pk__in=[])
    if round.letter_date is not None:
        ministries = Organisation.objects.ministries().valid_on(round.letter_date)
        owners = contacts.filter(duty=Contact.Duty.OWNER)
        missing = Q(Exists(lines), ~Exists(listed), ~Exists(owners), pk__in=ministries.values("pk"))
    named = Q(Exists(lines.filter(organisation=OuterRef("pk")))) | Q(Exists(contacts))
    ended = named & Q(valid_to__year__lt=round.year)
    rows = Organisation.objects.filter(missing | ended).annotate(is_missing=missing)
    found = list(rows)
    over = [row for row in found if not row.is_missing]  # type: ignore[attr-defined]
    prefetch_related_objects(over, "successions__successor")
    return [row for row in found if row not in over], over


def concerned_by(facts: RoundFacts, moved: Iterable[Dated]) -> list[Organisation]:
    """The bodies that hear of moved dates. One query.

    Ministries on the list for action and the convener; the councils of the regions; bodies with
    guests that are invited to a discussion that moves. A date of one discussion concerns its
    regions; a date of the whole round concerns all.
    """
    rows = list(moved)
    held = [row for row in rows if isinstance(row, Discussion)]
    places = [row.discussion if isinstance(row, Deadline) else row for row in rows]
    listed = Distribution.objects.filter(
        round=facts.round, purpose=Distribution.Purpose.ACTION
    ).values("organisation")
    ministries = Q(kind=Organisation.Kind.MINISTRY) & (Q(pk__in=listed) | Q(slug=CONVENER))
    councils = Q(kind=Organisation.Kind.COUNCIL) & _of_regions(facts, places)
    asked = Discussion.participants_from.through.objects.filter(discussion__in=held)
    invited = _of_regions(facts, held) | Q(pk__in=asked.values("organisation"))
    guests = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Membership.Role.GUEST, user__is_active=True
    )
    found = Organisation.objects.filter(ministries | councils | invited & Q(Exists(guests)))
    return list(found.distinct())


def _of_regions(facts: RoundFacts, places: Iterable[Dated | None]) -> Q:
    """Bodies of the regions of these discussions; of all when one place is no discussion."""
    codes: set[str] = set()
    for place in places:
        regions = facts.regions_of(place) if isinstance(place, Discussion) else None
        if regions is None:
            return Q(regions__mainland=True)
        codes.update(region.code for region in regions)
    return Q(regions__code__in=codes)


def _with(row: Any, values: dict[Any, dict[str, Any]]) -> Any:
    fields = values.get((type(row), row.pk))
    if fields is None:
        return row
    twin = copy.copy(row)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin
