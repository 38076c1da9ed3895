"""What a sheet's Word file rests on: each value as it was exported, for a three-way comparison."""

import json
from collections.abc import Iterable
from typing import Any

from alke.base.languages import CODES
from alke.domain.papers.moments import State, state_at
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.action_queries import named_bodies
from alke.domain.topics.agenda_past import PastAction, action_list_as_of
from alke.domain.topics.models import Topic
from alke.domain.topics.queries import Sheet, sheet_as_of

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


def read_base(text: str, topic_id: int) -> dict[str, Any]:
    """The base that a file carries, if it is one of this topic; files are edited by anybody.

    Only what has the expected shape is kept: a wrong base could at worst ask a needless question.
    """
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(kept, dict) or kept.get("format") != FORMAT or kept.get("topic") != topic_id:
        return {}
    fields, actions = kept.get("fields"), kept.get("actions")
    if not isinstance(fields, dict) or not isinstance(actions, dict):
        return {}
    return {
        "title": str(kept.get("title", "")),
        "seq": kept["seq"] if isinstance(kept.get("seq"), int) else 0,
        "fields": {key: row for key, row in fields.items() if _is_field(row)},
        "actions": {key: row for key, row in actions.items() if _is_action(row)},
    }


def _is_field(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and row.get("language") in CODES
        and isinstance(row.get("text"), str)
        and isinstance(row.get("version"), int)
    )


def _is_action(row: Any) -> bool:
    bodies = row.get("bodies") if isinstance(row, dict) else None
    return (
        isinstance(row, dict)
        and isinstance(row.get("text"), str)
        and isinstance(bodies, dict)
        and all(_are_bodies(bodies.get(side.value)) for side in Side)
    )


def _are_bodies(rows: Any) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, list)
        and len(row) == 2
        and isinstance(row[0], str)
        and isinstance(row[1], bool)
        for row in rows
    )


def base_at(topic: Topic, seq: int, language: str, actor: Actor) -> dict[str, Any]:
    """The base of a file that has lost it, from the event printed at its foot (B15)."""
    state = state_at(seq)
    past = sheet_as_of(topic, state.at, actor) if state is not None else None
    if state is None or past is None:
        return {}
    actions = action_list_as_of(topic.discussion, state.at, actor).actions
    return {
        "title": past.title,
        "seq": seq,
        "fields": {row.key: _field(row.shown(language), row) for row in past.fields},
        "actions": {str(row.number): _past_action(row) for row in actions if row.topic == topic.pk},
    }


def _past_action(row: PastAction) -> dict[str, Any]:
    named = [body for body in row.bodies if body.answer != Responsibility.Answer.DECLINED]
    return {
        "kind": row.kind,
        "text": row.title,
        "version": 0,
        "bodies": {
            side.value: [
                [body.organisation.slug, body.lead] for body in named if body.side == side.value
            ]
            for side in Side
        },
    }
