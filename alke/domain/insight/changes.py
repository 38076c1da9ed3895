"""What has changed: recent events in words, for what one follows of the round."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.dates import format_date, format_span
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent
from alke.domain.insight.change_subjects import (
    BODY_COLUMNS,
    Answers,
    Subject,
    answers_beside,
    body_of,
    subjects_of_round,
    subjects_on_agendas,
)
from alke.domain.insight.desk_queries import Desk
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation

Event = Any  # a row of `_latest`
NAMED = 4  # bodies named on a line of several
LOOK_BACK = 120  # events read; the same person's run of saves is one line
KEPT = dt.timedelta(
    days=14
)  # a moved or cancelled date stays among the lines so long, whatever else is new

WORDS: dict[str, Promise] = {
    "topic": _("edited the topic"),
    "action": _("edited the action"),
    "outcome": _("worked on the outcome"),
    "topic.confirmed": _("confirmed the topic"),
    "topic.proposed": _("proposed a topic"),
    "topic.comment-added": _("commented on the topic"),
    "action.created": _("added an action"),
    "action.answered": _("answered to a responsibility"),
    "outcome.published": _("published the outcome"),
    "outcome.confirmed": _("confirmed the outcome"),
}
ANSWERS: dict[tuple[str, str], Promise] = {  # of what was answered, as it was
    ("action.answered", "accepted"): _("accepted the responsibility"),
    ("action.answered", "declined"): _("declined the responsibility"),
    ("booking.answered", "accepted"): _("granted the request for a time of a meeting"),
    ("booking.answered", "declined"): _("declined the request for a time of a meeting"),
    ("booking.answered", "withdrawn"): _("took back the request for a time of a meeting"),
}
# Of these each is a line of its own; other events of what they are about are not told.
STEPS: dict[str, Promise] = {
    "agenda.published": _("published the agenda"),
    "agenda.changed": _("changed the published agenda"),
    "contact.named": _("named a contact"),
    "discussion.moved": _("moved the discussion: %(when)s"),
    "discussion.booked": _("booked a time for the meeting: %(when)s"),
    "discussion.released": _("gave up the time of the meeting"),
    "discussion.swapped": _("swapped times: %(when)s"),
    "discussion.timed": _("confirmed the time of the meeting"),
    "booking.asked": _("asked for another time of a meeting"),
    "booking.answered": _("answered a request for another time"),
    "attendance.answered": _("answered whether it attends the meeting"),
    "discussion.cancelled": _("cancelled the discussion"),
    "discussion.restored": _("restored the cancelled discussion"),
    "discussion.placed": _("told where the discussion is held"),
    "deadline.moved": _("moved the deadline: %(when)s"),
    "basis.moved": _("moved the document’s date: %(when)s"),
    "round.published": _("published the round"),
    "followup.opened": _("opened the follow-up"),
    "followup.closed": _("closed the follow-up"),
    "followup.published": _("published the follow-up"),
}
PUBLISHED_ALONG = ("topic.published", "action.published")  # told with their agenda
REPORTED = _("updated the follow-up")
RESCHEDULED = (".moved", ".cancelled", ".restored")
MOMENTS = ("starts_at", "due_at", "adopted_date", "expected_date")


@dataclass(frozen=True)
class Change:
    """One line of the feed."""

    at: dt.datetime
    what: str
    organisation: Organisation | None
    title: str
    language: str  # of the title
    url: str
    is_new: bool
    reason: str = ""
    moved: bool = False


def recent_changes(
    actor: Actor, desk: Desk, *, since: dt.datetime | None, limit: int = 8
) -> list[Change]:
    """The latest changes by others on the actor's desk, newest first. Five queries."""
    if desk.round is None:
        return []
    known = subjects_of_round(actor, desk, desk.round)
    runs: dict[tuple[str, str, int | None, dt.date], Event] = {}
    for row in filter(_is_told, _events(actor, desk, known)):
        step = row.event if row.event in STEPS else ""
        runs.setdefault((row.subject, step, row.organisation_id, row.at.date()), row)
    known |= subjects_on_agendas(actor, runs.values())
    moves = {_cause(row) for row in runs.values() if row.event == "discussion.moved"}
    told: list[Event | Answers] = [
        row
        for row in runs.values()
        if row.subject in known and not (row.event == "agenda.changed" and _cause(row) in moves)
    ]
    return [
        _answered(row, since)
        if isinstance(row, Answers)
        else _change(row, known[row.subject](), since)
        for row in _newest([*told, *answers_beside(actor, desk)], limit)
    ]


def _cause(row: Event) -> tuple[str, int | None, str]:
    """By this a move and the publication that it made know each other."""
    return row.subject, row.organisation_id, (row.changes.get("reason") or ["", ""])[1]


def _events(actor: Actor, desk: Desk, known: Iterable[str]) -> list[Event]:
    """What others wrote in the actor's discussions, and steps of what is `known`. One query."""
    mine = [line.discussion.pk for line in desk.lines if line.mine]
    return _latest(actor, mine, list(known))


@prepared
def _latest(
    actor: Actor, mine: Collection[int], known: Collection[str]
) -> QuerySet[AuditEvent, Event]:
    """The latest edits and the latest steps; each found by itself, so that none reads all events.

    Steps are few: PostgreSQL would go back through the years for them if it could take them in
    the order of an index.
    """
    rows = AuditEvent.objects.visible_to(actor).exclude(user=actor.user)
    edits = rows.filter(discussion_id__in=mine).exclude(event__in=[*STEPS, *PUBLISHED_ALONG])
    steps = rows.filter(subject__in=known, event__in=tuple(STEPS))
    found = _first(edits.order_by("-seq"))
    return found.union(_first(steps.order_by((F("seq") + 0).desc())), all=True).order_by("-seq")


def _first(rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent, Event]:
    """As many as are looked at, with what is told of them."""
    found = AuditEvent.objects.filter(pk__in=rows[:LOOK_BACK].values("pk")).order_by()
    shown = ("seq", "at", "event", "subject", "changes", *BODY_COLUMNS)
    return found.values_list(*shown, named=True)


def _is_told(row: Event) -> bool:
    return row.event in STEPS or row.event.partition(".")[0] in WORDS


def _change(row: Event, subject: Subject, since: dt.datetime | None) -> Change:
    step = row.event in STEPS
    return Change(
        at=row.at,
        what=_said(row, subject),
        organisation=body_of(row) if row.organisation__slug else None,
        title=subject.title,
        language=subject.language,
        url=subject.url,
        is_new=since is not None and row.at > since,
        reason=(row.changes.get("reason") or ["", ""])[1] if step else "",
        moved=_moves(row),
    )


def _said(row: Event, subject: Subject) -> str:
    answered = ANSWERS.get((row.event, _answer(row)))
    if row.event in STEPS:
        return str(answered or STEPS[row.event]) % {"when": _moved_to(row, subject.key)}
    words = answered or WORDS.get(row.event)
    return str(words or WORDS[row.event.partition(".")[0]])


def _answer(row: AuditEvent) -> str:
    """What was answered to a request, or to a responsibility; empty of another event."""
    if row.event == "booking.answered":
        return str((row.changes.get("state") or ["", ""])[1])
    if row.event != "action.answered":
        return ""
    answers = (value[1] for key, value in row.changes.items() if key.startswith("responsible."))
    return str((next(answers, None) or {}).get("answer", ""))


def _moved_to(row: AuditEvent, key: str) -> str:
    """The new time of what was moved, as the move recorded it."""
    for name in MOMENTS:
        text = (row.changes.get(f"{key}.{name}") or [None, None])[1]
        if text:
            moment = dt.datetime.fromisoformat(text)
            return format_span(moment) if name == "starts_at" else format_date(moment)
    return ""


def _answered(row: Answers, since: dt.datetime | None) -> Change:
    is_new = since is not None and row.at > since
    title, url = row.subject.title, row.subject.url
    first, *more = row.organisations
    if not more:
        return Change(row.at, str(REPORTED), first, title, "", url, is_new)
    names = ", ".join(body.short for body in row.organisations[:NAMED])
    said = str(_("%(n)s bodies updated the follow-up: %(names)s")) % {
        "n": len(row.organisations),
        "names": names if len(row.organisations) <= NAMED else f"{names}…",
    }
    return Change(row.at, said, None, title, "", url, is_new)


def _moves(row: Event | Answers) -> bool:
    return not isinstance(row, Answers) and row.event.endswith(RESCHEDULED)


def _newest(rows: list[Event | Answers], limit: int) -> list[Event | Answers]:
    """The newest; a date that has just moved does not give way to a run of edits."""
    fresh = clock.now() - KEPT
    newest = sorted(rows, key=lambda row: row.at, reverse=True)
    newest.sort(key=lambda row: not (row.at > fresh and _moves(row)))
    return sorted(newest[:limit], key=lambda row: row.at, reverse=True)
