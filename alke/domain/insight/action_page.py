"""An action for life: where it comes from, who answers, how it went, what became of it (B14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, QuerySet, Subquery

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.outcomes.models import ActionDecision, OutcomePublication
from alke.domain.outcomes.queries import published_decision
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.rounds.sheet_models import Priority
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
    found = _actions(number, actor)
    action = next((row for row in found if row.number == number), None)
    return action, [row for row in found if row is not action]


@prepared
def _actions(number: int, actor: Actor) -> QuerySet[Action]:
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
    return rows.annotate(priority_rows=JsonRows(named, *_NAMES)).order_by("number")


def action_page(action: Action, relatives: Sequence[Action], actor: Actor) -> ActionPage:
    """The page's data; three queries for the public, four for those who are signed in."""
    known: dict[int | None, Action] = {row.pk: row for row in relatives}
    page = ActionPage(
        action=action,
        origins=_origins(action, actor),
        bodies=_bodies(action.pk),
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


@prepared
def _bodies(action_id: int) -> QuerySet[Responsibility]:
    rows = Responsibility.objects.filter(action=action_id)
    return rows.select_related("organisation", "answered_by", "given_by")


def _origins(action: Action, actor: Actor) -> list[Any]:
    """Discussions of origin with what each decided; the public reads published decisions."""
    found = _origin_rows(action.pk, actor)
    if not actor.reads:
        for row in found:
            row.decision, row.decision_reason = published_decision(row.published, action.number)
    return found


@prepared
def _origin_rows(action_id: int, actor: Actor) -> QuerySet[Any]:
    decided = ActionDecision.objects.filter(
        action=action_id, outcome__discussion=OuterRef("discussion")
    )
    rows = (
        ActionOrigin.objects.visible_to(actor)
        .filter(action=action_id)
        .select_related("discussion__round", "topic")
        .defer("discussion__round__format_text")
        .order_by("discussion__round__year", "discussion__position", "pk")
    )
    if actor.reads:
        return rows.annotate(
            decision=Subquery(decided.values("decision")[:1]),
            decision_reason=Subquery(decided.values("reason")[:1]),
        )
    latest = OutcomePublication.objects.filter(outcome__discussion=OuterRef("discussion"))
    contents = latest.order_by("-number").values("contents")[:1]
    return rows.annotate(published=Subquery(contents, output_field=JSONField()))


def _followups(action: Action, actor: Actor) -> list[FollowUpLine]:
    """Reports of every follow-up round, the latest first; drafts are not among them (R13).

    On each side the leading body stands first. To the public a returned answer is a missing one.
    """
    found: dict[int, FollowUpLine] = {}
    for row in _reports(action.pk, actor):
        if row.state == ProgressReport.State.RETURNED and not actor.reads:
            row.state = ProgressReport.State.MISSING  # as on the follow-up's own page
        line = found.setdefault(
            row.followup_id, FollowUpLine(row.followup, {side: [] for side in Side})
        )
        line.reports[row.side].append(row)
    return list(found.values())


@prepared
def _reports(action_id: int, actor: Actor) -> QuerySet[ProgressReport]:
    leads = Responsibility.objects.filter(
        action=action_id, organisation=OuterRef("organisation"), side=OuterRef("side"), lead=True
    )
    rows = ProgressReport.objects.visible_to(actor).filter(action=action_id)
    near = rows.select_related("organisation", "followup__round", "since", "given_by")
    return near.defer("followup__round__format_text").order_by(
        "-followup__opens_date", "-followup__pk", Exists(leads).desc(), "organisation__name_fi"
    )


def _events(action: Action, actor: Actor) -> list[AuditEvent]:
    """Recorded changes, the latest first; the public sees none."""
    if not actor.reads:
        return []
    return _latest_events(action.audit_key, actor)


@prepared
def _latest_events(subject: str, actor: Actor) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.visible_to(actor).of(subject)
    return rows.select_related("organisation").order_by("-seq")[:LATEST_EVENTS]
