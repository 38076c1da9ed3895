"""Reads of calendars: the feed of an address, and the rows that stand in it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, Subquery, Value, When
from django.utils.crypto import constant_time_compare

from alke.base.prepared import prepared
from alke.domain.audit.models import AuditHead
from alke.domain.bookings.models import MinistryAnswer
from alke.domain.calendars.models import CalendarFeed
from alke.domain.insight.desk_queries import NAMES, sees_all_regions
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Side
from alke.domain.rounds.models import Contact, Deadline, Discussion, Round

Answer, Owner = MinistryAnswer.Answer, Deadline.Owner
OF_SIDE: Final = {Side.VN: Owner.MINISTRIES, Side.MK: Owner.COUNCILS}
DISCUSSION_FIELDS: Final = (
    *("round", "slug", "kind", "place", "link", "starts_at", "ends_at", "cancelled_at"),
    *("freed_starts_at", "freed_ends_at", "revision", "revised_at", *NAMES),
)
DEADLINE_FIELDS: Final = (
    *("round", "key", "owner", "due_at", "hard", "revision", "revised_at", *NAMES, "discussion"),
    *("discussion__slug", "discussion__cancelled_at", *(f"discussion__{name}" for name in NAMES)),
)
ROUND_FIELDS: Final = ("round__year", "round__published_at")


@dataclass(frozen=True)
class Rows:
    """What a calendar shows; a discussion with `left` is one from which the person was taken."""

    discussions: list[Discussion]
    deadlines: list[Deadline]


def hash_of(token: str) -> str:
    """What is kept of an address: it is long and random, so that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(token: str) -> list[Any]:
    """The feed of the address, ended ones too, with `chain_head`. One query."""
    wanted = hash_of(token)
    return [row for row in _feed(wanted) if constant_time_compare(row.token_hash, wanted)]


@prepared
def _feed(token_hash: str) -> QuerySet[Any]:
    rows = CalendarFeed.objects.filter(token_hash=token_hash)
    rows = rows.select_related("user", "organisation", "round").defer("round__format_text")
    return rows.annotate(chain_head=Subquery(AuditHead.objects.values("hash")[:1]))


@prepared
def feeds_of(actor: Actor) -> QuerySet[CalendarFeed]:
    """The actor's own, open ones."""
    rows = CalendarFeed.objects.visible_to(actor).open()
    return rows.select_related("organisation", "round").defer("round__format_text")


def rows_of_feed(feed: CalendarFeed, actor: Actor) -> Rows:
    """What the feed shows the actor, whose it is. Two queries."""
    if feed.round is not None:
        return rows_of_round(feed.round, actor, with_deadlines=_wants_deadlines(feed))
    body = feed.organisation
    if body is not None:
        all_regions = body.kind == Organisation.Kind.MINISTRY
        found = _of_body(actor, body.pk, all_regions=all_regions)
        owners = {Owner.BOTH, OF_SIDE[body.side]}
    else:
        found = _of_person(actor, actor.user.email if actor.user else "", **_reach(actor))
        owners = {Owner.BOTH, *(OF_SIDE[side] for side in actor.sides)}
        if actor.has_role(Membership.Role.COORDINATOR):  # who asks after all of them
            owners = set(Owner)
    if not _wants_deadlines(feed):
        return Rows(found, [])
    discussions = [row.pk for row in found]
    rounds = sorted({row.round_id for row in found})
    return Rows(found, _deadlines(actor, rounds, discussions, sorted(owners)))


def rows_of_round(round_: Round, actor: Actor, *, with_deadlines: bool = True) -> Rows:
    """All of the round that the actor sees. Two queries."""
    deadlines = _deadlines_of_round(round_.pk) if with_deadlines else []
    return Rows(_of_round(round_.pk, actor), deadlines)


def _wants_deadlines(feed: CalendarFeed) -> bool:
    return feed.deadlines != CalendarFeed.Deadlines.NONE


def _reach(actor: Actor) -> dict[str, bool]:
    return {
        "all_regions": sees_all_regions(actor),
        "owner": actor.has_role(Membership.Role.OWNER),
    }


@prepared
def _of_round(round_id: int, actor: Actor) -> QuerySet[Discussion]:
    return _shown(Discussion.objects.filter(round=round_id), actor)


@prepared
def _of_body(actor: Actor, body: int, *, all_regions: bool) -> QuerySet[Discussion]:
    return _shown(Discussion.objects.filter(_takes_part([body], all_regions=all_regions)), actor)


@prepared
def _of_person(actor: Actor, email: str, *, all_regions: bool, owner: bool) -> QuerySet[Discussion]:
    people = Participant.objects.filter(email=email) if email else Participant.objects.none()
    registered = people.registered().values("discussion")
    mine = _takes_part(actor.organisation_ids, all_regions=all_regions) | Q(pk__in=registered)
    if owner:
        own = Q(user=actor.user) | Q(user=None, email__iexact=email)
        owned = Contact.objects.filter(own, duty=Contact.Duty.OWNER).values("discussion")
        mine |= Q(pk__in=owned) | Q(parent__in=owned)
    rows = Discussion.objects.filter(mine | Q(pk__in=people.values("discussion")))
    left = Case(When(mine, then=Value(False)), default=Value(True))  # noqa: FBT003 - SQL's
    return _shown(rows, actor).annotate(left=left)


def _takes_part(bodies: Collection[int], *, all_regions: bool) -> Q:
    """As on the desk: of the own regions, of all, invited to; those of all regions' own.

    And the regional meetings that one's ministry has answered to attend (B8).
    """
    regions = Organisation.regions.through.objects.filter(organisation__in=bodies).exclude(
        organisation__kind=Organisation.Kind.MINISTRY
    )
    groups = Discussion.objects.filter(group__regions__in=regions.values("region"))
    invited = Discussion.participants_from.through.objects.filter(organisation__in=bodies)
    found = Q(region__in=regions.values("region")) | Q(pk__in=groups.values("pk"))
    found |= Q(group=None, region=None) | Q(pk__in=invited.values("discussion"))
    attended = MinistryAnswer.objects.filter(organisation__in=bodies, answer=Answer.ATTENDS)
    found |= Q(pk__in=attended.values("discussion"))
    return found | Q(parent=None) if all_regions else found


def _shown(rows: QuerySet[Discussion], actor: Actor) -> QuerySet[Discussion]:
    """Those that have a time, or had one."""
    had = ~Q(starts_at=None) | ~Q(freed_starts_at=None)
    seen = rows.filter(had).visible_to(actor)  # type: ignore[attr-defined]
    found: QuerySet[Discussion] = seen.select_related("round").only(
        *DISCUSSION_FIELDS, *ROUND_FIELDS
    )
    return found.order_by("round__year", "position", "pk")


@prepared
def _deadlines_of_round(round_id: int) -> QuerySet[Deadline]:
    return _dated(Deadline.objects.filter(round=round_id))


@prepared
def _deadlines(
    actor: Actor, rounds: Collection[int], discussions: Collection[int], owners: Collection[str]
) -> QuerySet[Deadline]:
    """Those of the discussions, and of the whole rounds, that concern `owners`.

    Those of a round under way also while none of its discussions has a time.
    """
    under_way = Round.objects.visible_to(actor).exclude(state=Round.State.ENDED).values("pk")
    whole = Q(discussion=None) & (Q(round__in=rounds) | Q(round__in=under_way))
    own = Q(discussion__in=discussions, round__in=rounds)
    return _dated(Deadline.objects.filter(own | whole, owner__in=owners))


def _dated(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    found = rows.select_related("round", "discussion").only(*DEADLINE_FIELDS, *ROUND_FIELDS)
    return found.order_by("due_at", "pk")
