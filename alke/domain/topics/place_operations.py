"""Where a discussion is held and how one joins it, together with its published agenda (R5)."""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.domain.people.actors import Actor
from alke.domain.rounds import rules
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.facts import concerned_by, facts_of
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.move_notice_operations import tell_placed
from alke.domain.rounds.move_operations import REASON_LIMIT
from alke.domain.rounds.revised import note_revision
from alke.domain.topics.agenda_operations import note_late_change

PLACE_LIMIT: Final = 120
LINK_LIMIT: Final = 200
SOON: Final = dt.timedelta(days=2)  # until the digest of the next working day may come too late


@transaction.atomic
def set_place(
    discussion: Discussion, *, place: str, link: str, by: Actor, reason: str = ""
) -> Discussion:
    """Says where the discussion is held and at which address one joins its video meeting.

    Calendars and invitations follow. A published agenda tells the place too: it is published anew,
    which wants the reason. Those concerned are told once: of the agenda, or of the place.
    """
    row = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    locked = row.get(pk=discussion.pk)
    new = {
        "place": clean_line(place, limit=PLACE_LIMIT, field="place"),
        "link": _clean_link(link),
    }
    changes: dict[str, list[Any]] = {
        name: [getattr(locked, name), value]
        for name, value in new.items()
        if getattr(locked, name) != value
    }
    reason = clean_line(reason, limit=REASON_LIMIT, field="reason")
    rules.can_set_place(by, locked).require()
    if not changes:
        return locked
    if "place" in changes and not rules.has_reason(locked, reason):
        raise BadInput(rules.has_reason(locked, reason).reason, "reason")
    locked.place, locked.link = new["place"], new["link"]
    locked.save(update_fields=["place", "link", *note_revision(locked)])
    told = {"reason": [None, reason]} if reason else {}
    record_discussion("discussion.placed", locked, by=by, changes=changes | told)
    if note_late_change(locked, by=by, reason=reason) is None:
        bodies = concerned_by(facts_of(locked.round), [locked])
        tell_placed(locked, bodies, by, place="place" in changes, urgent=_is_soon(locked))
    return locked


def _clean_link(text: str) -> str:
    """A whole address of the web: an invitation carries it into calendars as it is."""
    address = clean_line(text, limit=LINK_LIMIT, field="link")
    if not address:
        return ""
    try:
        URLValidator(schemes=["https"])(address)
    except ValidationError:
        raise BadInput(
            _("Copy the whole address of the meeting. It begins with https://."), "link"
        ) from None
    return address


def _is_soon(discussion: Discussion) -> bool:
    starts = discussion.starts_at
    return starts is not None and starts - clock.now() < SOON
