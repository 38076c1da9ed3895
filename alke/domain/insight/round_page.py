"""Reads of the round's pages: its numbers, discussions, dates, groups, contacts and documents."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from django.db.models import Count, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from alke.base import clock
from alke.base.languages import CODES, active, pick
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditHead
from alke.domain.insight.desk_queries import NAMES, discussions_seen
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import BasisDocument, Contact, Discussion, GroupMember, Round

MAIN, HELD = Q(parent=None), Q(cancelled_at=None)
NUMBERS = {  # of the discussions that one sees; main ones stand on their own
    "n_all": Q(),
    "n_main": MAIN,
    "n_talks": MAIN & HELD & ~Q(kind=Discussion.Kind.WEBINAR),
    "n_meetings": ~MAIN & HELD,
    "n_booked": ~MAIN & HELD & ~Q(starts_at=None),
}


@dataclass(frozen=True)
class Member:
    """A region in a group; in the first place, or beside its own one."""

    name: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A discussion of the timetable; of hundreds a page shows few."""

    round: Round
    day: dt.date | None
    row: Any  # of `_dates`

    @property
    def discussion(self) -> Discussion:
        """The discussion, as far as a timetable shows it."""
        return Discussion(round=self.round, **self.row._asdict())


def dates_of(round_: Round, actor: Actor) -> list[Held]:
    """The round's discussions that the actor sees, in their order."""
    return [
        Held(round_, row.starts_at and row.starts_at.astimezone(clock.HELSINKI).date(), row)
        for row in _dates(round_.pk, actor)
    ]


@prepared
def _dates(round_id: int, actor: Actor) -> QuerySet[Discussion, Any]:
    shown = ["id", "parent_id", *NAMES, "slug", "kind", "starts_at", "ends_at", "place"]
    rows = Discussion.objects.filter(round=round_id).visible_to(actor)
    return rows.values_list(*shown, "cancelled_at", named=True)


@prepared
def basis_of(round_id: int) -> QuerySet[BasisDocument]:
    """The round's base documents, each with the occasion that rests on it."""
    return BasisDocument.objects.filter(round=round_id).select_related("opened_by")


def members_of(groups: Iterable[int | None]) -> list[tuple[str, list[Member]]]:
    """The names of the groups, in their order, each with its members. One query."""
    rows, language = _members([pk for pk in groups if pk]), active()
    return [
        (
            pick(group[0], "group__name", language),
            [Member(pick(row, "region__name", language), row.primary) for row in group],
        )
        for _id, found in groupby(rows, key=attrgetter("group_id"))
        for group in [list(found)]
    ]


@prepared
def _members(groups: Collection[int]) -> QuerySet[GroupMember, Any]:
    names = (f"{part}__{name}" for part in ("group", "region") for name in NAMES)
    rows = GroupMember.objects.filter(group__in=groups)
    rows = rows.order_by("group__position", "-primary", "region__code")
    return rows.values_list("group_id", "primary", *names, named=True)


@prepared
def contacts_of(discussions: Collection[int]) -> QuerySet[Contact]:
    """Those named for the discussions, in the order of these, with their bodies."""
    names = [f"organisation__{kind}_{code}" for kind in ("name", "short") for code in CODES]
    rows = Contact.objects.filter(discussion__in=discussions).select_related("organisation")
    rows = rows.order_by("discussion__position", "id")
    return rows.only("discussion", "side", "title", "email", *names)


def counted(actor: Actor, year: int) -> list[Any]:
    """The year's round, if the actor sees it, with its `NUMBERS`."""
    found = _counted(actor, year)
    for round_ in found:
        vars(round_).update(round_.numbers or dict.fromkeys(NUMBERS, 0))
    return found


@prepared
def _counted(actor: Actor, year: int) -> QuerySet[Any]:
    """All numbers from one look at the discussions, of which there may be hundreds."""
    seen = Discussion.objects.visible_to(actor).filter(round=OuterRef("pk"))
    numbers = {name: Count("pk", filter=which, distinct=True) for name, which in NUMBERS.items()}
    row = seen.order_by().values("round").annotate(row=JSONObject(**numbers)).values("row")
    rounds = Round.objects.visible_to(actor).filter(year=year).defer("format_text")
    return rounds.annotate(
        chain_head=Subquery(AuditHead.objects.values("hash")[:1]),
        numbers=Subquery(row, output_field=JSONField()),
    )


@prepared
def main_discussions(round_id: int, actor: Actor, *, part: slice) -> QuerySet[Any]:
    """Those that stand on their own, in order, with the number of their regional meetings."""
    meetings = Discussion.objects.filter(parent=OuterRef("pk"), cancelled_at=None)
    rows = discussions_seen(round_id, actor).filter(parent=None)
    counted_rows = rows.annotate(
        n_meetings=_count(meetings), n_booked=_count(meetings.exclude(starts_at=None))
    )
    return cast("QuerySet[Any]", counted_rows[part])


def _count(meetings: QuerySet[Any]) -> Coalesce:
    found = meetings.order_by().values("parent").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


@prepared
def all_discussions(round_id: int, actor: Actor, *, part: slice) -> QuerySet[Any]:
    """All that the actor sees, in order."""
    return discussions_seen(round_id, actor)[part]
