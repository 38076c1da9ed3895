"""The desk's and the round page's reads: a round's discussions with what their lines show."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from alke.base import clock
from alke.domain.outcomes.models import Outcome, OutcomeConfirmation
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Side
from alke.domain.rounds.facts import contact_marks
from alke.domain.rounds.models import Deadline, Discussion, GroupMember, Round
from alke.domain.topics.models import Topic, TopicConfirmation

Role = Membership.Role


@dataclass(frozen=True)
class DiscussionLine:
    """A discussion as the desk and the round page show it."""

    discussion: Discussion
    mine: bool = False
    primary: bool = True  # the actor's region has its primary group here
    topics: list[Topic] = field(default_factory=list)
    confirmed_topics: dict[str, int] = field(default_factory=dict)  # by side
    agenda_due: dt.datetime | None = None
    outcome: Outcome | None = None
    confirmed_sides: frozenset[str] = frozenset()
    meetings_booked: int = 0
    meetings: int = 0


@dataclass(frozen=True)
class Desk:
    """The round on the desk."""

    round: Round | None
    lines: list[DiscussionLine] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The round's year."""
        return self.round.year if self.round else 0


def current_round(actor: Actor) -> Round | None:
    """The newest round whose letter has been sent, or else the newest one."""
    rounds = Round.objects.visible_to(actor).defer("format_text")
    sent = rounds.filter(letter_date__lte=clock.today())
    return sent.first() or rounds.last()


def desk_of(actor: Actor) -> Desk:
    """The current round's discussions and deadlines, with what is the actor's. Seven queries."""
    round_ = current_round(actor)
    if round_ is None:
        return Desk(None)
    deadlines = deadlines_of(round_)
    return Desk(round_, lines_of(round_, actor, deadlines), deadlines)


def deadlines_of(round_: Round) -> list[Deadline]:
    """The round's deadlines by date, with their discussions."""
    return list(round_.deadlines.select_related("discussion").order_by("due_at", "position"))


def discussions_of(round_: Round, actor: Actor) -> list[Any]:
    """The round's discussions that the actor sees, in its order. One query.

    For those who are signed in with `has_owner` and `has_contact`, and with `signed_vn` and
    `signed_mk`: whether the side has confirmed the outcome.
    """
    rows = (
        Discussion.objects.filter(round=round_, cancelled_at=None)
        .visible_to(actor)
        .select_related("group", "region", "result")
    )
    if not actor.is_anonymous:
        signed = OutcomeConfirmation.objects.filter(
            outcome__discussion=OuterRef("pk"), withdrawn_at=None
        )
        sides = {f"signed_{side}": Exists(signed.filter(side=side)) for side in Side.values}
        rows = rows.annotate(**sides, **contact_marks())
    found = list(rows)
    for row in found:
        row.round = round_
    return found


def members_of(round_: Round) -> list[GroupMember]:
    """The members of all groups of the round, by group, with their regions. One query."""
    rows = GroupMember.objects.filter(round=round_).select_related("group", "region")
    return list(rows.order_by("group__position", "-primary", "region__code"))


def lines_of(
    round_: Round,
    actor: Actor,
    deadlines: list[Deadline],
    *,
    rows: list[Any] | None = None,
    among: list[GroupMember] | None = None,
) -> list[DiscussionLine]:
    """One line a discussion that the actor sees. Public one query, else up to five.

    `rows` and `among` are the round's discussions and group members, where the caller has them.
    """
    rows = discussions_of(round_, actor) if rows is None else rows
    if among is None:
        among = [] if actor.is_anonymous else members_of(round_)
    members: dict[int, dict[int, bool]] = defaultdict(dict)
    for member in among:
        members[member.group_id][member.region_id] = member.primary
    due = {
        r.discussion_id: r.due_at for r in deadlines if r.purpose == "agenda" and r.discussion_id
    }
    parents = Counter(row.parent_id for row in rows if row.parent_id)
    booked = Counter(row.parent_id for row in rows if row.parent_id and row.starts_at)
    work = _Work.of(round_, actor, rows)
    lines = []
    for row in rows:
        mine, primary = work.of_actor(row, members[row.group_id] if row.group_id else {})
        lines.append(
            DiscussionLine(
                discussion=row,
                mine=mine,
                primary=primary,
                topics=work.topics[row.pk],
                confirmed_topics=dict(work.topic_sides[row.pk]),
                confirmed_sides=frozenset(work.outcome_sides[row.pk]),
                agenda_due=due.get(row.pk),
                outcome=getattr(row, "result", None),
                meetings=parents[row.pk],
                meetings_booked=booked[row.pk],
            )
        )
    return lines


@dataclass
class _Work:
    """What only those who are signed in see: topics, confirmations, what is their own."""

    actor: Actor
    regions: frozenset[int] = frozenset()
    topics: dict[int, list[Topic]] = field(default_factory=lambda: defaultdict(list))
    topic_sides: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    outcome_sides: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, round_: Round, actor: Actor, rows: list[Any]) -> "_Work":
        work = cls(actor)
        if actor.is_anonymous:
            return work
        work.regions = _region_ids(actor)
        in_force = TopicConfirmation.objects.filter(topic=OuterRef("pk"), withdrawn_at=None)
        topics = (
            Topic.objects.visible_to(actor)
            .on_agenda()
            .filter(discussion__round=round_)
            .annotate(**{side: Exists(in_force.filter(side=side)) for side in Side.values})
        )
        for topic in topics:
            work.topics[topic.discussion_id].append(topic)
            for side in Side.values:
                work.topic_sides[topic.discussion_id][side] += getattr(topic, side)
        for row in rows:
            signed = {side for side in Side.values if getattr(row, f"signed_{side}")}
            work.outcome_sides[row.pk] = signed
        return work

    def of_actor(self, row: Discussion, members: dict[int, bool]) -> tuple[bool, bool]:
        """Whether the discussion is the actor's, and with its primary group."""
        own = self.regions & (members.keys() if row.group_id else {row.region_id})
        round_wide = row.group_id is None and row.region_id is None
        vn = self.actor.has_role(Role.MINISTRY_CONTACT) and row.kind != Discussion.Kind.REGIONAL
        mine = bool(own) or round_wide or vn
        return mine, not own or any(members.get(r or 0, True) for r in own)


def _region_ids(actor: Actor) -> frozenset[int]:
    bodies = Organisation.regions.through.objects.filter(
        Q(organisation__in=actor.organisation_ids) & ~Q(organisation__kind="ministry")
    )
    return frozenset(bodies.values_list("region_id", flat=True))
