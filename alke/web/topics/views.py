"""The sheet: read by all who may, edited field by field by the two sides, as it stood before."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from alke.base.verdicts import Verdict
from alke.domain.topics import agenda_queries, comment_queries, queries, rules
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.agenda_past import PastAction, action_list_as_of
from alke.domain.topics.models import Topic
from alke.web.access import Request, public_part, require, signed_in
from alke.web.topics.cells import EDIT, Cell, can_edit
from alke.web.topics.edit_page import edit_page
from alke.web.topics.find import (
    asked_language,
    asked_moment,
    find_field,
    find_topic,
    nothing_then,
)


@public_part
def topic_detail(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """The sheet to read; the public sees the published part of the same page."""
    topic = find_topic(request, year, slug, number)
    asked = asked_moment(request)
    if asked.moment is not None:
        if page := _past(request, topic, asked.moment):
            return page
        asked = nothing_then()
    context: dict[str, Any] = {
        "as_of_fault": asked.fault,
        "topic": topic,
        "sheet": queries.sheet(topic, request.actor),
        "actions": actions_of_topic(topic, request.actor),
        "counts": {},
        "action_counts": {},
        "due": None,
    }
    if request.actor.reads:
        threads = comment_queries.threads(topic, request.actor)
        context |= {
            "counts": threads.counts,
            "action_counts": threads.action_counts,
            "due": agenda_queries.agenda_due(topic.discussion),
            "can_write": can_edit_anything(request, topic),
            "can_import": can_edit(request.actor, topic),
        }
    return render(request, "pages/topics/topic_detail.html", context)


@signed_in
def topic_edit(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """The same sheet to write: each field opens where it stands (?kohta=goals&kieli=sv)."""
    topic = find_topic(request, year, slug, number)
    require(request, can_edit_anything(request, topic))
    cell = None
    if (key := request.GET.get("kohta", "")) and can_edit(request.actor, topic):
        row = find_field(topic, key)
        cell = Cell(topic, row, asked_language(request, topic), mode=EDIT, editable=True)
    return edit_page(request, topic, cell=cell, saved=request.GET.get("tallennettu", ""))


def can_edit_anything(request: Request, topic: Topic) -> Verdict:
    """Who writes the sheet, runs the discussion or comments has something to do here."""
    actor = request.actor
    heading = rules.can_edit_heading(actor, topic, late_reason="…")
    return can_edit(actor, topic) or heading or rules.can_comment(actor, topic)


def _past(request: Request, topic: Topic, moment: dt.datetime) -> HttpResponse | None:
    """The sheet as it stood; None when there was none, or none for the public."""
    past = queries.sheet_as_of(topic, moment, request.actor)
    if past is None:
        return None
    rows = action_list_as_of(topic.discussion, moment, request.actor).actions
    mine = [row for row in rows if row.topic == topic.pk]
    context = {"topic": topic, "past": past, "tables": _tables(mine)}
    return render(request, "pages/topics/topic_past.html", context)


def _tables(actions: list[PastAction]) -> dict[str, list[PastAction]]:
    return {kind: [row for row in actions if row.kind == kind] for kind in ("ongoing", "proposed")}
