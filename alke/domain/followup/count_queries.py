"""How many answers wait for whom in a follow-up, and what can be chosen to be shown."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from alke.base.languages import active
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound, ProgressReport, ProgressReportQuerySet
from alke.domain.people.actors import Actor
from alke.domain.people.models import ALONE, Organisation, Side
from alke.domain.topics.action_models import Action

State = ProgressReport.State
ALL, OURS, RETURNED, REVIEW = "", "meita", "palautetut", "tarkistettavat"
SHOWS = (ALL, OURS, Side.VN.value, Side.MK.value, RETURNED, REVIEW)
WAITING = Q(state__in=ProgressReport.UNANSWERED)
_QUIET = Q(state=State.MISSING, since__isnull=False, draft__isnull=True)


@dataclass(frozen=True)
class Choice:
    """What is shown: a body's actions or all; those that wait for somebody; one state."""

    body: Organisation | None = None  # whose actions; None: everybody's
    show: str = ALL
    state: str = ""
    other: Organisation | None = None  # beside `body`: those for which it answers too


@dataclass(frozen=True)
class Counts:
    """How many there are, and wait for whom: actions of one body, answers of everybody.

    `actions` counts actions always, `done` answers by side (given, asked for). `nothing_new`
    and `drafts` are the body's own cells that can be answered in one go, and its drafts: for
    who answers for it, on the own side (R13).
    """

    actions: int = 0
    ours: int = 0
    returned: int = 0
    review: int = 0
    nothing_new: int = 0
    drafts: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    done: dict[str, tuple[int, int]] = field(default_factory=dict)


def reports(followup_id: int, actor: Actor, body_id: int | None) -> ProgressReportQuerySet:
    """The cells of a body's actions, both sides'; or of all actions."""
    rows = ProgressReport.objects.visible_to(actor).filter(followup=followup_id)
    if body_id is not None:
        rows = rows.filter(action__in=actions_of_body(followup_id, body_id))
    return rows.order_by()


def actions_of_body(followup_id: int, body_id: int) -> QuerySet[Any, Any]:
    """The ids of the actions in which the body has a cell, as a subquery."""
    rows = ProgressReport.objects.filter(followup=followup_id, organisation=body_id)
    return rows.order_by().values("action")


def counts_of(
    followup: FollowUpRound, actor: Actor, choice: Choice, *, own: bool = False
) -> Counts:
    """How many wait for whom: actions of the body chosen, or answers of everybody.

    `own`: the body is one for which the actor reports. The public gets no more than how many
    have answered. One query; two for everybody's work.
    """
    body_id = choice.body.pk if choice.body is not None else None
    if body_id is None and actor.reads:
        return _counts_of_all(followup.pk, actor)
    rows = _counts(followup.pk, actor, body_id, own=own)
    found: dict[str, int] = rows[0] if rows else {}
    names = ("actions", "ours", "returned", "review", "nothing_new", "drafts")
    every = {side: found.get(f"all_{side}", 0) for side in Side.values}
    return Counts(
        **{name: found.get(name, 0) for name in names},
        waiting={side: found.get(f"wait_{side}", 0) for side in Side.values},
        done={side: (n - found.get(f"open_{side}", 0), n) for side, n in every.items()},
    )


@prepared
def _counts(
    followup_id: int, actor: Actor, body_id: int | None, *, own: bool
) -> QuerySet[Any, Any]:
    mine = Q(organisation=body_id) if body_id is not None else Q()
    work = {
        "ours": _actions(mine & WAITING),
        "returned": _actions(mine & Q(state=State.RETURNED)),
        **({} if own else {"review": _actions(Q(state=State.SUBMITTED))}),
        **{f"wait_{side}": _actions(Q(side=side) & WAITING) for side in Side.values},
    }
    return (
        reports(followup_id, actor, body_id)
        .values("followup")
        .annotate(
            actions=_actions(),
            **(work if actor.reads else {}),
            **(_own(mine & Q(side__in=actor.sides)) if own else {}),
            **{f"all_{side}": Count("pk", filter=Q(side=side)) for side in Side.values},
            **{f"open_{side}": Count("pk", filter=Q(side=side) & WAITING) for side in Side.values},
        )
    )


def _counts_of_all(followup_id: int, actor: Actor) -> Counts:
    """Everybody's answers by side and state, from the index alone."""
    found = _by_side_and_state(followup_id, actor)
    counts = {(side, state): count for side, state, count in found}

    def total(side: str, *states: str) -> int:
        return sum(counts.get((side, state), 0) for state in states)

    waiting = {side: total(side, *ProgressReport.UNANSWERED) for side in Side.values}
    every = {side: total(side, *State.values) for side in Side.values}
    return Counts(
        actions=sum(_number_of_actions(followup_id, actor)),
        ours=sum(waiting.values()),
        returned=sum(total(side, State.RETURNED) for side in Side.values),
        review=sum(total(side, State.SUBMITTED) for side in Side.values),
        waiting=waiting,
        done={side: (every[side] - waiting[side], every[side]) for side in Side.values},
    )


@prepared
def _by_side_and_state(
    followup_id: int, actor: Actor
) -> QuerySet[ProgressReport, tuple[str, str, int]]:
    rows = reports(followup_id, actor, None).values_list("side", "state")
    return rows.annotate(count=Count("pk"))


@prepared
def _number_of_actions(followup_id: int, actor: Actor) -> QuerySet[ProgressReport, int]:
    rows = reports(followup_id, actor, None).values("followup").annotate(count=_actions())
    return rows.values_list("count", flat=True)


def _own(mine: Q) -> dict[str, Count]:
    return {"nothing_new": Count("pk", filter=mine & _QUIET), "drafts": Count("draft", filter=mine)}


def _actions(which: Q | None = None) -> Count:
    return Count("action", distinct=True, filter=which)


@dataclass(frozen=True)
class Body:
    """A responsible body's progress in a follow-up."""

    organisation: Organisation
    side: str
    done: int
    total: int


def bodies_of(followup: FollowUpRound) -> list[Body]:
    """All bodies that are asked, with their progress: ministries first. Two queries."""
    rows = (
        ProgressReport.objects.filter(followup=followup)
        .order_by()
        .values_list("organisation", "side")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=WAITING))
    )
    found = list(rows)
    bodies = Organisation.objects.in_bulk([row[0] for row in found])
    told = [Body(bodies[pk], side, total - waiting, total) for pk, side, total, waiting in found]
    return sorted(told, key=lambda body: (body.side == Side.MK, body.organisation.short))


def bodies_without_ministry(followup: FollowUpRound) -> list[int]:
    """Those that are asked on the Government's side though they are no ministry. One query."""
    return list(_bodies_without_ministry(followup.pk))


@prepared
def _bodies_without_ministry(followup_id: int) -> QuerySet[Organisation, int]:
    cells = ProgressReport.objects.filter(
        followup=followup_id, organisation=OuterRef("pk"), side=Side.VN
    )
    rows = Organisation.objects.exclude(kind__in=ALONE).filter(Exists(cells))
    return rows.order_by().values_list("pk", flat=True)


def waiting_by_body(followup: FollowUpRound, bodies: Collection[int]) -> dict[int, int]:
    """How many answers wait for each of the bodies that are asked on the regions' side. One query.

    Those that are asked nothing are left out.
    """
    return dict(_waiting_by_body(followup.pk, bodies))


@prepared
def _waiting_by_body(
    followup_id: int, bodies: Collection[int]
) -> QuerySet[ProgressReport, tuple[int, int]]:
    rows = ProgressReport.objects.filter(
        followup=followup_id, organisation__in=bodies, side=Side.MK
    ).order_by()
    return rows.values_list("organisation").annotate(n=Count("pk", filter=WAITING))


def asked_bodies(followup: FollowUpRound) -> list[tuple[str, str]]:
    """Slug and short name of the bodies that are asked, ministries first. One query."""
    rows = _asked_bodies(followup.pk, language=active())
    ministry = Organisation.Kind.MINISTRY
    found = [(kind != ministry, own or finnish, slug) for slug, kind, own, finnish in rows]
    return [(slug, short) for _, short, slug in sorted(found)]


@prepared
def _asked_bodies(
    followup_id: int, *, language: str
) -> QuerySet[Organisation, tuple[str, str, str, str]]:
    cells = ProgressReport.objects.filter(followup=followup_id, organisation=OuterRef("pk"))
    rows = Organisation.objects.filter(Exists(cells)).annotate(own=F(f"short_{language}"))
    return rows.order_by().values_list("slug", "kind", "own", "short_fi")


@dataclass(frozen=True)
class WaitingRow:
    """An own action that waits, and whether its earlier text can stay in force."""

    report_id: int
    action: Action
    text: str
    language: str  # of the text
    at: dt.datetime | None
    name: str
    state: str
    has_draft: bool

    @property
    def can_stay(self) -> bool:
        """Whether "nothing new" can be said of it among many."""
        return self.at is not None and not self.has_draft and self.state == State.MISSING


def waiting_rows(followup: FollowUpRound, body: Organisation, actor: Actor) -> list[WaitingRow]:
    """What waits for the body on the actor's side, with its earlier texts. One query."""
    rows = ProgressReport.objects.filter(
        WAITING, followup=followup, organisation=body, side__in=actor.sides
    )
    rows = rows.select_related("action", "since__followup").annotate(
        has_draft=Q(draft__isnull=False)
    )
    return [_waiting(row) for row in rows.order_by("action__number")]


def _waiting(row: Any) -> WaitingRow:
    since = row.since
    return WaitingRow(
        row.pk,
        row.action,
        since.text if since else "",
        since.language if since else "",
        since.at if since else None,
        since.followup.name if since else "",
        row.state,
        row.has_draft,
    )


@dataclass(frozen=True)
class Progress:
    """How many answers of how many each side has given."""

    vn: tuple[int, int] = (0, 0)
    mk: tuple[int, int] = (0, 0)


def progress(followups: Iterable[FollowUpRound]) -> dict[int, Progress]:
    """Both sides' progress in each follow-up. One query."""
    rows = (
        ProgressReport.objects.filter(followup__in=[row.pk for row in followups])
        .order_by()
        .values("followup", "side")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=WAITING),
        )
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for row in rows:
        sides = found.setdefault(row["followup"], {})
        sides[row["side"]] = (row["total"] - row["waiting"], row["total"])
    return {pk: Progress(**sides) for pk, sides in found.items()}
