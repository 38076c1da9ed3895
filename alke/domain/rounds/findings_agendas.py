"""What is odd about when agendas are due: too few days before the discussion (R5)."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.dates import format_date
from alke.domain.rounds.facts import RoundFacts
from alke.domain.rounds.findings_words import WARNING, Finding, evidence_of, subject_of
from alke.domain.rounds.models import Deadline, Discussion


def late_agendas(facts: RoundFacts) -> Iterator[Finding]:
    """A finding for each deadline closer to its discussion than the format says. No queries."""
    held = {row.pk: row for row in facts.discussions}
    for row in facts.deadlines:
        discussion = held.get(row.discussion_id or 0) if row.purpose == "agenda" else None
        if discussion is not None and discussion.day is not None:
            yield from _agenda_too_late(row, discussion, discussion.day, facts.round.agenda_days)


def _agenda_too_late(
    row: Deadline, discussion: Discussion, held: dt.date, least: int
) -> Iterator[Finding]:
    left = (held - row.day).days
    if left >= least:
        return
    latest = held - dt.timedelta(days=least)
    yield Finding(
        "agenda-too-late",
        WARNING,
        subject_of(row),
        _("%(name)s: the agenda is due too late") % {"name": discussion.name},
        " ".join([_days_before(row.day, left), _least(least)]),
        _("Move the deadline to %(day)s or earlier, or the discussion later.")
        % {"day": format_date(latest)},
        evidence_of(row.day, held, least),
        move=subject_of(row),
    )


def _days_before(day: dt.date, left: int) -> str:
    if left <= 0:
        return _("The deadline %(day)s does not come before the day of the discussion.") % {
            "day": format_date(day)
        }
    return ngettext(
        "The deadline %(day)s is %(n)s day before the discussion.",
        "The deadline %(day)s is %(n)s days before the discussion.",
        left,
    ) % {"day": format_date(day), "n": left}


def _least(days: int) -> str:
    return ngettext(
        "The agenda must be ready and known to the participants %(n)s day before it.",
        "The agenda must be ready and known to the participants %(n)s days before it.",
        days,
    ) % {"n": days}
