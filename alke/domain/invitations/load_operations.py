"""Loads a round together with those who take part: a changed file may move discussions (S10)."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from alke.domain.participants.anew_operations import ask_anew
from alke.domain.people.actors import Actor
from alke.domain.rounds import load_operations as rounds
from alke.domain.rounds.formats import Fault, FormatFaults
from alke.domain.rounds.load_operations import Loaded
from alke.domain.rounds.models import Discussion

Span = tuple[dt.datetime | None, dt.datetime | None]
TIMES = {"starts_at", "ends_at"}


@transaction.atomic
def load_round(text: str, *, by: Actor) -> Loaded:
    """As `rounds.load_operations.load_round`; who has answered to another time is asked anew.

    Raises `FormatFaults` also when the file moves a discussion whose agenda has been published:
    that needs a reason (R5), for which its page asks.
    """
    done = rounds.load_round(text, by=by)
    moved = list(_moved(done))
    if published := [row for row, _before in moved if row.agenda == Discussion.Agenda.PUBLISHED]:
        raise FormatFaults(map(_needs_reason, published))
    for row, before in moved:
        ask_anew(row, before, by=by)
    return done


def _moved(done: Loaded) -> Iterator[tuple[Discussion, Span]]:
    """The discussions that have another time, with the one that they had."""
    for subject, (old, new) in done.changes.items():
        table, _colon, slug = subject.partition(":")
        if table == "discussions" and old and new and TIMES & new.keys():
            row = Discussion.objects.select_related("round").get(round=done.round, slug=slug)
            yield row, (old.get("starts_at", row.starts_at), old.get("ends_at", row.ends_at))


def _needs_reason(row: Discussion) -> Fault:
    text = _(
        "The agenda of “%(name)s” has been published, so moving it needs a reason. "
        "Move it on its page, and put the date into the file."
    )
    return Fault(1, "discussions", text % {"name": row.name})
