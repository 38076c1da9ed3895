"""Writes of the Word round trip: a file comes in, and what somebody chose of it is taken over.

Each accepted value is a normal edit by the person who accepts it, by the operations of topics and
actions, with their history, locks and events. All of it happens, or nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.papers.richtext import words_of
from alke.base.papers.word.found import WordFile
from alke.base.papers.word.reader import read
from alke.base.verdicts import Refused
from alke.domain.imports import rules
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import recogniser_of
from alke.domain.imports.record_operations import (
    close_import,
    keep_import,
    lock_import,
)
from alke.domain.imports.returned import Returned
from alke.domain.imports.taker_operations import Decision, NotTaken, Taker
from alke.domain.imports.word_compare import Choice, Comparison, compare
from alke.domain.imports.word_match import match
from alke.domain.papers.moments import read_code
from alke.domain.papers.sheet_base import base_at, read_base
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import sides_in
from alke.domain.topics.action_record import lock_actions
from alke.domain.topics.topic_record import lock_topic


@transaction.atomic
def begin_import(
    source: SheetSource, file: bytes, name: str, *, by: Actor, language: str
) -> WordImport:
    """Reads a Word file for the topic of `source` and keeps what it says for review.

    Raises `BadInput` with the reason for a file that cannot be read; then nothing is kept.
    """
    topic = source.topic
    rules.can_import_sheet(by, topic).require()
    found = read(file)
    returned = match(found, source, recogniser_of(topic.discussion), _base(found, source, by))
    import_ = WordImport(topic=topic, side=_side(by, source), language=language)
    return keep_import(import_, file, name, returned.to_json(), by=by)


@transaction.atomic
def accept_import(
    import_: WordImport,
    source: SheetSource,
    decisions: Mapping[str, Decision],
    *,
    by: Actor,
    with_comments: bool = True,
    late_reason: str = "",
) -> list[str]:
    """Takes over what was chosen; returns the keys. What has no decision stays as it is.

    Raises `NotTaken` for the first difference that cannot be taken: somebody has changed the
    value since, a text is too long, a body has not been chosen. Then nothing has changed.
    """
    import_ = lock_import(import_)
    import_.topic = source.topic
    rules.can_decide_import(by, import_, late_reason).require()
    returned = Returned.from_json(import_.returned)
    lock_actions(source.actions, source.topic.discussion)
    lock_topic(source.topic)
    found = compare(returned, source, import_.language)
    _require_all_chosen(found, decisions)
    taker = Taker(source, returned, by, late_reason)
    taken = taker.take(found, decisions)
    if with_comments:
        taker.bring_comments()
    close_import(import_, WordImport.State.TAKEN, by=by, taken=taken)
    return taken


@transaction.atomic
def cancel_import(import_: WordImport, *, by: Actor) -> None:
    """Leaves the file; the sheet stays as it is."""
    locked = lock_import(import_)
    locked.topic = import_.topic
    rules.can_decide_import(by, locked).require()
    close_import(locked, WordImport.State.CANCELLED, by=by)


def _base(found: WordFile, source: SheetSource, by: Actor) -> dict[str, Any]:
    """What the file rests on: as it carries it, else as it stood at the event at its foot."""
    topic = source.topic
    if base := read_base(found.data, topic.pk):
        return base
    codes = [found.identifier, *(words_of(part.blocks) for part in found.elsewhere)]
    place = f"{topic.discussion.round.year}/{topic.discussion.slug}/{topic.number}"
    for code in map(read_code, codes):
        if code is not None and code[0] == place:
            return base_at(topic, code[1], topic.language, by)
    return {}


def _side(by: Actor, source: SheetSource) -> str:
    sides = sides_in(by, source.topic.discussion, Power.EDIT_SHEET)
    return next((side.value for side in Side if side in sides), Side.VN.value)


def _require_all_chosen(found: Comparison, decisions: Mapping[str, Decision]) -> None:
    for row in found.open:
        if row.key not in decisions or decisions[row.key].choice not in set(Choice):
            fault = Refused(_("Choose which text stays."))
            raise NotTaken(row.key, fault)
