"""Agenda and list of actions as they stood at a moment, with their hash (B15)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from alke.domain.audit.queries import values_as_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_audit import origin_key, responsible_key, responsible_values
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.agenda_queries import publication_at
from alke.domain.topics.models import Topic

ACTION_FIELDS = (
    *("number", "title", "title_sv", "kind", "state", "next_step", "money", "money_source"),
    "draft_side",
)
TOPIC_FIELDS = ("title", "title_sv", "number", "minutes", "state", "draft_side")


@dataclass(frozen=True)
class PastTopic:
    """A topic of an agenda that was not published yet."""

    number: int
    title: str
    title_sv: str
    state: str
    minutes: int | None


@dataclass(frozen=True)
class PastAgenda:
    """An agenda as it stood: the publication in force, or else the topics under preparation."""

    moment: dt.datetime
    publication: AgendaPublication | None
    topics: tuple[PastTopic, ...] = ()
    hash: str = ""


@dataclass(frozen=True)
class PastBody:
    """A body as it was named."""

    organisation: Organisation
    side: str
    lead: bool
    answer: str


@dataclass(frozen=True)
class PastAction:
    """An action as it stood."""

    number: int
    title: str
    title_sv: str
    kind: str
    state: str
    next_step: str
    topic: int | None  # the topic's id
    position: int
    bodies: tuple[PastBody, ...]
    draft_side: str = ""  # whose draft it was then


@dataclass(frozen=True)
class PastActions:
    """A discussion's actions as they stood."""

    moment: dt.datetime
    actions: tuple[PastAction, ...]
    hash: str


def agenda_as_of(discussion: Discussion, moment: dt.datetime, actor: Actor) -> PastAgenda:
    """The agenda at `moment`. Before publication the public sees nothing, members the topics."""
    publication = publication_at(discussion, moment)
    if publication is not None:
        return PastAgenda(moment, publication, hash=publication.hash)
    if not actor.reads:
        return PastAgenda(moment, None)
    topics = _past_topics(discussion, moment, actor)
    shown = [[row.number, row.title, row.title_sv, row.minutes] for row in topics]
    return PastAgenda(moment, None, topics, contents_hash({"topics": shown}))


def action_list_as_of(discussion: Discussion, moment: dt.datetime, actor: Actor) -> PastActions:
    """The discussion's actions at `moment`, undone from the audit chain.

    A draft that was the other side's at the time stays hidden; the public sees what was
    published by then.
    """
    origins = ActionOrigin.objects.visible_to(actor, moment).filter(discussion=discussion)
    rows = Action.objects.visible_to(actor).filter(pk__in=origins.values("action"))
    if not actor.reads:
        rows = rows.filter(published_at__lte=moment)
    actions = list(rows.prefetch_related("origins", "responsibilities__organisation"))
    past = values_as_of({row.audit_key: _action_values(row) for row in actions}, moment)
    bodies = _bodies(past)
    found = [
        _past_action(values, discussion, bodies)
        for values in past.values()
        if values is not None and _was_there(values, discussion, actor)
    ]
    found.sort(key=lambda row: (row.topic or 0, row.position, row.number))
    return PastActions(moment, tuple(found), contents_hash({"actions": [_plain(r) for r in found]}))


def _past_topics(
    discussion: Discussion, moment: dt.datetime, actor: Actor
) -> tuple[PastTopic, ...]:
    rows = Topic.objects.visible_to(actor).filter(discussion=discussion, created_at__lte=moment)
    now = {row.audit_key: {key: getattr(row, key) for key in TOPIC_FIELDS} for row in rows}
    found = [
        PastTopic(**{key: values[key] for key in TOPIC_FIELDS if key != "draft_side"})
        for values in values_as_of(now, moment).values()
        if values is not None
        and values["number"] is not None
        and _was_visible(values["draft_side"], actor)
    ]
    return tuple(sorted(found, key=lambda row: row.number))


def _action_values(action: Action) -> dict[str, Any]:
    """The action's current values under the names that its events use."""
    values: dict[str, Any] = {name: getattr(action, name) for name in ACTION_FIELDS}
    values["merged_into"] = action.merged_into_id
    for origin in action.origins.all():
        values[origin_key(origin.discussion_id)] = {
            "topic": origin.topic_id,
            "position": origin.position,
        }
    for row in action.responsibilities.all():
        values[responsible_key(row.organisation)] = responsible_values(row)
    return values


def _was_there(values: dict[str, Any], discussion: Discussion, actor: Actor) -> bool:
    return (
        values["merged_into"] is None
        and values.get(origin_key(discussion.pk)) is not None
        and _was_visible(values["draft_side"], actor)
    )


def _was_visible(side: str, actor: Actor) -> bool:
    return not side or actor.is_system or side in actor.sides


def _bodies(past: dict[str, dict[str, Any] | None]) -> dict[str, Organisation]:
    """Every body named then, ended ones too: history keeps the old name (R12)."""
    slugs = {
        key.removeprefix("responsible.")
        for values in past.values()
        for key, value in (values or {}).items()
        if key.startswith("responsible.") and value is not None
    }
    return {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}


def _past_action(
    values: dict[str, Any], discussion: Discussion, known: dict[str, Organisation]
) -> PastAction:
    place = values[origin_key(discussion.pk)]
    named = [
        PastBody(known[slug], value["side"], value["lead"], value["answer"])
        for key, value in values.items()
        if value is not None and (slug := key.removeprefix("responsible.")) != key and slug in known
    ]
    named.sort(key=lambda row: (row.side == "mk", not row.lead, row.organisation.name_fi))
    names = ("number", "title", "title_sv", "kind", "state", "next_step")
    return PastAction(
        **{name: values[name] for name in names},
        topic=place["topic"],
        position=place["position"],
        bodies=tuple(named),
        draft_side=values["draft_side"],
    )


def _plain(action: PastAction) -> list[Any]:
    bodies = [[row.organisation.slug, row.side, row.lead, row.answer] for row in action.bodies]
    texts = [action.title, action.title_sv, action.kind, action.state, action.next_step]
    return [action.number, *texts, sorted(bodies)]
