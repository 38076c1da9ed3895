"""How the pages of topics find what their addresses name; what one may not see is not found."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404

from alke.base import clock
from alke.base.languages import CODES
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Comment, Topic
from alke.domain.topics.queries import SheetField, sheet, template_of, topic_rows
from alke.web.access import Request

MOMENT = "tilanne"  # ?tilanne=2024-03-27 or ?tilanne=2024-03-27T16:15


def find_topic(request: Request, year: int, slug: str, number: int) -> Topic:
    """The topic with a place on the agenda."""
    rows = topic_rows(request.actor).filter(discussion__round__year=year, discussion__slug=slug)
    found: Topic = get_object_or_404(rows, number=number)
    return found


def find_proposal(request: Request, year: int, slug: str, pk: int) -> Topic:
    """A topic by its id, whether or not it has a place; for those who are signed in."""
    rows = topic_rows(request.actor).filter(discussion__round__year=year, discussion__slug=slug)
    found: Topic = get_object_or_404(rows, pk=pk)
    return found


def find_discussion(request: Request, year: int, slug: str) -> Discussion:
    """The discussion."""
    rows = Discussion.objects.visible_to(request.actor).select_related("round")
    return get_object_or_404(rows, round__year=year, slug=slug)


def find_field(request: Request, topic: Topic, key: str) -> SheetField:
    """A field of the topic's sheet."""
    found = sheet(topic, request.actor).get(key)
    if found is None:
        raise Http404
    return found


def find_comment(request: Request, topic: Topic, pk: int) -> Comment:
    """A comment of the sheet that the person may see."""
    rows = Comment.objects.visible_to(request.actor).filter(topic=topic)
    return get_object_or_404(rows.select_related("topic__discussion__round"), pk=pk)


def asked_language(request: Request, topic: Topic) -> str:
    """The language in which a field is read or written: ?kieli=sv, else the topic's own."""
    asked = request.GET.get("kieli") or request.POST.get("kieli") or ""
    return asked if asked in CODES[:2] else topic.language


def has_field(topic: Topic, key: str) -> bool:
    """Whether the sheet has such a field."""
    return template_of(topic).get(key) is not None


def asked_moment(request: Request) -> dt.datetime | None:
    """The moment of an "as of" page; a day means its end. A moment to come is now: None."""
    text = request.GET.get(MOMENT, "")
    if not text:
        return None
    try:
        if len(text) == len("2024-03-27"):
            moment = clock.end_of_day(dt.date.fromisoformat(text))
        else:
            moment = dt.datetime.fromisoformat(text)
    except ValueError as fault:
        raise Http404 from fault
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=clock.HELSINKI)
    return moment if moment < clock.now() else None
