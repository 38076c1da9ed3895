"""Writes of the sheet's texts: versions, the optimistic lock of each field, restoring (R6)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock, richtext
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.base.verdicts import Refused, Stale
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import sides_in
from alke.domain.topics import rules
from alke.domain.topics.models import Topic, TopicConfirmation, TopicText
from alke.domain.topics.topic_record import lock_topic, record_topic, reopen
from alke.domain.topics.topic_template import TemplateField, sheet_template

ONE_SITTING = dt.timedelta(minutes=10)  # one person's saves in it are one version
SAVED, RESTORED = "topic.text-saved", "topic.text-restored"


@transaction.atomic
def save_text(
    topic: Topic,
    field: str,
    language: str,
    text: str,
    *,
    by: Actor,
    base_version: int,
    late_reason: str = "",
) -> TopicText:
    """Saves one field in one language, resting on `base_version` (0: it had no text).

    Raises `Stale` with the current row and the offered text when somebody saved in between,
    `BadInput` when the text is too long or cannot be shown. A text equal to the current one
    is no write. A new text withdraws both sides' confirmations visibly (R5).
    """
    topic = lock_topic(topic)
    rules.can_edit_topic(by, topic, late_reason).require()
    limit = _template_field(topic, field, language).limit
    offered = _Offer(topic, field, language, richtext.clean(text, limit=limit), SAVED)
    return _write(offered, by=by, base_version=base_version, late_reason=late_reason)


@transaction.atomic
def restore_text(
    topic: Topic,
    field: str,
    language: str,
    version: int,
    *,
    by: Actor,
    base_version: int,
    late_reason: str = "",
) -> TopicText:
    """Brings the text of an earlier version back as a new version; nothing is removed."""
    topic = lock_topic(topic)
    rules.can_edit_topic(by, topic, late_reason).require()
    _template_field(topic, field, language)
    old = TopicText.objects.filter(topic=topic, field=field, language=language, version=version)
    if (found := old.first()) is None:
        raise Refused(gettext_lazy("There is no such version of this field any more."))
    offered = _Offer(topic, field, language, found.text, RESTORED)
    return _write(offered, by=by, base_version=base_version, late_reason=late_reason)


def _template_field(topic: Topic, field: str, language: str) -> TemplateField:
    found = sheet_template(topic.discussion.round).get(field)
    if found is None or language not in CODES:
        raise Refused(gettext_lazy("The sheet of this round has no such field."))
    return found


@dataclass(frozen=True)
class _Offer:
    """A text offered for one field in one language."""

    topic: Topic
    field: str
    language: str
    text: str
    event: str

    @property
    def rows(self) -> "QuerySet[TopicText]":
        """The versions of the field in the language."""
        return TopicText.objects.filter(topic=self.topic, field=self.field, language=self.language)


def _write(offer: _Offer, *, by: Actor, base_version: int, late_reason: str) -> TopicText:
    rows = _current(offer.topic.pk, offer.field, offer.language)
    current = next(iter(rows), None)
    before = current.text if current else ""
    if offer.text == before:
        return current or TopicText(topic=offer.topic, field=offer.field, version=0)
    if (current.version if current else 0) != base_version:
        raise Stale(
            _("Somebody saved this field after you opened it."), current=current, offered=offer.text
        )
    new = _next_version(offer, current, by, fresh=bool(late_reason))
    changes = reopen(offer.topic, by=by, because=offer.event)
    name = f"{offer.field}.{offer.language}"
    changes[f"text.{name}"] = [before, offer.text]
    changes[f"version.{name}"] = [base_version, new.version]
    record_topic(offer.event, offer.topic, by=by, changes=changes, late_reason=late_reason)
    return new


@prepared
def _current(topic_id: int, field: str, language: str) -> QuerySet[TopicText]:
    rows = TopicText.objects.filter(topic=topic_id, field=field, language=language, current=True)
    return rows.select_related("organisation")


def _next_version(offer: _Offer, current: TopicText | None, by: Actor, *, fresh: bool) -> TopicText:
    """Saves the text: over the person's own version of this sitting, or as a row of its own."""
    row = TopicText(topic=offer.topic, field=offer.field, language=offer.language)
    version = current.version if current else 0
    if current is not None:
        if not fresh and offer.event == SAVED and _same_sitting(current, by):
            row = current
        else:
            offer.rows.filter(current=True).update(current=False)
    row.version, row.text, row.at = version + 1, offer.text, clock.now()
    row.by, row.organisation, row.side = by.user, by.organisation, _side(by, offer.topic)
    row.save()
    return row


def _same_sitting(current: TopicText, by: Actor) -> bool:
    """Whether the save goes on with the person's own version, which nobody has confirmed."""
    if by.user is None or current.by_id != by.user.pk:
        return False
    seen = TopicConfirmation.objects.filter(topic=current.topic_id, at__gte=current.at)
    return clock.now() - current.at <= ONE_SITTING and not seen.exists()


def _side(by: Actor, topic: Topic) -> str:
    sides = sides_in(by, topic.discussion, Power.EDIT_SHEET)
    return next((side.value for side in Side if side in sides), "")
