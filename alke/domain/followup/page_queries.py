"""One follow-up as a page: which actions, how many wait for whom, and their cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from alke.base.languages import active
from alke.domain.followup.cell_queries import Cell, cells_of
from alke.domain.followup.count_queries import (
    OURS,
    RETURNED,
    REVIEW,
    WAITING,
    Choice,
    actions_of_body,
    reports,
)
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.topics.action_models import Action, ActionOrigin

State = ProgressReport.State


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
        told = [cell for cell in self.cells if cell.lead and cell.status and not cell.is_waiting]
        return max(told, key=_when).status if told else self.state


def _when(cell: Cell) -> Any:
    return cell.at


def actions_of(
    followup: FollowUpRound, actor: Actor, choice: Choice, *, by_place: bool = False
) -> QuerySet[Action]:
    """The actions chosen, by number or by their discussions; a body's returned ones first."""
    rows = reports(followup, actor, Choice(choice.body)).order_by()
    if choice.show:
        rows = rows.filter(_shown(choice))
    if choice.other is not None:
        rows = rows.filter(action__in=actions_of_body(followup, choice.other))
    found, order = Action.objects.filter(pk__in=rows.values("action")), ["number"]
    if choice.state:
        found = found.filter(_is(followup, choice.state))
    if by_place:
        found, order = found.annotate(place=_first_origin(followup)), ["place", "number"]
    if choice.body is not None:
        found = found.annotate(came_back=_came_back(followup, choice.body))
        order.insert(0, "-came_back")
    return found.order_by(*order)


def _came_back(followup: FollowUpRound, body: Organisation) -> Exists:
    return Exists(
        ProgressReport.objects.filter(
            followup=followup, organisation=body, action=OuterRef("pk"), state=State.RETURNED
        )
    )


def _is(followup: FollowUpRound, state: str) -> Q:
    """A body has reported the state in this round, or nobody any and it is the action's own."""
    told = ProgressReport.objects.filter(followup=followup, action=OuterRef("pk"))
    return Q(Exists(told.filter(status=state))) | (
        Q(state=state) & ~Q(Exists(told.exclude(status="")))
    )


def _shown(choice: Choice) -> Q:
    own = Q(organisation=choice.body) if choice.body is not None else Q()
    return {
        OURS: own & WAITING,
        RETURNED: own & Q(state=State.RETURNED),
        REVIEW: Q(state=State.SUBMITTED),
        Side.VN.value: Q(side=Side.VN) & WAITING,
        Side.MK.value: Q(side=Side.MK) & WAITING,
    }[choice.show]


def _first_origin(followup: FollowUpRound) -> Subquery:
    """The discussion of the followed year from which the action first came."""
    rows = ActionOrigin.objects.filter(
        action=OuterRef("pk"), discussion__round__year=followup.scope_year
    )
    return Subquery(rows.order_by("discussion").values("discussion")[:1])


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
    """A body's rows under their discussions, with its progress in each. One query.

    `returned` is the heading of those that came back, which stand first.
    """
    progress = _progress_by_discussion(followup, body)
    groups: dict[int | None, Group] = {}
    for row in rows:
        key = -1 if row.returned else row.place
        if key not in groups:
            name, done, total = progress.get(row.place, ("", 0, 0))
            groups[key] = Group(returned) if row.returned else Group(name, done, total)
        groups[key].rows.append(row)
    return list(groups.values())


def _progress_by_discussion(
    followup: FollowUpRound, body: Organisation
) -> dict[int | None, tuple[str, int, int]]:
    """Name and progress by discussion; an action of two discussions counts in both."""
    names = ("discussion__name_fi", f"discussion__name_{active()}")
    rows = (
        ActionOrigin.objects.filter(
            discussion__round__year=followup.scope_year,
            action__reports__followup=followup,
            action__reports__organisation=body,
        )
        .order_by()
        .values("discussion", *set(names))
        .annotate(
            total=Count("action__reports"),
            waiting=Count(
                "action__reports",
                filter=Q(action__reports__state__in=ProgressReport.UNANSWERED),
            ),
        )
    )
    return {
        row["discussion"]: (
            row[names[1]] or row[names[0]],
            row["total"] - row["waiting"],
            row["total"],
        )
        for row in rows
    }
