"""What a follow-up round asks of whom, and what leading bodies have said of an action's state."""

from collections.abc import Iterator, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from alke.base import clock
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.followup.succession_queries import predecessors
from alke.domain.topics.action_models import Action, Responsibility

Answer, State = ProgressReport.Answer, ProgressReport.State
Pair = tuple[int, int]  # action, organisation
GIVEN = (State.SUBMITTED, State.ACCEPTED)


def actions_in_scope(followup: FollowUpRound) -> QuerySet[Action]:
    """The open, shared actions that come from the discussions of the year followed up."""
    rows = Action.objects.open().filter(
        origins__discussion__round__year=followup.scope_year, draft_side="", merged_into=None
    )
    return rows.distinct()


def new_cells(followup: FollowUpRound) -> list[ProgressReport]:
    """Unsaved cells for the responsible bodies that have none, with their earlier statements.

    Bodies that declined, that have ended, or whose "not ours" was accepted are not asked (R19).
    Neither is anybody about an action that is over, though its round is not published yet, nor
    a body that goes on with the work of one that has answered here.
    """
    scope = actions_in_scope(followup)
    return _cells(followup, scope, _responsible(followup, scope))


def cells_of_heirs(
    followup: FollowUpRound, action: Action, sides: Mapping[int, str]
) -> list[ProgressReport]:
    """The same for bodies, given with their sides, that are about to be named for the action."""
    scope = actions_in_scope(followup).filter(pk=action.pk)
    if not scope.exists():
        return []
    return _cells(followup, scope, {(action.pk, body): side for body, side in sides.items()})


def _cells(
    followup: FollowUpRound, scope: QuerySet[Action], asked: Mapping[Pair, str]
) -> list[ProgressReport]:
    if not asked:
        return []
    have = _have(followup, scope)
    since, refused = _earlier(followup, scope)
    before = predecessors()
    told = {pair for pair, state in have.items() if state in GIVEN and pair not in asked}
    settled = have.keys() | refused
    over = _over(scope)
    return [
        ProgressReport(
            followup=followup,
            action_id=pair[0],
            organisation_id=pair[1],
            side=side,
            since_id=next((since[found] for found in _line(pair, before) if found in since), None),
        )
        for pair, side in asked.items()
        if pair not in settled and pair[0] not in over and told.isdisjoint(_line(pair, before))
    ]


def _line(pair: Pair, before: Mapping[int, list[int]]) -> list[Pair]:
    """The body itself and those whose work it goes on with (S9)."""
    action, body = pair
    return [(action, found) for found in (body, *before.get(body, ()))]


def _have(followup: FollowUpRound, scope: QuerySet[Action]) -> dict[Pair, str]:
    """The states of the cells that there are."""
    rows = followup.reports.filter(action__in=scope.values("pk"))
    return {
        (action, body): state
        for action, body, state in rows.values_list("action_id", "organisation_id", "state")
    }


def _over(scope: QuerySet[Action]) -> set[int]:
    """Actions that are done or dropped by what closed rounds say that are not published yet."""
    waiting = FollowUpRound.objects.filter(state=FollowUpRound.State.CLOSED, published_at=None)
    return {
        action.pk
        for followup in waiting
        for action, status, _reason in reported_states(followup, scope)
        if status in {Action.State.DONE, Action.State.DROPPED}
    }


def _responsible(followup: FollowUpRound, scope: QuerySet[Action]) -> dict[Pair, str]:
    day = max(followup.opens_date, clock.today())
    rows = (
        Responsibility.objects.filter(action__in=scope.values("pk"))
        .exclude(answer=Responsibility.Answer.DECLINED)
        .filter(Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=day))
        .order_by("action__number", "-side", "-lead", "pk")
    )
    return {
        (action, body): side
        for action, body, side in rows.values_list("action_id", "organisation_id", "side")
    }


def _earlier(followup: FollowUpRound, scope: QuerySet[Action]) -> tuple[dict[Pair, int], set[Pair]]:
    """The newest statement with a text in closed rounds, and the pairs settled as not theirs."""
    rows = ProgressReport.objects.filter(
        action__in=scope.values("pk"),
        followup__state=FollowUpRound.State.CLOSED,
        state__in=GIVEN,
    ).exclude(followup=followup)
    since: dict[Pair, int] = {}
    refused: set[Pair] = set()
    found = rows.annotate(has_text=~Q(text="")).order_by("at", "pk")
    fields = ("pk", "action_id", "organisation_id", "answer", "state", "has_text")
    for pk, action, body, answer, state, has_text in found.values_list(*fields):
        pair = (action, body)
        refused.discard(pair)
        if answer == Answer.NOT_OURS:
            if state == State.ACCEPTED:
                refused.add(pair)
        elif has_text:
            since[pair] = pk
    return since, refused


def reported_states(
    followup: FollowUpRound, scope: QuerySet[Action] | None = None
) -> Iterator[tuple[Action, str, str]]:
    """(action, state, reason) as a leading body reported last, where it differs from the own.

    Of all actions of the follow-up, or of those in `scope`.
    """
    leads = Responsibility.objects.filter(
        action=OuterRef("action"), organisation=OuterRef("organisation"), lead=True
    )
    rows = (
        followup.reports.filter(Exists(leads), state__in=GIVEN)
        .exclude(status="")
        .select_related("action")
        .order_by("at", "pk")
    )
    if scope is not None:
        rows = rows.filter(action__in=scope.values("pk"))
    latest = {row.action_id: row for row in rows}
    for row in sorted(latest.values(), key=lambda row: row.action_id):
        if row.action.state != row.status:
            dropped = row.status == Action.State.DROPPED
            yield row.action, row.status, row.text if dropped else ""
