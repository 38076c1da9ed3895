"""Reads of the bodies that prepare a discussion and take part in it."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Contact, Discussion, Distribution
from alke.domain.rounds.participation import council_ids
from alke.domain.rounds.regional import always_there

Kind = Organisation.Kind
# of a region these are asked to name participants; its other bodies come when they are invited
ASKED: Final = frozenset({Kind.COUNCIL, Kind.GOVERNMENT, Kind.ELY, Kind.CENTRE})
OCCASIONS: Final = frozenset(
    {Discussion.Kind.JOINT, Discussion.Kind.REGIONAL, Discussion.Kind.EVENT}
)


def bodies_of(discussion: Discussion) -> list[Organisation]:
    """Bodies of the two sides that prepare, one row for each of their regions. One query."""
    ids = (discussion.round_id, discussion.pk, discussion.group_id, discussion.region_id)
    return _body_rows(*ids, _day(discussion), always=tuple(always_there(discussion)))


@prepared
def _body_rows(
    round_id: int,
    discussion_id: int,
    group_id: int | None,
    region_id: int | None,
    day: dt.date,
    *,
    always: tuple[str, ...],
) -> QuerySet[Organisation]:
    listed = Distribution.objects.filter(round=round_id).values("organisation")
    ministries = Q(kind=Organisation.Kind.MINISTRY, pk__in=listed)
    contacts = Contact.objects.filter(discussion=discussion_id)
    owners = Q(pk__in=contacts.values("organisation"))
    asked = Discussion.participants_from.through.objects.filter(discussion=discussion_id)
    invited = Q(pk__in=asked.values("organisation"))
    rows = Organisation.objects.annotate(
        region_pk=F("regions"), is_invited=Exists(asked.filter(organisation=OuterRef("pk")))
    )
    if group_id is not None:
        own = Q(regions__groups=group_id)
    elif region_id is not None:
        own = Q(regions=region_id)
    else:
        own = Q(kind=Organisation.Kind.COUNCIL)
    wanted = ministries | owners | invited | own | Q(slug__in=always)
    return rows.filter(wanted).order_by("kind", "name_fi").valid_on(day)


def _day(discussion: Discussion) -> dt.date:
    """Its day; of a meeting without a time that of its joint discussion; else today."""
    parent = discussion.parent
    return discussion.day or (parent.day if parent is not None else None) or clock.today()


def invited_ids(discussion: Discussion) -> frozenset[int]:
    """Ids of the bodies that the round's format invites beside; kept on the object. One query."""
    kept: frozenset[int] | None = getattr(discussion, "_invited_ids", None)
    if kept is None:
        kept = frozenset(_invited_ids(discussion.pk))
        discussion._invited_ids = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


@prepared
def _invited_ids(discussion_id: int) -> QuerySet[Organisation, int]:
    asked = Discussion.participants_from.through.objects.filter(discussion=discussion_id)
    rows = Organisation.objects.filter(pk__in=asked.values("organisation"))
    return rows.values_list("pk", flat=True)


def takes_part(body: Organisation, discussion: Discussion) -> bool:
    """Whether the body belongs to the discussion: ministries to all, others by region or asked."""
    if body.kind == Kind.MINISTRY or body.pk in council_ids(discussion):
        return True
    return body.pk in invited_ids(discussion)


def asked_of(discussion: Discussion, bodies: Collection[Organisation]) -> list[Organisation]:
    """Those of `bodies_of` that are to name participants, each once.

    In a regional meeting the council, its region's centres and whom the round always sends; the
    other ministries by the theme (R8). Nobody is asked for a webinar or a written round.
    """
    if discussion.kind not in OCCASIONS:
        return []
    regional = discussion.kind == Discussion.Kind.REGIONAL
    always = always_there(discussion)
    found = {}
    for body in bodies:
        wanted = body.kind in ASKED or (body.kind == Kind.MINISTRY and not regional)
        if wanted or body.is_invited or body.slug in always:  # type: ignore[attr-defined]
            found[body.pk] = body
    return list(found.values())
