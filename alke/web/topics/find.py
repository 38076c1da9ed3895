"""How the pages of topics find what their addresses name; what one may not see is not found."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import CODES
from alke.domain.topics.models import Comment, Topic
from alke.domain.topics.queries import (
    SheetField,
    sheet_fields,
    template_of,
    topic_by_id,
    topic_on_agenda,
)
from alke.web.access import Request, one_or_404, reader

MOMENT = "tilanne"  # ?tilanne=2024-03-27, ?tilanne=27.3.2024 or ?tilanne=2024-03-27T16:15
FINNISH_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # other years are mistakes of writing


def find_topic(request: Request, year: int, slug: str, number: int) -> Topic:
    """The topic with a place on the agenda."""
    found: Topic = one_or_404(topic_on_agenda(reader(request), year, slug, number))
    return found


def find_proposal(request: Request, year: int, slug: str, pk: int) -> Topic:
    """A topic by its id, whether or not it has a place; for those who are signed in."""
    found: Topic = one_or_404(topic_by_id(reader(request), year, slug, pk))
    return found


def find_field(topic: Topic, key: str) -> SheetField:
    """A field of the topic's sheet."""
    return one_or_404([row for row in sheet_fields(topic) if row.key == key])


def find_comment(request: Request, topic: Topic, pk: int) -> Comment:
    """A comment of the sheet that the person may see."""
    rows = Comment.objects.visible_to(reader(request)).filter(topic=topic)
    return get_object_or_404(rows.select_related("topic__discussion__round"), pk=pk)


def asked_language(request: Request, topic: Topic) -> str:
    """The language in which a field is read or written: ?kieli=sv, else the topic's own."""
    asked = request.GET.get("kieli") or request.POST.get("kieli") or ""
    return asked if asked in CODES[:2] else topic.language


def has_field(topic: Topic, key: str) -> bool:
    """Whether the sheet has such a field."""
    return template_of(topic).get(key) is not None


@dataclass(frozen=True)
class AsOf:
    """The moment of an "as of" page, or why the page shows how things are now."""

    moment: dt.datetime | None = None
    fault: str = ""


def nothing_then() -> AsOf:
    """The answer for a day from which there is nothing to show."""
    return AsOf(fault=_("There is nothing from that day. The page shows how things are now."))


def asked_moment(request: Request) -> AsOf:
    """What ?tilanne= asks for: a day means its end, and today is now."""
    text = request.GET.get(MOMENT, "").strip()
    if not text:
        return AsOf()
    moment = _read_moment(text)
    if moment is None:
        return AsOf(fault=_("Write the day as 26.2.2024."))
    if moment.year < FIRST_YEAR:
        return nothing_then()
    if moment.year > LAST_YEAR or moment > clock.end_of_day(clock.today()):
        return AsOf(fault=_("The day is still to come. The page shows how things are now."))
    return AsOf(moment if moment < clock.now() else None)


def _read_moment(text: str) -> dt.datetime | None:
    """A day as 26.2.2024 or 2024-02-26, or a moment as 2024-02-26T16:15; else None."""
    with suppress(ValueError):
        if day := FINNISH_DAY.fullmatch(text):
            date, month, year = map(int, day.groups())
            return clock.end_of_day(dt.date(year, month, date))
        if len(text) == len("2024-03-27"):
            return clock.end_of_day(dt.date.fromisoformat(text))
        moment = dt.datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.HELSINKI)
    return None
