"""An action for life: where it comes from, who answers, how it went, what became of it (B14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Subquery

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.outcomes.models import ActionDecision, OutcomePublication
from alke.domain.outcomes.queries import published_decision
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.rounds.models import Priority
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility

LATEST_EVENTS = 100
_NAMES = [f"name_{code}" for code in CODES]


@dataclass(frozen=True)
class FollowUpLine:
    """One round of follow-up with both sides' reports."""

    followup: FollowUpRound
    reports: dict[str, list[ProgressReport]]


@dataclass(frozen=True)
class ActionPage:
    """Everything about one action that the reader may see."""

    action: Action
    origins: list[Any]  # ActionOrigin with `decision` and `decision_reason`
    bodies: list[Responsibility]
    priorities: list[Priority]
    followups: list[FollowUpLine]
    predecessor: Action | None  # relatives are named only to those who may see them
    merged_into: Action | None
    successors: list[Action]  # later actions that come from this one
    merged: list[Action]  # actions that were merged into this one
    events: list[AuditEvent]

    def of_side(self, side: str) -> list[Responsibility]:
        """The bodies of one side, those that have declined too."""
        return [row for row in self.bodies if row.side == side]


def find_action(number: int, actor: Actor) -> tuple[Action | None, list[Action]]:
    """The action and its kin that `actor` sees: before it, after it, merged. One query."""
    actions = Action.objects.order_by()
    own = actions.filter(number=number).values("pk")
    kin = [
        actions.filter(predecessor__number=number).values("pk"),
        actions.filter(merged_into__number=number).values("pk"),
        actions.filter(number=number).values("predecessor"),
        actions.filter(number=number).values("merged_into"),
    ]
    # one index each: asked in one condition, they would be looked for among all actions
    rows = Action.objects.visible_to(actor).filter(pk__in=own.union(*kin, all=True))
    named = Priority.objects.filter(actions=OuterRef("pk")).order_by("position")
    rows = rows.annotate(priority_rows=JsonRows(named, *_NAMES))
    found = list(rows.order_by("number"))
    action = next((row for row in found if row.number == number), None)
    return action, [row for row in found if row is not action]


def action_page(action: Action, relatives: Sequence[Action], actor: Actor) -> ActionPage:
    """The page's data; three queries for the public, four for those who are signed in."""
    known: dict[int | None, Action] = {row.pk: row for row in relatives}
    page = ActionPage(
        action=action,
        origins=_origins(action, actor),
        bodies=list(
            action.responsibilities.select_related("organisation", "answered_by", "given_by")
        ),
        priorities=[Priority(**row) for row in action.__dict__["priority_rows"]],
        followups=_followups(action, actor),
        predecessor=known.get(action.predecessor_id),
        merged_into=known.get(action.merged_into_id),
        successors=[row for row in relatives if row.predecessor_id == action.pk],
        merged=[row for row in relatives if row.merged_into_id == action.pk],
        events=_events(action, actor),
    )
    action.__dict__["_discussions"] = [row.discussion for row in page.origins]
    return page


def _origins(action: Action, actor: Actor) -> list[Any]:
    """Discussions of origin with what each decided; the public reads published decisions."""
    decided = ActionDecision.objects.filter(
        action=action, outcome__discussion=OuterRef("discussion")
    )
    rows = (
        ActionOrigin.objects.visible_to(actor)
        .filter(action=action)
        .select_related("discussion__round", "topic")
        .defer("discussion__round__format_text")
        .order_by("discussion__round__year", "discussion__position", "pk")
    )
    if actor.reads:
        return list(
            rows.annotate(
                decision=Subquery(decided.values("decision")[:1]),
                decision_reason=Subquery(decided.values("reason")[:1]),
            )
        )
    latest = OutcomePublication.objects.filter(outcome__discussion=OuterRef("discussion"))
    contents = latest.order_by("-number").values("contents")[:1]
    found: list[Any] = list(rows.annotate(published=Subquery(contents, output_field=JSONField())))
    for row in found:
        row.decision, row.decision_reason = published_decision(row.published, action.number)
    return found


def _followups(action: Action, actor: Actor) -> list[FollowUpLine]:
    """Reports of every follow-up round, the latest first; drafts are not among them (R13).

    On each side the leading body stands first. To the public a returned answer is a missing one.
    """
    leads = Responsibility.objects.filter(
        action=action, organisation=OuterRef("organisation"), side=OuterRef("side"), lead=True
    )
    rows = ProgressReport.objects.visible_to(actor).filter(action=action)
    found: dict[int, FollowUpLine] = {}
    for row in (
        rows.select_related("organisation", "followup__round", "since", "given_by")
        .defer("followup__round__format_text")
        .order_by(
            "-followup__opens_date", "-followup__pk", Exists(leads).desc(), "organisation__name_fi"
        )
    ):
        if row.state == ProgressReport.State.RETURNED and not actor.reads:
            row.state = ProgressReport.State.MISSING  # as on the follow-up's own page
        line = found.setdefault(
            row.followup_id, FollowUpLine(row.followup, {side: [] for side in Side})
        )
        line.reports[row.side].append(row)
    return list(found.values())


def _events(action: Action, actor: Actor) -> list[AuditEvent]:
    """Recorded changes, the latest first; the public sees none."""
    if not actor.reads:
        return []
    rows = AuditEvent.objects.visible_to(actor).of(action.audit_key)
    return list(rows.select_related("organisation").order_by("-seq")[:LATEST_EVENTS])
