"""What is known of a round: the rows that its dates and findings are worked out from."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from alke.domain.people.models import Organisation, Region, Side
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    Distribution,
    GroupMember,
    Round,
)

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
            return [row.region for row in self.members if row.group_id == discussion.group_id]
        return [discussion.region] if discussion.region is not None else None

    def joint_of(self, region: Region) -> list[Discussion]:
        """The joint discussions in which the region takes part."""
        groups = {row.group_id for row in self.members if row.region_id == region.pk}
        return [
            row
            for row in self.discussions
            if row.kind == Discussion.Kind.JOINT and row.group_id in groups
        ]

    def with_values(self, changed: Iterable[tuple[Dated, dict[str, Any]]]) -> "RoundFacts":
        """The facts as they would be if the rows had these values; the rows stay as they are."""
        values = {(type(row), row.pk): fields for row, fields in changed}
        return replace(
            self,
            discussions=[_with(row, values) for row in self.discussions],
            deadlines=[_with(row, values) for row in self.deadlines],
            basis=[_with(row, values) for row in self.basis],
        )


def contact_marks() -> dict[str, Exists]:
    """Whether a discussion has an owner, and a contact of the regions: to annotate it with."""
    contacts = Contact.objects.filter(discussion=OuterRef("pk"))
    return {
        "has_owner": Exists(contacts.filter(duty=Contact.Duty.OWNER)),
        "has_contact": Exists(contacts.filter(side=Side.MK)),
    }


def facts_of(round: Round, discussions: list[Any] | None = None) -> RoundFacts:
    """Reads the rows of the round; `discussions` are all of them, marked, where at hand."""
    if discussions is None:
        rows = round.discussions.filter(cancelled_at=None).select_related("group", "region")
        discussions = list(rows.annotate(**contact_marks()))
        for row in discussions:
            row.round = round
    return RoundFacts(
        round=round,
        discussions=discussions,
        deadlines=list(round.deadlines.select_related("discussion")),
        basis=list(round.basis_documents.all()),
        members=list(
            GroupMember.objects.filter(round=round)
            .select_related("group", "region")
            .order_by("group__position", "-primary", "region__code")
        ),
    )


def ministries_left_out(round: Round) -> list[Organisation]:
    """Ministries on no line of the distribution list that own no discussion either. One query."""
    listed = Distribution.objects.filter(
        round=round, organisation=OuterRef("pk"), purpose=Distribution.Purpose.ACTION
    )
    owners = Contact.objects.filter(
        discussion__round=round, organisation=OuterRef("pk"), duty=Contact.Duty.OWNER
    )
    if round.letter_date is None:
        return []
    rows = Organisation.objects.ministries().valid_on(round.letter_date)
    has_list = Distribution.objects.filter(round=round)
    return list(rows.filter(Exists(has_list), ~Exists(listed), ~Exists(owners)))


def concerned_by(facts: RoundFacts, moved: Iterable[Dated]) -> list[Organisation]:
    """The bodies that hear of moved dates: ministries, and the councils of the regions. One query.

    A date of one discussion concerns its regions; a date of the whole round concerns all.
    """
    codes: set[str] = set()
    everybody = False
    for row in moved:
        discussion = row.discussion if isinstance(row, Deadline) else row
        if not isinstance(discussion, Discussion):
            everybody = True
            continue
        regions = facts.regions_of(discussion)
        everybody = everybody or regions is None
        codes.update(region.code for region in regions or [])
    listed = Q(
        pk__in=Distribution.objects.filter(
            round=facts.round, purpose=Distribution.Purpose.ACTION
        ).values("organisation")
    )
    councils = Q(kind=Organisation.Kind.COUNCIL)
    if not everybody:
        councils &= Q(regions__code__in=codes)
    else:
        councils &= Q(regions__mainland=True)
    ministries = Q(kind=Organisation.Kind.MINISTRY) & listed
    return list(Organisation.objects.filter(ministries | councils).distinct())


def ended_bodies(round: Round) -> list[Organisation]:
    """Bodies on the distribution list or among the contacts that have ended by the round's year.

    Two queries.
    """
    named = Q(pk__in=Distribution.objects.filter(round=round).values("organisation")) | Q(
        pk__in=Contact.objects.filter(discussion__round=round).values("organisation")
    )
    rows = Organisation.objects.filter(named, valid_to__year__lt=round.year)
    return list(rows.prefetch_related("successions__successor"))


def _with(row: Any, values: dict[Any, dict[str, Any]]) -> Any:
    fields = values.get((type(row), row.pk))
    if fields is None:
        return row
    twin = copy.copy(row)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin
