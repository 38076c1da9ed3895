"""What a sheet's Word file rests on: each value as it was exported, for a three-way comparison."""

from collections.abc import Iterable
from typing import Any

from alke.domain.documents.moments import State
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import named_bodies
from alke.domain.topics.queries import Sheet

FORMAT = 1


def base_of(found: Sheet, actions: Iterable[Action], language: str, state: State) -> dict[str, Any]:
    """The values of a sheet as JSON: fields in the language that is shown, actions, bodies."""
    topic = found.topic
    return {
        "format": FORMAT,
        "topic": topic.pk,
        "seq": state.seq,
        "language": language,
        "title": topic.heading,
        "fields": {row.key: _field(row.shown(language), row) for row in found.fields},
        "actions": {str(action.number): _action(action) for action in actions},
    }


def _field(shown: tuple[str, str], row: Any) -> dict[str, Any]:
    language, text = shown
    language = language or row.language
    return {"language": language, "text": text, "version": row.version(language)}


def _action(action: Action) -> dict[str, Any]:
    named = named_bodies(action)
    return {
        "kind": action.kind,
        "text": action.heading,
        "version": action.version,
        "bodies": {
            side.value: [
                [row.organisation.slug, row.lead] for row in named if row.side == side.value
            ]
            for side in Side
        },
    }
