"""What a follow-up round asks of whom, and what leading bodies have said of an action's state."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.models import Succession
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
    Neither is anybody about an action that is over, though its round is not published yet.
    """
    asked = _responsible(followup)
    if not asked:
        return []
    have = set(followup.reports.values_list("action_id", "organisation_id"))
    since, refused = _earlier(followup)
    predecessors = _predecessors()
    over = _over()
    return [
        ProgressReport(
            followup=followup,
            action_id=pair[0],
            organisation_id=pair[1],
            side=side,
            since_id=_statement(pair, since, predecessors),
        )
        for pair, side in asked.items()
        if pair not in have and pair not in refused and pair[0] not in over
    ]


def _over() -> set[int]:
    """Actions that are done or dropped by what closed rounds say that are not published yet."""
    waiting = FollowUpRound.objects.filter(state=FollowUpRound.State.CLOSED, published_at=None)
    return {
        action.pk
        for followup in waiting
        for action, status, _reason in reported_states(followup)
        if status in {Action.State.DONE, Action.State.DROPPED}
    }


def _responsible(followup: FollowUpRound) -> dict[Pair, str]:
    day = followup.opens_date
    rows = (
        Responsibility.objects.filter(action__in=actions_in_scope(followup).values("pk"))
        .exclude(answer=Responsibility.Answer.DECLINED)
        .filter(Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=day))
        .order_by("action__number", "-side", "-lead", "pk")
    )
    return {
        (action, body): side
        for action, body, side in rows.values_list("action_id", "organisation_id", "side")
    }


def _earlier(followup: FollowUpRound) -> tuple[dict[Pair, int], set[Pair]]:
    """The newest statement with a text in closed rounds, and the pairs settled as not theirs."""
    rows = ProgressReport.objects.filter(
        action__in=actions_in_scope(followup).values("pk"),
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


def _predecessors() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.values_list("predecessor_id", "successor_id"):
        found[new].append(old)
    return found


def _statement(
    pair: Pair, since: dict[Pair, int], predecessors: dict[int, list[int]]
) -> int | None:
    """Its own, or that of the body whose work it goes on with (S9)."""
    action, body = pair
    bodies = (body, *predecessors.get(body, ()))
    return next((since[action, found] for found in bodies if (action, found) in since), None)


def reported_states(followup: FollowUpRound) -> Iterator[tuple[Action, str, str]]:
    """(action, state, reason) as a leading body reported last, where it differs from the own."""
    leads = Responsibility.objects.filter(
        action=OuterRef("action"), organisation=OuterRef("organisation"), lead=True
    )
    rows = (
        followup.reports.filter(Exists(leads), state__in=GIVEN)
        .exclude(status="")
        .select_related("action")
        .order_by("at", "pk")
    )
    latest = {row.action_id: row for row in rows}
    for row in sorted(latest.values(), key=lambda row: row.action_id):
        if row.action.state != row.status:
            dropped = row.status == Action.State.DROPPED
            yield row.action, row.status, row.text if dropped else ""
