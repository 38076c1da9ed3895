"""What an agenda's documents are made of: a publication, or the draft as it is prepared."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from alke.base.prepared import prepared
from alke.domain.insight.discussion_page import discussion_rows
from alke.domain.papers.ground import Ground, ground_of, with_ground
from alke.domain.papers.moments import State, published_state, state_by
from alke.domain.people.actors import Actor
from alke.domain.topics.agenda_contents import Change, Contents, contents_hash, frozen_contents
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.agenda_past import PastAgenda, agenda_as_of
from alke.domain.topics.agenda_shown import shown_agenda

EVENTS = ("agenda.published", "agenda.changed")


@dataclass(frozen=True)
class AgendaSource:
    """All that a paper needs, read once."""

    discussion: Any
    ground: Ground
    state: State
    contents: Contents
    hash: str
    publication: AgendaPublication | None = None  # None: a draft
    changes: Sequence[Change] = ()  # against the version before
    changed_topics: Mapping[int | None, dt.datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class PastSource:
    """An agenda as it stood before it was published: its topics only (B15)."""

    discussion: Any
    ground: Ground
    past: PastAgenda
    state: State


@prepared
def agenda_discussion(actor: Actor, year: int, slug: str) -> QuerySet[Any]:
    """The discussion, if `actor` may see it, ready for the sources of its documents."""
    rows = with_ground(discussion_rows(actor), "round")
    return rows.filter(round__year=year, slug=slug)


def published_source(
    discussion: Any, rows: Sequence[AgendaPublication], shown: AgendaPublication
) -> AgendaSource:
    """The publication `shown`, of all of the discussion's `rows`. Two queries."""
    found = shown_agenda(discussion, rows, shown)
    return AgendaSource(
        discussion=discussion,
        ground=ground_of(discussion),
        state=published_state(discussion.pk, EVENTS, shown.number, shown.at),
        contents=found.contents,
        hash=shown.hash,
        publication=shown,
        changes=found.changes,
        changed_topics=found.changed_topics,
    )


def draft_source(discussion: Any) -> AgendaSource:
    """The agenda as both sides share it now; no draft of one side is in it. Six queries."""
    contents = frozen_contents(discussion)
    ground = ground_of(discussion)
    return AgendaSource(discussion, ground, ground.state, contents, contents_hash(contents))


def past_source(discussion: Any, moment: dt.datetime, actor: Actor) -> PastSource | None:
    """The topics as they were being prepared at `moment`; None where there were none to see."""
    past = agenda_as_of(discussion, moment, actor)
    if not past.topics:
        return None
    return PastSource(discussion, ground_of(discussion), past, state_by(moment))
