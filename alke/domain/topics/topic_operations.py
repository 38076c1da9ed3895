"""Writes of a topic on the agenda: heading, state, openings, confirmations (R5)."""

import hashlib
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock, richtext
from alke.base.verdicts import Refused, Stale
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.topics import rules
from alke.domain.topics.action_queries import sheet_parts
from alke.domain.topics.confirm_notice_operations import ask_other_side
from alke.domain.topics.models import Opening, Topic, TopicConfirmation
from alke.domain.topics.topic_record import (
    Changes,
    change_fields,
    end_confirmations,
    lock_topic,
    record_topic,
    reopen,
)

TITLE_LIMIT = 200
SPEAKER_LIMIT = 120
REASON_LIMIT = 300
MOST_MINUTES = 240


class Unchanged(Enum):
    """Says that a value stays as it is; None would empty it."""

    KEEP = "keep"


KEEP: Final = Unchanged.KEEP


@transaction.atomic
def edit_topic(
    topic: Topic,
    *,
    by: Actor,
    base_version: int,
    title: str | None = None,
    title_sv: str | None = None,
    minutes: int | Unchanged | None = KEEP,
    late_reason: str = "",
) -> Topic:
    """Changes title, Swedish title and minutes; what is not given stays.

    Raises `Stale` when somebody changed the heading after `base_version`.
    """
    topic = lock_topic(topic)
    rules.can_edit_heading(by, topic, late_reason).require()
    values = _heading(title, title_sv, minutes)
    changed = {name: value for name, value in values.items() if getattr(topic, name) != value}
    if not changed:
        return topic
    if topic.version != base_version:
        raise Stale(
            _("Somebody changed the heading after you opened it."), current=topic, offered=values
        )
    changes = change_fields(topic, **changed, version=topic.version + 1)
    topic.save(update_fields=list(changes))
    changes |= reopen(topic, by=by, because="topic.edited")
    record_topic("topic.edited", topic, by=by, changes=changes, late_reason=late_reason)
    return topic


@transaction.atomic
def set_topic_state(topic: Topic, state: str, *, by: Actor) -> Topic:
    """Opens the topic for comment, or takes it back to draft; confirmations then end."""
    topic = lock_topic(topic)
    if topic.state == state:
        return topic
    rules.can_set_state(by, topic, state).require()
    changes = change_fields(topic, state=state)
    topic.save(update_fields=["state"])
    if ended := end_confirmations(topic, by=by, because="topic.state-set"):
        changes["confirmations"] = [sorted(row.side for row in ended), []]
    record_topic("topic.state-set", topic, by=by, changes=changes)
    return topic


@transaction.atomic
def set_opening(
    topic: Topic,
    side: str,
    *,
    by: Actor,
    organisation: Organisation,
    speaker: str,
    minutes: int = 5,
    late_reason: str = "",
) -> Opening:
    """Says who opens the topic on one's own side, and how long; replaces the side's opening."""
    topic = lock_topic(topic)
    rules.can_set_opening(by, topic, side, organisation, late_reason).require()
    missing = gettext_lazy("Say in what role the speaker is.")
    speaker = _required(speaker, SPEAKER_LIMIT, missing, "speaker")
    _check_minutes(minutes)
    opening = Opening.objects.filter(topic=topic, side=side).select_related("organisation").first()
    before = opening_values(opening)
    opening = opening or Opening(topic=topic, side=side)
    opening.organisation, opening.speaker, opening.minutes = organisation, speaker, minutes
    after = opening_values(opening)
    if before == after:
        return opening
    opening.save()
    changes: Changes = {f"opening.{side}": [before, after]}
    record_topic("topic.opening-set", topic, by=by, changes=changes, late_reason=late_reason)
    return opening


@transaction.atomic
def remove_opening(topic: Topic, side: str, *, by: Actor, late_reason: str = "") -> None:
    """Takes one's own side's opening away."""
    topic = lock_topic(topic)
    rules.can_set_opening(by, topic, side, late_reason=late_reason).require()
    opening = Opening.objects.filter(topic=topic, side=side).select_related("organisation").first()
    if opening is None:
        return
    changes: Changes = {f"opening.{side}": [opening_values(opening), None]}
    opening.delete()
    record_topic("topic.opening-removed", topic, by=by, changes=changes, late_reason=late_reason)


@transaction.atomic
def confirm_topic(
    topic: Topic, side: str, *, by: Actor, seen: str | None = None
) -> TopicConfirmation:
    """Confirms for one's own side that the topic is ready; with both sides it becomes ready.

    `seen` is the sheet's mark when the person opened it: a sheet changed since is refused.
    None: the caller answers for it that the sheet was read as it stands.
    """
    topic = lock_topic(topic)
    rules.can_confirm_topic(by, topic, side).require()
    held = TopicConfirmation.objects.filter(topic=topic, withdrawn_at=None)
    if (own := held.filter(side=side).first()) is not None:
        return own
    if seen is not None and seen != sheet_mark(topic):
        raise Refused(
            gettext_lazy("The sheet changed after you opened it. Read it again, then confirm.")
        )
    before = sorted(held.values_list("side", flat=True))
    row = TopicConfirmation.objects.create(
        topic=topic, side=side, by=by.user, organisation=by.organisation, at=clock.now()
    )
    after = sorted({*before, str(side)})
    changes: Changes = {"confirmations": [before, after]}
    if len(after) == len(Side) and topic.state == Topic.State.COMMENTING:
        changes |= change_fields(topic, state=Topic.State.READY)
        topic.save(update_fields=["state"])
    record_topic("topic.confirmed", topic, by=by, changes=changes)
    if len(after) == 1 and not topic.draft_side:
        ask_other_side(topic, side, by)
    return row


@transaction.atomic
def withdraw_confirmation(
    topic: Topic, side: str, *, by: Actor, reason: str = ""
) -> TopicConfirmation:
    """Takes one's own side's confirmation back; it stays readable with the reason."""
    topic = lock_topic(topic)
    rules.can_withdraw_confirmation(by, topic, side).require()
    reason = richtext.clean_line(reason, limit=REASON_LIMIT)
    held = TopicConfirmation.objects.filter(topic=topic, withdrawn_at=None)
    before = sorted(held.values_list("side", flat=True))
    event = "topic.confirmation-withdrawn"
    ended = end_confirmations(topic, by=by, because=reason or event, sides=[side])
    if not ended:
        raise Refused(gettext_lazy("There is no confirmation of your side in force."))
    changes: Changes = {"confirmations": [before, [other for other in before if other != side]]}
    changes["reason"] = [None, reason]
    if topic.state == Topic.State.READY:
        changes |= change_fields(topic, state=Topic.State.COMMENTING)
        topic.save(update_fields=["state"])
    record_topic(event, topic, by=by, changes=changes)
    return ended[0]


def withdraw_confirmations(topic: Topic, *, by: Actor, because: str) -> Changes:
    """Ends both sides' confirmations after a change elsewhere on the sheet (an action's).

    Runs in the caller's transaction and records nothing: merge the returned changes into
    the changes of an event of the topic.
    """
    return reopen(lock_topic(topic), by=by, because=because)


def sheet_mark(topic: Topic) -> str:
    """A short mark of the sheet's state: moves with every text, heading, opening and action.

    One query, and one for the texts unless they were read.
    """
    texts = [f"{row.field}.{row.language}.{row.version}" for row in topic.current_texts]
    parts = [f"{topic.version}", *sorted(texts), *sorted(map(str, sheet_parts(topic.pk)))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def opening_values(opening: Opening | None) -> dict[str, Any] | None:
    """An opening as the audit chain keeps it."""
    if opening is None:
        return None
    return {
        "organisation": opening.organisation_id,
        "speaker": opening.speaker,
        "minutes": opening.minutes,
    }


def _heading(
    title: str | None, title_sv: str | None, minutes: int | Unchanged | None
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if title is not None:
        missing = gettext_lazy("Give the topic a title.")
        values["title"] = _required(title, TITLE_LIMIT, missing, "title")
    if title_sv is not None:
        values["title_sv"] = richtext.clean_line(title_sv, limit=TITLE_LIMIT, field="title_sv")
    if not isinstance(minutes, Unchanged):
        _check_minutes(minutes)
        values["minutes"] = minutes
    return values


def _required(text: str, limit: int, missing: Any, field: str) -> str:
    clean = richtext.clean_line(text, limit=limit, field=field)
    if not clean:
        raise richtext.BadInput(missing, field)
    return clean


def _check_minutes(minutes: int | None) -> None:
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise richtext.BadInput(
            _("Give the minutes as a whole number from 1 to %(most)d.") % {"most": MOST_MINUTES},
            "minutes",
        )
