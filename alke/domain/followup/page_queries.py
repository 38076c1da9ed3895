"""One follow-up as a page: which actions, how many wait for whom, and their cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from alke.base.languages import active
from alke.domain.followup.cell_queries import Cell, cells_of
from alke.domain.followup.models import FollowUpRound, ProgressReport, ProgressReportQuerySet
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action, ActionOrigin

State = ProgressReport.State
ALL, OURS, RETURNED, REVIEW = "", "meita", "palautetut", "tarkistettavat"
SHOWS = (ALL, OURS, Side.VN.value, Side.MK.value, RETURNED, REVIEW)
_WAITING = Q(state__in=ProgressReport.UNANSWERED)


@dataclass(frozen=True)
class Choice:
    """What is shown: a body's actions or all; those that wait for somebody; one state."""

    body: Organisation | None = None  # whose actions; None: everybody's
    show: str = ALL
    state: str = ""
    other: Organisation | None = None  # beside `body`: those for which it answers too


@dataclass(frozen=True)
class Counts:
    """How many actions there are, and wait for whom; `done` counts answers by side."""

    actions: int = 0
    ours: int = 0
    returned: int = 0
    review: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    done: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Actions under one heading: a discussion, or those that were returned."""

    name: str = ""
    done: int = 0
    total: int = 0
    rows: "list[Row]" = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """An action with both sides' cells."""

    id: int
    number: int
    title: str
    language: str
    state: str
    place: int | None  # the discussion of origin
    returned: bool
    vn: list[Cell] = field(default_factory=list)
    mk: list[Cell] = field(default_factory=list)

    @property
    def cells(self) -> Iterable[Cell]:
        """Both sides'."""
        yield from self.vn
        yield from self.mk

    @property
    def reported(self) -> str:
        """The state that a leading body reported last in this round, or the action's own."""
        told = [cell for cell in self.cells if cell.lead and cell.status and cell.at is not None]
        return max(told, key=_when).status if told else self.state


def _when(cell: Cell) -> Any:
    return cell.at


def reports(followup: FollowUpRound, actor: Actor, choice: Choice) -> ProgressReportQuerySet:
    """The cells of the actions in question, both sides'."""
    rows = ProgressReport.objects.visible_to(actor).filter(followup=followup)
    if choice.body is not None:
        rows = rows.filter(action__in=_actions_of(followup, choice.body))
    return rows


def _actions_of(followup: FollowUpRound, body: Organisation) -> QuerySet[Any, Any]:
    rows = ProgressReport.objects.filter(followup=followup, organisation=body)
    return rows.order_by().values("action")


def counts_of(followup: FollowUpRound, actor: Actor, choice: Choice) -> Counts:
    """How many wait for whom. One query."""
    body = choice.body
    own = Q(organisation=body) if body is not None else Q()
    found: dict[str, int] = (
        reports(followup, actor, choice)
        .order_by()
        .aggregate(
            actions=_actions(),
            ours=_actions(own & _WAITING),
            returned=_actions(own & Q(state=State.RETURNED)),
            review=_actions(Q(state=State.SUBMITTED)),
            wait_vn=_actions(Q(side=Side.VN) & _WAITING),
            wait_mk=_actions(Q(side=Side.MK) & _WAITING),
            all_vn=Count("pk", filter=Q(side=Side.VN)),
            all_mk=Count("pk", filter=Q(side=Side.MK)),
            open_vn=Count("pk", filter=Q(side=Side.VN) & _WAITING),
            open_mk=Count("pk", filter=Q(side=Side.MK) & _WAITING),
        )
    )
    return Counts(
        actions=found["actions"],
        ours=found["ours"],
        returned=found["returned"],
        review=found["review"],
        waiting={side: found[f"wait_{side}"] for side in Side.values},
        done={
            side: (found[f"all_{side}"] - found[f"open_{side}"], found[f"all_{side}"])
            for side in Side.values
        },
    )


def _actions(which: Q | None = None) -> Count:
    return Count("action", distinct=True, filter=which)


def actions_of(followup: FollowUpRound, actor: Actor, choice: Choice) -> QuerySet[Action]:
    """The actions chosen: those returned first, then by discussion of origin and number."""
    rows = reports(followup, actor, Choice(choice.body)).order_by()
    if choice.show:
        rows = rows.filter(_shown(choice))
    if choice.other is not None:
        rows = rows.filter(action__in=_actions_of(followup, choice.other))
    found = Action.objects.filter(pk__in=rows.values("action"))
    if choice.state:
        found = found.filter(_is(followup, choice.state))
    return found.order_by("number")


def _is(followup: FollowUpRound, state: str) -> Q:
    """A body has reported the state in this round, or nobody any and it is the action's own."""
    told = ProgressReport.objects.filter(followup=followup, action=OuterRef("pk"))
    return Q(Exists(told.filter(status=state))) | (
        Q(state=state) & ~Q(Exists(told.exclude(status="")))
    )


def _shown(choice: Choice) -> Q:
    own = Q(organisation=choice.body) if choice.body is not None else Q()
    return {
        OURS: own & _WAITING,
        RETURNED: own & Q(state=State.RETURNED),
        REVIEW: Q(state=State.SUBMITTED),
        Side.VN.value: Q(side=Side.VN) & _WAITING,
        Side.MK.value: Q(side=Side.MK) & _WAITING,
    }[choice.show]


def by_discussion(actions: QuerySet[Action], followup: FollowUpRound) -> QuerySet[Action]:
    """In the order of the discussions from which they come."""
    return actions.annotate(
        place_order=_first_origin(followup, "discussion__position"), place=_place(followup)
    ).order_by("place_order", "place", "number")


def returned_first(
    actions: QuerySet[Action], followup: FollowUpRound, body: Organisation
) -> QuerySet[Action]:
    """Those that came back to the body with a comment before the others."""
    mine = ProgressReport.objects.filter(
        followup=followup, organisation=body, action=OuterRef("pk"), state=State.RETURNED
    )
    order = [term for term in actions.query.order_by if isinstance(term, str)]
    return actions.annotate(came_back=Exists(mine)).order_by("-came_back", *order)


def _place(followup: FollowUpRound) -> Subquery:
    return _first_origin(followup, "discussion")


def _first_origin(followup: FollowUpRound, name: str) -> Subquery:
    rows = ActionOrigin.objects.filter(
        action=OuterRef("pk"), discussion__round__year=followup.scope_year
    ).order_by("discussion__position", "discussion")
    return Subquery(rows.values(name)[:1])


def rows_of(
    followup: FollowUpRound, actor: Actor, actions: QuerySet[Action], page: slice
) -> list[Row]:
    """A page of actions with their cells. Three queries, two for the public."""
    language = active()
    names = ["pk", "number", "title", "title_sv", "language", "state"]
    names += [name for name in ("place", "came_back") if name in actions.query.annotations]
    found = [_row(values, language) for values in actions.values(*names)[page]]
    by_id = {row.id: row for row in found}
    cells = ProgressReport.objects.filter(followup=followup, action__in=list(by_id))
    for cell in cells_of(cells, actor):
        row = by_id[cell.action_id]
        (row.vn if cell.side == Side.VN else row.mk).append(cell)
    return found


def _row(values: dict[str, Any], language: str) -> Row:
    swedish = language == "sv" and values["title_sv"]
    return Row(
        values["pk"],
        values["number"],
        values["title_sv"] if swedish else values["title"],
        "sv" if swedish else values["language"],
        values["state"],
        values.get("place"),
        bool(values.get("came_back")),
    )


def grouped(
    rows: list[Row], followup: FollowUpRound, body: Organisation, *, returned: str
) -> list[Group]:
    """A body's rows under their discussions, with its progress in each. Two queries.

    `returned` is the heading of those that came back, which stand first.
    """
    names = {
        row.pk: row.name
        for row in Discussion.objects.filter(pk__in={row.place for row in rows if row.place})
    }
    progress = _progress_by_discussion(followup, body)
    groups: dict[int | None, Group] = {}
    for row in rows:
        key = -1 if row.returned else row.place
        if key not in groups:
            done, total = progress.get(row.place, (0, 0))
            groups[key] = (
                Group(returned)
                if row.returned
                else Group(names.get(row.place or 0, ""), done, total)
            )
        groups[key].rows.append(row)
    return list(groups.values())


def _progress_by_discussion(
    followup: FollowUpRound, body: Organisation
) -> dict[int | None, tuple[int, int]]:
    origins = ActionOrigin.objects.filter(
        action=OuterRef("action"), discussion__round__year=followup.scope_year
    ).order_by("discussion__position", "discussion")
    rows = (
        ProgressReport.objects.filter(followup=followup, organisation=body)
        .annotate(place=Subquery(origins.values("discussion")[:1]))
        .order_by()
        .values("place")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=_WAITING))
    )
    return {row["place"]: (row["total"] - row["waiting"], row["total"]) for row in rows}


@dataclass(frozen=True)
class Body:
    """A responsible body's progress in a follow-up."""

    organisation: Organisation
    done: int
    total: int


def bodies_of(followup: FollowUpRound) -> list[Body]:
    """All bodies that are asked, with their progress: ministries first. Two queries."""
    rows = (
        ProgressReport.objects.filter(followup=followup)
        .order_by()
        .values("organisation")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=_WAITING))
    )
    found = {row["organisation"]: (row["total"] - row["waiting"], row["total"]) for row in rows}
    bodies = Organisation.objects.filter(pk__in=list(found)).order_by("kind", "name_fi")
    ordered = sorted(bodies, key=lambda body: body.side == Side.MK)
    return [Body(body, *found[body.pk]) for body in ordered]


@dataclass(frozen=True)
class Waiting:
    """A body's cells that can be answered "nothing new" in one go, and what its drafts are."""

    nothing_new: int
    drafts: int


def waiting_of(followup: FollowUpRound, body: Organisation) -> Waiting:
    """For a body's own people only. One query."""
    rows = ProgressReport.objects.filter(followup=followup, organisation=body)
    found = rows.order_by().aggregate(
        nothing_new=Count(
            "pk", filter=Q(state=State.MISSING, since__isnull=False, draft__isnull=True)
        ),
        drafts=Count("draft"),
    )
    return Waiting(**found)


def nothing_new_rows(followup: FollowUpRound, body: Organisation) -> list[ProgressReport]:
    """The cells that the body can answer "nothing new" in one go, with their earlier texts."""
    rows = ProgressReport.objects.filter(
        followup=followup,
        organisation=body,
        state=State.MISSING,
        since__isnull=False,
        draft__isnull=True,
    )
    return list(rows.select_related("action", "since__followup").order_by("action__number"))


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
            waiting=Count("pk", filter=_WAITING),
        )
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for row in rows:
        sides = found.setdefault(row["followup"], {})
        sides[row["side"]] = (row["total"] - row["waiting"], row["total"])
    return {pk: Progress(**sides) for pk, sides in found.items()}
