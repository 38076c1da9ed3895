"""One follow-up as a page: which actions, how many wait for whom, and their cells."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from alke.base.languages import active
from alke.base.prepared import prepared
from alke.domain.followup.cell_queries import Cell, cells_of_actions, cells_of_followup
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


@dataclass(frozen=True)
class _Look:
    """What of a choice makes the form of its statement."""

    show: str
    state: str
    by_place: bool = False


def number_of(followup: FollowUpRound, actor: Actor, choice: Choice) -> int:
    """How many actions are chosen. One query."""
    look = _Look(choice.show, choice.state)
    return _chosen(followup.pk, actor, *_ids(choice), look=look).count()


def _ids(choice: Choice) -> tuple[int | None, int | None]:
    body, other = choice.body, choice.other
    return body.pk if body is not None else None, other.pk if other is not None else None


def _chosen(
    followup_id: int, actor: Actor, body_id: int | None, other_id: int | None, *, look: _Look
) -> QuerySet[Action]:
    """The actions chosen."""
    if body_id is not None and look.show in {"", OURS, RETURNED}:
        # they are told by the body's own cells alone
        rows = ProgressReport.objects.visible_to(actor).filter(
            followup=followup_id, organisation=body_id
        )
    else:
        rows = reports(followup_id, actor, body_id)
    if look.show:
        rows = rows.filter(_shown(look.show, body_id))
    if other_id is not None:
        rows = rows.filter(action__in=actions_of_body(followup_id, other_id))
    found = Action.objects.filter(pk__in=rows.values("action"))
    return found.filter(_is(followup_id, look.state)) if look.state else found


def _came_back(followup_id: int, body_id: int) -> "ExpressionWrapper[Any]":
    """Whether one of the body's answers was returned: asked for all actions at once."""
    rows = actions_of_body(followup_id, body_id).filter(state=State.RETURNED)
    return ExpressionWrapper(Q(pk__in=rows), output_field=BooleanField())


def _is(followup_id: int, state: str) -> Q:
    """A body has reported the state in this round, or nobody any and it is the action's own."""
    told = ProgressReport.objects.filter(followup=followup_id, action=OuterRef("pk"))
    return Q(Exists(told.filter(status=state))) | (
        Q(state=state) & ~Q(Exists(told.exclude(status="")))
    )


def _shown(show: str, body_id: int | None) -> Q:
    own = Q(organisation=body_id) if body_id is not None else Q()
    return {
        OURS: own & WAITING,
        RETURNED: own & Q(state=State.RETURNED),
        REVIEW: Q(state=State.SUBMITTED),
        Side.VN.value: Q(side=Side.VN) & WAITING,
        Side.MK.value: Q(side=Side.MK) & WAITING,
    }[show]


def _first_origin(year: int) -> Subquery:
    """The discussion of the followed year from which the action first came."""
    rows = ActionOrigin.objects.filter(action=OuterRef("pk"), discussion__round__year=year)
    return Subquery(rows.order_by("discussion").values("discussion")[:1])


def rows_of(
    followup: FollowUpRound, actor: Actor, choice: Choice, part: slice, *, by_place: bool = False
) -> list[Row]:
    """A page of actions with their cells, by number or by their discussions; returned ones first.

    Three queries, two for the public.
    """
    found = _actions(followup, actor, choice, part, by_place=by_place)
    return _with_cells(found, cells_of_actions(followup, [row.id for row in found], actor))


def all_rows(followup: FollowUpRound, actor: Actor, body: Organisation | None) -> list[Row]:
    """Every action, or those of a body, by their discussions, for what is handed out.

    Without drafts. Two queries, however many there are.
    """
    found = _actions(followup, actor, Choice(body), slice(None), by_place=True)
    body_id = body.pk if body is not None else None
    return _with_cells(found, cells_of_followup(followup, actor, body_id))


def _actions(
    followup: FollowUpRound, actor: Actor, choice: Choice, part: slice, *, by_place: bool
) -> list[Row]:
    language = active()
    look = _Look(choice.show, choice.state, by_place)
    values = _page(followup.pk, followup.scope_year, actor, *_ids(choice), look=look, part=part)
    return [_row(row, language) for row in values]


def _with_cells(rows: list[Row], cells: Iterable[Cell]) -> list[Row]:
    by_id = {row.id: row for row in rows}
    for cell in cells:
        row = by_id[cell.action_id]
        (row.vn if cell.side == Side.VN else row.mk).append(cell)
    return rows


@prepared
def _page(
    followup_id: int,
    scope_year: int,
    actor: Actor,
    body_id: int | None,
    other_id: int | None,
    *,
    look: _Look,
    part: slice,
) -> QuerySet[Any, Any]:
    found, order = _chosen(followup_id, actor, body_id, other_id, look=look), ["number"]
    names = ["pk", "number", "title", "title_sv", "language", "state"]
    if look.by_place:
        found, order = found.annotate(place=_first_origin(scope_year)), ["place", "number"]
        names.append("place")
    if body_id is not None:
        found = found.annotate(came_back=_came_back(followup_id, body_id))
        order.insert(0, "-came_back")
        names.append("came_back")
    values: QuerySet[Any, Any] = found.order_by(*order).values(*names)
    return values[part]


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
    progress = _progress_by_discussion(followup, body, {row.place for row in rows if row.place})
    groups: dict[int | None, Group] = {}
    for row in rows:
        key = -1 if row.returned else row.place
        if key not in groups:
            name, done, total = progress.get(row.place, ("", 0, 0))
            groups[key] = Group(returned) if row.returned else Group(name, done, total)
        groups[key].rows.append(row)
    return list(groups.values())


def _progress_by_discussion(
    followup: FollowUpRound, body: Organisation, places: Collection[int]
) -> dict[int | None, tuple[str, int, int]]:
    """Name and progress of the discussions; an action of two of them counts in both."""
    own = f"discussion__name_{active()}"
    rows = _progress(followup.pk, body.pk, places, names=("discussion__name_fi", own))
    return {
        row["discussion"]: (
            row[own] or row["discussion__name_fi"],
            row["total"] - row["waiting"],
            row["total"],
        )
        for row in rows
    }


@prepared
def _progress(
    followup_id: int, body_id: int, places: Collection[int], *, names: tuple[str, ...]
) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        ActionOrigin.objects.filter(
            discussion__in=places,
            action__reports__followup=followup_id,
            action__reports__organisation=body_id,
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
    return rows
