"""The record of changes as a page: who did what to what, and when; never what was written."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from alke.base.links import link
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.changes import WORDS
from alke.domain.insight.event_words import KINDS, MORE_WORDS, PREFIXES
from alke.domain.insight.field_words import fields_in_words
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    round: Round | None = None
    discussion: Discussion | None = None
    body: Organisation | None = None
    kind: str = ""
    before: int | None = None  # the number of the event after which the list goes on


@dataclass(frozen=True)
class Subject:
    """What an event is about, as far as the reader may know it."""

    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One event."""

    seq: int
    at: dt.datetime
    what: str | Promise
    person: str
    body: Organisation | None
    kind: str | Promise
    subject: Subject
    place: Subject  # the discussion or round
    fields: list[str]  # in words
    codes: list[str]  # of fields that have none
    draft_side: str


def events_of(actor: Actor, wanted: Wanted) -> QuerySet[AuditEvent]:
    """The events that the actor may know of, the newest first."""
    rows = AuditEvent.objects.visible_to(actor).select_related("user", "organisation")
    if wanted.discussion is not None:
        rows = rows.filter(discussion_id=wanted.discussion.pk)
    elif wanted.round is not None:
        rows = rows.filter(round_id=wanted.round.pk)
    if wanted.body is not None:
        rows = rows.filter(organisation=wanted.body)
    if wanted.kind:
        found = Q()
        for prefix in PREFIXES[wanted.kind]:
            found |= Q(event__startswith=f"{prefix}.")
        rows = rows.filter(found)
    if wanted.before is not None:
        rows = rows.filter(seq__lt=wanted.before)
    return rows.order_by("-seq")


def audit_lines(
    actor: Actor,
    wanted: Wanted,
    rounds: Sequence[Round],
    bodies: Sequence[Organisation],
) -> tuple[list[Line], bool]:
    """A page of events in words, and whether there are older ones. Six queries at most."""
    rows = list(events_of(actor, wanted)[: PAGE + 1])
    shown = rows[:PAGE]
    subjects = _subjects(actor, shown) | _known(rounds, bodies)
    return [_line(row, subjects) for row in shown], len(rows) > PAGE


def _known(rounds: Iterable[Round], bodies: Iterable[Organisation]) -> dict[str, Subject]:
    found = {f"round:{row.pk}": Subject(row.name, row.get_absolute_url()) for row in rounds}
    return found | {f"organisation:{row.pk}": Subject(row.name, _address(row)) for row in bodies}


def _address(body: Organisation) -> str:
    return link("organisation_detail", body.slug)


def _ids(rows: Iterable[AuditEvent]) -> dict[str, set[int]]:
    """The numbers of the subjects, by their kinds; discussions also where a thing happened."""
    found: dict[str, set[int]] = {}
    for row in rows:
        kind, _sep, number = row.subject.partition(":")
        if number.isdecimal():
            found.setdefault(kind, set()).add(int(number))
        if row.discussion_id is not None:
            found.setdefault("discussion", set()).add(row.discussion_id)
    return found


def _subjects(actor: Actor, rows: Iterable[AuditEvent]) -> dict[str, Subject]:
    """What the actor may open; a query for each kind that occurs."""
    ids = _ids(rows)
    found: dict[str, Subject] = {}
    if wanted := ids.get("topic"):
        topics = Topic.objects.visible_to(actor).filter(pk__in=wanted)
        for topic in topics.select_related("discussion__round").defer(
            "discussion__round__format_text"
        ):
            found[topic.audit_key] = Subject(topic.heading, topic.get_absolute_url())
    if wanted := ids.get("action"):
        for action in Action.objects.visible_to(actor).filter(pk__in=wanted):
            title = f"{action.number} {action.heading}"
            found[action.audit_key] = Subject(title, action.get_absolute_url())
    return found | _places(actor, ids) | _answers(actor, ids)


def _places(actor: Actor, ids: dict[str, set[int]]) -> dict[str, Subject]:
    if not (wanted := ids.get("discussion")):
        return {}
    rows = Discussion.objects.visible_to(actor).filter(pk__in=wanted)
    return {
        f"discussion:{row.pk}": Subject(f"{row.name} {row.round.year}", row.get_absolute_url())
        for row in rows.select_related("round").defer("round__format_text")
    }


def _answers(actor: Actor, ids: dict[str, set[int]]) -> dict[str, Subject]:
    found: dict[str, Subject] = {}
    if wanted := ids.get("followup"):
        rows = FollowUpRound.objects.visible_to(actor).filter(pk__in=wanted)
        for row in rows.select_related("round").defer("round__format_text"):
            found[row.audit_key] = Subject(row.name, row.get_absolute_url())
    if wanted := ids.get("report"):
        reports = ProgressReport.objects.visible_to(actor).filter(pk__in=wanted)
        for cell in reports.select_related("action"):
            title = f"{cell.action.number} {cell.action.heading}"
            found[cell.audit_key] = Subject(title, cell.action.get_absolute_url())
    return found


def _line(row: AuditEvent, subjects: dict[str, Subject]) -> Line:
    prefix = row.event.partition(".")[0]
    kind = next((kind for kind, prefixes in PREFIXES.items() if prefix in prefixes), "")
    fields, codes = fields_in_words(row.changes)
    return Line(
        seq=row.seq,
        at=row.at,
        what=_what(row.event, prefix),
        person=str(row.user) if row.user is not None else "",
        body=row.organisation,
        kind=KINDS.get(kind, ""),
        subject=subjects.get(row.subject, Subject()),
        place=_place(row, subjects),
        fields=fields,
        codes=codes,
        draft_side=row.draft_side,
    )


def _what(event: str, prefix: str) -> str | Promise:
    """The event's own words, or else those of its kind."""
    words = WORDS | MORE_WORDS
    return words[event] if event in words else words.get(prefix, event)


def _place(row: AuditEvent, subjects: dict[str, Subject]) -> Subject:
    keys = (f"discussion:{row.discussion_id}", f"round:{row.round_id}")
    return next(
        (subjects[key] for key in keys if key in subjects and key != row.subject), Subject()
    )
