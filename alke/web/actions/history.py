"""An action's recorded changes in words: who, when, what, before and after."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.dates import format_date
from alke.domain.audit.models import AuditEvent
from alke.domain.people.models import Organisation
from alke.domain.topics.action_models import Action, Responsibility

EVENTS: dict[str, Promise] = {
    "action.created": gettext_lazy("Added the action"),
    "action.edited": gettext_lazy("Edited the action"),
    "action.state-set": gettext_lazy("Changed the state"),
    "action.shared": gettext_lazy("Shared it with the other side"),
    "action.origin-added": gettext_lazy("Took it to one more discussion"),
    "action.moved": gettext_lazy("Moved it on the sheet"),
    "action.predecessor-linked": gettext_lazy("Said from which action it comes"),
    "action.merged": gettext_lazy("Merged it into another action"),
    "action.merged-from": gettext_lazy("Merged another action into it"),
    "action.responsible-changed": gettext_lazy("Changed the responsible bodies"),
    "action.responsible-replaced": gettext_lazy("Handed it to a successor"),
    "action.published": gettext_lazy("Published it with the agenda"),
    "action.taken-up": gettext_lazy("Took it up in the conclusions"),
}
FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Action"),
    "title_sv": gettext_lazy("In Swedish"),
    "next_step": gettext_lazy("Next step"),
    "due_date": gettext_lazy("Due"),
    "money": gettext_lazy("Funding"),
    "money_amount": gettext_lazy("Amount"),
    "money_source": gettext_lazy("Source of funding"),
    "kind": gettext_lazy("Kind"),
    "state": gettext_lazy("State"),
    "predecessor": gettext_lazy("Earlier action"),
    "merged_into": gettext_lazy("Merged into"),
    "merged_from": gettext_lazy("Merged from"),
    "reason": gettext_lazy("Reason"),
    "late_reason": gettext_lazy("Reason for the late change"),
}
CHOICES: dict[str, Mapping[str, Any]] = {
    "kind": dict(Action.Kind.choices),
    "state": dict(Action.State.choices),
    "money": dict(Action.Money.choices),
}
ANSWERED = "action.answered"
ANSWERED_WORDS: dict[str, Promise] = {
    "accepted": gettext_lazy("Accepted the responsibility"),
    "declined": gettext_lazy("Declined the responsibility"),
    "open": gettext_lazy("Took its answer back"),
}
ANSWERS = dict(Responsibility.Answer.choices)


@dataclass(frozen=True)
class Detail:
    """One changed field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One event."""

    at: dt.datetime
    what: str
    organisation: Organisation | None
    details: list[Detail]


def lines(events: Sequence[AuditEvent], names: Mapping[str, str]) -> list[Line]:
    """The events as the page shows them; `names` are the bodies' short names by slug."""
    return [
        Line(
            at=event.at,
            what=_what(event),
            organisation=event.organisation,
            details=_shown_details(event, names),
        )
        for event in events
    ]


def slugs_in(events: Sequence[AuditEvent]) -> set[str]:
    """The bodies that the events name."""
    return {
        key.removeprefix("responsible.")
        for event in events
        for key in event.changes
        if key.startswith("responsible.")
    }


def _what(event: AuditEvent) -> str:
    """What was done, in a few words; an answer says which."""
    if event.event == ANSWERED:
        return str(ANSWERED_WORDS[_answer(event)[1]["answer"]])
    return str(EVENTS.get(event.event, _("Changed the action")))


def _answer(event: AuditEvent) -> tuple[str, dict[str, Any]]:
    """Whose answer it is, by slug, and the answer."""
    key, found = next(
        (key, value) for key, value in event.changes.items() if key.startswith("responsible.")
    )
    return key.removeprefix("responsible."), found[1]


def _shown_details(event: AuditEvent, names: Mapping[str, str]) -> list[Detail]:
    if _is_new(event):
        return []
    if event.event == ANSWERED:
        slug, answer = _answer(event)
        body = "" if event.organisation and event.organisation.slug == slug else names[slug]
        reason = answer.get("reason", "")
        return [Detail(body, "", reason)] if body or reason else []
    return list(_details(event.changes, names))


def _is_new(event: AuditEvent) -> bool:
    return "*" in event.changes


def _details(changes: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Detail]:
    for key, (before, after) in changes.items():
        if key in FIELDS:
            yield Detail(str(FIELDS[key]), _shown(key, before), _shown(key, after))
        elif key.startswith("responsible."):
            slug = key.removeprefix("responsible.")
            yield Detail(names.get(slug, slug), _duty(before), _duty(after))


def _shown(key: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if key in CHOICES:
        return str(CHOICES[key].get(value, value))
    if key == "due_date":
        return format_date(dt.date.fromisoformat(value), "plain")
    return str(value)


def _duty(value: Mapping[str, Any] | None) -> str:
    """A body's duty in a few words; empty where it has none."""
    if value is None:
        return ""
    role = _("leads") if value["lead"] else _("takes part")
    answer = str(ANSWERS.get(value["answer"], "")) if value["answer"] != "open" else ""
    return ", ".join(filter(None, [role, answer.lower(), value.get("reason", "")]))
