"""The desk's and the round page's reads: a round's discussions with what their lines show."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from alke.base import clock
from alke.base.jsonrows import JsonRows, moment_of
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.base.rows import stored
from alke.domain.bookings.models import BookingRequest, MinistryAnswer
from alke.domain.outcomes.models import Outcome, OutcomeConfirmation
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Side
from alke.domain.rounds.models import (
    Contact,
    Deadline,
    Discussion,
    GroupMember,
    Round,
)
from alke.domain.rounds.participation import owned_ids, owns
from alke.domain.topics.agenda_times import days_of_agenda
from alke.domain.topics.models import Opening, Topic, TopicConfirmation

Role = Membership.Role
Kind = Discussion.Kind
NAMES = tuple(f"name_{code}" for code in CODES)
DATED = (*NAMES, "key", "purpose", "owner", "due_at", "offset_days", "hard", "stated")
Dated = TypeVar("Dated", Deadline, Discussion)


@dataclass(frozen=True)
class DiscussionLine:
    """A discussion as the desk and the round page show it."""

    discussion: Discussion
    mine: bool = False
    primary: bool = True  # the actor's region has its primary group here
    topics: list[Topic] = field(default_factory=list)
    confirmed_topics: dict[str, int] = field(default_factory=dict)  # by side
    opened_topics: dict[str, int] = field(default_factory=dict)  # with an opening, by side
    agenda_due: dt.datetime | None = None
    outcome: Outcome | None = None
    confirmed_sides: frozenset[str] = frozenset()
    meetings_booked: int = 0
    meetings: int = 0
    has_contact: bool = True  # of the regions; read for those who are signed in
    has_theme: bool = False  # proposed in the pool; read for the desk, like the next
    has_swap: bool = False  # another council asks for its time
    to_answer: int = 0  # meetings about which ministries say whether they attend
    unanswered: int = 0  # of those, by the actor's body
    has_late: bool = False  # a council of the joint discussion asks the coordinator for a time

    def has_confirmed(self, side: str) -> bool:
        """Whether the side has confirmed every topic, of which there are some."""
        return 0 < len(self.topics) == self.confirmed_topics.get(side, 0)

    def has_openings(self, side: str) -> bool:
        """Whether the side has named who opens each topic."""
        return self.opened_topics.get(side, 0) == len(self.topics)

    @property
    def agenda_days(self) -> int:
        """So many days before the discussion the agenda is due."""
        return days_of_agenda(self.discussion, self.agenda_due)

    @property
    def agenda(self) -> str:
        """The state of the agenda; without a topic it has not been begun."""
        state = self.discussion.agenda
        return "not-started" if state == Discussion.Agenda.DRAFT and not self.topics else state


@dataclass(frozen=True)
class Desk:
    """The round on the desk: the actor's own discussions and all deadlines, by date."""

    round: Round | None
    lines: list[DiscussionLine] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    cancelled: list[DiscussionLine] = field(default_factory=list)  # own ones that are not held

    @property
    def year(self) -> int:
        """The round's year."""
        return self.round.year if self.round else 0


def current_first(rounds: QuerySet[Round], day: dt.date) -> QuerySet[Round]:
    """Rounds under way before the others, the newest first: the current round leads.

    Under way is one that has been started and not ended, or whose letter has been sent: a
    round in preparation hides no follow-up, and an ended one no preparation.
    """
    started = Q(state__in=[Round.State.RUNNING, Round.State.FOLLOWUP])
    sent = Q(state=Round.State.PREPARATION, letter_date__lte=day)
    return rounds.order_by(Case(When(started | sent, then=0), default=1), "-year")


def current_round(actor: Actor) -> Round | None:
    """The newest round that is under way, or else the newest one, of those that one sees."""
    return next(iter(_rounds(actor, clock.today(), first=1)), None)


def rounds_of(actor: Actor) -> list[Round]:
    """Those that one sees, the current one first."""
    return _rounds(actor, clock.today(), first=None)


@prepared
def _rounds(actor: Actor, day: dt.date, *, first: int | None) -> QuerySet[Round]:
    return current_first(Round.objects.visible_to(actor), day).defer("format_text")[:first]


@prepared
def round_of(actor: Actor, year: int) -> QuerySet[Round]:
    """The year's round, if the actor sees it."""
    return Round.objects.visible_to(actor).filter(year=year).defer("format_text")


def desk_of(actor: Actor, of: Round | None = None) -> Desk:
    """The round's deadlines and what of its discussions is the actor's. Three queries.

    Without a round, the current one.
    """
    rounds = _current(actor, clock.today()) if of is None else _one(actor, of.pk)
    round_ = next(iter(rounds), None)
    if round_ is None:
        return Desk(None)
    deadlines = of_round(round_, [_deadline(row) for row in round_.deadline_rows])
    if not actor.reads:
        return Desk(round_, [], deadlines)
    owned = owned_ids(actor) if actor.has_role(Role.OWNER) else frozenset()
    rows = _own(round_.pk, actor, owned)
    lines = lines_of(round_, actor, deadlines, rows, unpublished=True)
    return Desk(
        round_,
        [line for line in lines if not line.discussion.cancelled_at],
        deadlines,
        [line for line in lines if line.discussion.cancelled_at],
    )


@prepared
def _current(actor: Actor, day: dt.date) -> QuerySet[Any]:
    """The current round with its deadlines by date: found first, so that no other's are read."""
    first = current_first(Round.objects.visible_to(actor), day).values("pk")[:1]
    return _with_deadlines(Round.objects.filter(pk=Subquery(first)))


@prepared
def _one(actor: Actor, pk: int) -> QuerySet[Any]:
    return _with_deadlines(Round.objects.visible_to(actor).filter(pk=pk))


def _with_deadlines(rounds: QuerySet[Round]) -> QuerySet[Any]:
    rows = JsonRows(_due(OuterRef("pk")), "id", "discussion_id", *DATED)
    return rounds.defer("format_text").annotate(deadline_rows=rows)


def _deadline(row: dict[str, Any]) -> Deadline:
    values = row | {"due_at": moment_of(row["due_at"]), "hard": bool(row["hard"])}
    return stored(Deadline, values.items(), using=DEFAULT_DB_ALIAS)


def deadlines_of(round_: Round, *, named: bool) -> list[Deadline]:
    """The round's deadlines by date, none of cancelled discussions.

    `named`: with `place_slug` and the names of the discussion, as `place_name_fi`, and those of
    what it is counted from beside that discussion, as `anchor_name_fi`.
    """
    return of_round(round_, _deadlines(round_.pk, named=named))


def of_round(round_: Round, rows: list[Dated]) -> list[Dated]:
    """Rows of the round, which is at hand and need not be read again for them."""
    for row in rows:
        row.round = round_
    return rows


@prepared
def _deadlines(round_id: int, *, named: bool) -> QuerySet[Deadline]:
    rows = _due(round_id)
    if named:
        place = {f"place_{name}": F(f"discussion__{name}") for name in ("slug", *NAMES)}
        rows = rows.annotate(**place, **{f"anchor_{name}": _anchor(name) for name in NAMES})
    return rows.only("round", "discussion", *DATED)


def _anchor(name: str) -> Coalesce:
    """The name of what a deadline is counted from, unless that is its own discussion."""
    title = name.replace("name", "title")
    elsewhere = When(discussion=None, then=F(f"anchor_discussion__{name}"))
    return Coalesce(
        F(f"anchor_deadline__{name}"), F(f"anchor_basis__{title}"), Case(elsewhere), Value("")
    )


def _due(round_id: int | OuterRef) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(round=round_id, discussion__cancelled_at=None)
    return rows.order_by("due_at", "position")


def discussions_seen(round_id: int, actor: Actor) -> QuerySet[Any]:
    """The round's discussions that the actor sees, in its order.

    For those who read what is prepared with `signed_vn` and `signed_mk`, whether the side has
    confirmed the outcome, `has_contact`, whether the regions have named one, and with
    `own_region`, `own_group` and `own_primary`, what ties them to it.
    """
    rows = Discussion.objects.filter(round=round_id).visible_to(actor).select_related("result")
    if not actor.reads:
        return rows
    signed = OutcomeConfirmation.objects.filter(
        outcome__discussion=OuterRef("pk"), withdrawn_at=None
    )
    own = Organisation.regions.through.objects.filter(
        organisation__in=actor.organisation_ids
    ).exclude(organisation__kind=Organisation.Kind.MINISTRY)
    members = GroupMember.objects.filter(group=OuterRef("group"), region__in=own.values("region"))
    return rows.annotate(
        **{f"signed_{side}": Exists(signed.filter(side=side)) for side in Side.values},
        has_contact=Exists(Contact.objects.filter(discussion=OuterRef("pk"), side=Side.MK)),
        own_region=Exists(own.filter(region=OuterRef("region"))),
        own_group=Exists(members),
        own_primary=Exists(members.filter(primary=True)),
    )


def sees_all_regions(actor: Actor) -> bool:
    """Whether the discussions of all regions are the actor's: those who write for a ministry."""
    return actor.has_role(Role.COORDINATOR) or any(
        row.role in {Role.MINISTRY_CONTACT, Role.EDITOR}
        and row.organisation.kind == Organisation.Kind.MINISTRY
        for row in actor.memberships
    )


@prepared
def _own(round_id: int, actor: Actor, owned: Collection[int]) -> QuerySet[Any]:
    """Of the own regions, of all, those that one owns; those of all regions have no meetings."""
    mine = Q(own_region=True) | Q(own_group=True) | Q(group=None, region=None)
    if sees_all_regions(actor):
        mine |= Q(parent=None)
    if actor.has_role(Role.OWNER):
        mine |= Q(pk__in=owned) | Q(parent__in=owned)
    waiting = Topic.objects.filter(
        discussion=OuterRef("pk"), number=None, disposition=Topic.Disposition.OPEN, draft_side=""
    )
    asked = BookingRequest.objects.filter(state=BookingRequest.State.OPEN)
    late = asked.filter(kind=BookingRequest.Kind.LATE, discussion__parent=OuterRef("pk"))
    answered = MinistryAnswer.objects.filter(
        discussion=OuterRef("pk"), organisation__in=actor.organisation_ids
    )
    meetings = Discussion.objects.filter(parent=OuterRef("pk"), cancelled_at=None)
    rows: QuerySet[Any] = discussions_seen(round_id, actor).filter(mine)
    found: QuerySet[Any] = rows.annotate(
        n_to_answer=_count(meetings),
        n_unanswered=_count(meetings.exclude(Exists(answered))),
        has_theme=Exists(waiting),
        has_swap=Exists(asked.filter(other=OuterRef("pk"))),
        has_late=Exists(late),
    )
    return found


def _count(rows: QuerySet[Discussion]) -> Coalesce:
    found = rows.order_by().values("parent").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


def lines_of(
    round_: Round,
    actor: Actor,
    deadlines: Iterable[Deadline],
    rows: Iterable[Any],
    *,
    unpublished: bool = False,
) -> list[DiscussionLine]:
    """A line for each of `rows`, which `discussions_seen` gave. One query, public none.

    `unpublished`: the topics only of those whose agenda has not been published, for tasks.
    """
    found = of_round(round_, list(rows))
    due = {
        r.discussion_id: r.due_at for r in deadlines if r.purpose == "agenda" and r.discussion_id
    }
    if not actor.reads:
        return [_public_line(row) for row in found]
    asked = [row for row in found if not row.agenda_published_at] if unpublished else found
    topics, confirmed, opened = _topics_of(asked, actor)
    is_mine = _own_ones(actor)
    return [
        DiscussionLine(
            discussion=row,
            mine=is_mine(row),
            primary=row.own_region or row.own_primary or not row.own_group,
            topics=topics[row.pk],
            confirmed_topics=dict(confirmed[row.pk]),
            opened_topics=dict(opened[row.pk]),
            confirmed_sides=frozenset(s for s in Side.values if getattr(row, f"signed_{s}")),
            agenda_due=due.get(row.pk),
            outcome=getattr(row, "result", None),
            meetings=getattr(row, "n_meetings", 0),
            meetings_booked=getattr(row, "n_booked", 0),
            has_contact=row.has_contact,
            has_theme=getattr(row, "has_theme", False),
            has_swap=getattr(row, "has_swap", False),
            has_late=getattr(row, "has_late", False),
            to_answer=getattr(row, "n_to_answer", 0),
            unanswered=getattr(row, "n_unanswered", 0),
        )
        for row in found
    ]


def _public_line(row: Any) -> DiscussionLine:
    return DiscussionLine(
        row,
        outcome=getattr(row, "result", None),
        meetings=getattr(row, "n_meetings", 0),
        meetings_booked=getattr(row, "n_booked", 0),
    )


def _topics_of(
    rows: list[Any], actor: Actor
) -> tuple[dict[int, list[Topic]], dict[int, Counter[str]], dict[int, Counter[str]]]:
    """The agendas' topics that the actor sees; how many each side has confirmed, and opens."""
    found = _topics([row.pk for row in rows], actor)
    topics: dict[int, list[Topic]] = defaultdict(list)
    confirmed: dict[int, Counter[str]] = defaultdict(Counter)
    opened: dict[int, Counter[str]] = defaultdict(Counter)
    for topic in found:
        topics[topic.discussion_id].append(topic)
        for side in Side.values:
            confirmed[topic.discussion_id][side] += getattr(topic, side)
            opened[topic.discussion_id][side] += getattr(topic, f"opened_{side}")
    return topics, confirmed, opened


@prepared
def _topics(discussions: Collection[int], actor: Actor) -> QuerySet[Any]:
    in_force = TopicConfirmation.objects.filter(topic=OuterRef("pk"), withdrawn_at=None)
    openings = Opening.objects.filter(topic=OuterRef("pk"))
    rows = Topic.objects.visible_to(actor).on_agenda().filter(discussion__in=discussions)
    return rows.only("discussion", "number", "state").annotate(
        **{side: Exists(in_force.filter(side=side)) for side in Side.values},
        **{f"opened_{side}": Exists(openings.filter(side=side)) for side in Side.values},
    )


def _own_ones(actor: Actor) -> Callable[[Any], bool]:
    """Tells which discussions are the actor's."""
    sees_all, may_own = sees_all_regions(actor), actor.has_role(Role.OWNER)

    def is_mine(row: Any) -> bool:
        if row.own_region or row.own_group or (row.group_id is None and row.region_id is None):
            return True
        return (sees_all and row.stands_alone) or (may_own and owns(actor, row))

    return is_mine
