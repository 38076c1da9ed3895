"""The steps of a round for one participant, as the ribbon shows them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.dates import days_left
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.rounds.models import Discussion

SHOWN = 7


def steps_of(desk: Desk, mine: list[DiscussionLine]) -> list[dict[str, Any]]:
    """Letter, deadlines and occasions that concern the actor, by date; one is now, one next."""
    if desk.round is None:
        return []
    own = {line.discussion.pk: line.discussion for line in mine if line.primary and _is_main(line)}
    found: list[tuple[dt.date, str, str]] = []
    if desk.round.letter_date:
        found.append((desk.round.letter_date, _("Guidance letter"), _("Sent")))
    found += [
        (row.day, row.name, own[row.discussion_id].name if row.discussion_id else "")
        for row in desk.deadlines
        if row.discussion_id is None or row.discussion_id in own
    ]
    for line in mine:
        discussion = line.discussion
        if (day := discussion.day) and (
            discussion.pk in own or discussion.kind == Discussion.Kind.WEBINAR
        ):
            webinar = discussion.kind == Discussion.Kind.WEBINAR
            found.append(
                (
                    day,
                    _("Webinar") if webinar else _("Discussion"),
                    "" if webinar else discussion.name,
                )
            )
    return _marked(sorted(found))


def _is_main(line: DiscussionLine) -> bool:
    return line.discussion.stands_alone and line.discussion.kind != Discussion.Kind.WEBINAR


def _marked(found: list[tuple[dt.date, str, str]]) -> list[dict[str, Any]]:
    today = clock.today()
    first = next((n for n, (day, *_rest) in enumerate(found) if day >= today), len(found))
    start = max(0, min(first - 2, len(found) - SHOWN))
    kinds = {first: "now", first + 1: "next"}
    return [
        {
            "date": day,
            "title": title,
            "note": days_left(day) if number == first else note,
            "kind": kinds.get(number, "done" if number < first else ""),
        }
        for number, (day, title, note) in enumerate(found)
    ][start : start + SHOWN]
