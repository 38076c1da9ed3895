"""Reads of outcomes: the page's data, what is missing, the contents to freeze."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alke.domain.outcomes.models import (
    ActionDecision,
    Outcome,
    OutcomeConfirmation,
    OutcomeItem,
)
from alke.domain.participants.queries import present_by_role
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.models import Topic


@dataclass(frozen=True)
class ActionLine:
    """An action on the outcome, with what was decided of it."""

    action: Action
    decision: ActionDecision | None


@dataclass(frozen=True)
class Section:
    """A topic's part of an outcome; `topic` is None for what belongs to no topic."""

    topic: Topic | None
    items: list[OutcomeItem] = field(default_factory=list)
    actions: list[ActionLine] = field(default_factory=list)


def sections(outcome: Outcome) -> list[Section]:
    """The outcome by topics, in the agenda's order, then what belongs to none. Five queries."""
    discussion = outcome.discussion
    topics = list(Topic.objects.filter(discussion=discussion, draft_side="").on_agenda())
    found = {topic.pk: Section(topic) for topic in topics}
    rest = Section(None)
    for item in outcome.items.all():
        found.get(item.topic_id or 0, rest).items.append(item)
    if not outcome.is_memo:
        decisions = {row.action_id: row for row in outcome.decisions.all()}
        for origin in _origins(discussion.pk):
            line = ActionLine(origin.action, decisions.get(origin.action_id))
            found.get(origin.topic_id or 0, rest).actions.append(line)
    parts = [found[topic.pk] for topic in topics]
    return [*parts, rest] if rest.items or rest.actions or not parts else parts


def _origins(discussion_id: int) -> list[ActionOrigin]:
    rows = ActionOrigin.objects.filter(discussion=discussion_id, action__draft_side="")
    bodies = Responsibility.objects.select_related("organisation")
    return list(
        rows.select_related("action")
        .prefetch_related(Prefetch("action__responsibilities", bodies))
        .order_by("topic__number", "position", "action__number")
    )


def confirmed_sides(outcome: Outcome) -> dict[str, OutcomeConfirmation]:
    """The confirmations in force, by side."""
    return {row.side: row for row in outcome.confirmations.all() if row.withdrawn_at is None}


def missing_for_publication(outcome: Outcome, parts: list[Section] | None = None) -> list[str]:
    """What still stands in the way of publication, as sentences."""
    parts = sections(outcome) if parts is None else parts
    missing = []
    if not any(part.items for part in parts):
        missing.append(_("Nothing has been recorded yet."))
    open_actions = [
        line.action.number
        for part in parts
        for line in part.actions
        if line.decision is None and line.action.kind == Action.Kind.PROPOSED
    ]
    if open_actions:
        numbers = ", ".join(map(str, open_actions))
        missing.append(
            _("These proposals have no decision yet: %(numbers)s.") % {"numbers": numbers}
        )
    confirmed = confirmed_sides(outcome)
    labels = {
        Side.VN: _("The Government side has not confirmed."),
        Side.MK: _("The regions’ side has not confirmed."),
    }
    missing += [labels[side] for side in Side if side not in confirmed]
    return missing


def frozen_contents(outcome: Outcome, parts: list[Section] | None = None) -> dict[str, Any]:
    """What a publication keeps: texts, decisions and responsible bodies as they stand."""
    parts = sections(outcome) if parts is None else parts
    discussion = outcome.discussion
    return {
        "discussion": discussion.slug,
        "year": discussion.round.year,
        "kind": outcome.kind,
        "language": outcome.language,
        "sections": [_frozen_section(part) for part in parts],
        "confirmed": {
            side: {
                "organisation": row.organisation.slug if row.organisation else "",
                "at": row.at.isoformat(),
            }
            for side, row in sorted(confirmed_sides(outcome).items())
        },
        "present": present_by_role(discussion),
    }


def _frozen_section(part: Section) -> dict[str, Any]:
    topic = part.topic
    return {
        "topic": {
            "number": topic.number,
            "title": topic.title,
            "title_sv": topic.title_sv,
            "language": topic.language,
        }
        if topic
        else None,
        "items": [
            {"kind": item.kind, "text": item.text, "text_sv": item.text_sv} for item in part.items
        ],
        "actions": [
            {
                "number": line.action.number,
                "title": line.action.title,
                "title_sv": line.action.title_sv,
                "language": line.action.language,
                "kind": line.action.kind,
                "decision": line.decision.decision if line.decision else "",
                "reason": line.decision.reason if line.decision else "",
                "responsible": [
                    {
                        "organisation": row.organisation.slug,
                        "side": row.side,
                        "lead": row.lead,
                    }
                    for row in line.action.responsibilities.all()
                ],
            }
            for line in part.actions
        ],
    }


def outcome_mark(parts: list[Section]) -> str:
    """A mark of all that a publication would freeze of `parts`: moves with every change."""
    return contents_hash({"sections": [_frozen_section(part) for part in parts]})


def decision_mark(decision: ActionDecision | None) -> str:
    """A mark of a decision; empty while there is none."""
    if decision is None:
        return ""
    return contents_hash({"decision": decision.decision, "reason": decision.reason})


def published_decision(contents: dict[str, Any] | None, number: int) -> tuple[str, str]:
    """What a publication's contents say of the action with `number`: decision and reason."""
    for part in (contents or {}).get("sections", []):
        for line in part["actions"]:
            if line["number"] == number:
                return line["decision"], line["reason"]
    return "", ""


def contents_hash(contents: dict[str, Any]) -> str:
    """SHA-256 of the contents as canonical JSON."""
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
