"""The desk's reads: the round's discussions with all that their lines show."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from alke.base import clock
from alke.domain.outcomes.models import Outcome, OutcomeConfirmation
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.topics.models import Topic

Role = Membership.Role


@dataclass(frozen=True)
class DiscussionLine:
    """A discussion as the desk and the round page show it."""

    discussion: Discussion
    mine: bool = False
    primary: bool = True  # the actor's region has its primary group here
    topics: list[Topic] = field(default_factory=list)
    agenda_due: dt.datetime | None = None
    outcome: Outcome | None = None
    confirmed_sides: frozenset[str] = frozenset()


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
    rounds = Round.objects.visible_to(actor)
    sent = rounds.filter(letter_date__lte=clock.today())
    return sent.first() or rounds.last()


def desk_of(actor: Actor) -> Desk:
    """The current round's discussions and deadlines, with what is the actor's. Six queries."""
    round_ = current_round(actor)
    if round_ is None:
        return Desk(None)
    deadlines = list(
        round_.deadlines.select_related("discussion").order_by("due_at", "position")
    )
    return Desk(round_, lines_of(round_, actor, deadlines), deadlines)


def lines_of(
    round_: Round, actor: Actor, deadlines: list[Deadline]
) -> list[DiscussionLine]:
    """One line a discussion that the actor sees, in the round's order."""
    due = {
        row.discussion_id: row.due_at
        for row in deadlines
        if row.purpose == "agenda" and row.discussion_id
    }
    regions = _region_ids(actor)
    rows = (
        Discussion.objects.filter(round=round_, cancelled_at=None)
        .visible_to(actor)
        .select_related("group", "region", "result")
        .prefetch_related(
            "group__members",
            Prefetch(
                "topics",
                Topic.objects.visible_to(actor).on_agenda(),
                to_attr="agenda_topics",
            ),
            Prefetch(
                "result__confirmations",
                OutcomeConfirmation.objects.filter(withdrawn_at=None),
                to_attr="in_force",
            ),
        )
    )
    lines = []
    for row in rows:
        row.round = round_
        lines.append(_line(row, actor, regions, due))
    return lines


def _line(
    row: Discussion, actor: Actor, regions: frozenset[int], due: dict[int, dt.datetime]
) -> DiscussionLine:
    members = (
        {m.region_id: m.primary for m in row.group.members.all()} if row.group else {}
    )
    own = regions & members.keys() if row.group else regions & {row.region_id}
    outcome: Outcome | None = getattr(row, "result", None)
    round_wide = row.group_id is None and row.region_id is None
    vn = actor.has_role(Role.MINISTRY_CONTACT) and row.kind != Discussion.Kind.REGIONAL
    return DiscussionLine(
        discussion=row,
        mine=bool(own) or round_wide or vn,
        primary=any(members.get(region, True) for region in own) if own else True,
        topics=row.agenda_topics,  # type: ignore[attr-defined]
        agenda_due=due.get(row.pk),
        outcome=outcome,
        confirmed_sides=frozenset(c.side for c in outcome.in_force)
        if outcome
        else frozenset(),  # type: ignore[attr-defined]
    )


def _region_ids(actor: Actor) -> frozenset[int]:
    bodies = Organisation.regions.through.objects.filter(
        Q(organisation__in=actor.organisation_ids) & ~Q(organisation__kind="ministry")
    )
    return frozenset(bodies.values_list("region_id", flat=True))
