"""Builds the page on which a sheet is written; every refused form comes back to it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from alke.base.languages import active
from alke.base.prepared import prepared
from alke.base.verdicts import Verdict
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.rounds.participation import council_ids
from alke.domain.topics import agenda_queries, comment_queries, queries, rules
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.comment_operations import SHEET
from alke.domain.topics.comment_queries import ACTION
from alke.domain.topics.models import Topic, TopicConfirmation
from alke.domain.topics.topic_operations import sheet_mark
from alke.web.access import Request
from alke.web.topics.cells import ANY_REASON, Cell, can_edit, read_cells


@dataclass(frozen=True)
class ConfirmLine:
    """One side's confirmation on the page, and what the reader may do about it."""

    side: str
    held: TopicConfirmation | None
    withdrawn: TopicConfirmation | None
    mine: bool
    can_confirm: Verdict
    can_withdraw: Verdict


def confirm_lines(actor: Actor, sheet: queries.Sheet) -> list[ConfirmLine]:
    """Both sides' confirmations, VN first."""
    topic = sheet.topic
    return [
        ConfirmLine(
            side.value,
            sheet.confirmed.get(side.value),
            sheet.withdrawn.get(side.value),
            side in actor.sides,
            rules.can_confirm_topic(actor, topic, side),
            rules.can_withdraw_confirmation(actor, topic, side),
        )
        for side in Side
    ]


def edit_page(
    request: Request,
    topic: Topic,
    *,
    cell: Cell | None = None,
    saved: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page; `cell` is the field that stands open, `saved` the key of the one just saved.

    `more` is what a refused form had.
    """
    actor = request.actor
    sheet = queries.sheet(topic, actor)
    threads = comment_queries.threads(topic, actor)
    actions = actions_of_topic(topic, actor)
    editable = can_edit(actor, topic)
    cells = [
        replace(each, saved=each.key == saved)
        for each in read_cells(sheet, editable=bool(editable), comments=threads.counts)
    ]
    context = {
        "topic": topic,
        "sheet": sheet,
        "cells": [cell if cell and cell.key == each.key else each for each in cells],
        "actions": actions,
        "threads": threads,
        "counts": threads.action_counts,
        "targets": comment_targets(sheet, actions),
        "lines": confirm_lines(actor, sheet),
        "mark": sheet_mark(topic),
        "due": agenda_queries.agenda_due(topic.discussion),
        "frozen": rules.is_frozen(topic.discussion),
        "can_edit": editable,
        "can_head": rules.can_edit_heading(actor, topic, late_reason=ANY_REASON),
        "can_comment": rules.can_comment(actor, topic),
        "can_comment_privately": rules.can_comment_privately(actor, topic),
        "openers": _openers(actor, topic),
        "steps": _steps(actor, topic),
        "wrong": {},
    }
    return render(request, "pages/topics/topic_edit.html", context | more, status=status)


def comment_targets(sheet: queries.Sheet, actions: list[Action]) -> dict[str, str]:
    """What can be commented on, by name: {"goals": "Tavoitteet", "action:12": …}."""
    swedish = active() == "sv"
    named = {row.key: row.label for row in sheet.fields}
    titles = {
        f"{ACTION}{row.number}": f"{row.number} {(row.title_sv if swedish else '') or row.title}"
        for row in actions
    }
    return named | titles | {SHEET: ""}


def _openers(actor: Actor, topic: Topic) -> dict[str, list[tuple[str, str]]]:
    """Slug and name of the bodies that may open the topic, for one's own sides."""
    sides = [
        side for side in Side if rules.can_set_opening(actor, topic, side, late_reason=ANY_REASON)
    ]
    day = topic.discussion.day
    found: dict[str, list[tuple[str, str]]] = {}
    for side in sides:
        rows = _ministries(day) if side is Side.VN else _among(council_ids(topic.discussion), day)
        found[side.value] = [(row.slug, row.name) for row in rows]
    return found


@prepared
def _ministries(day: dt.date | None) -> QuerySet[Organisation]:
    rows = Organisation.objects.ministries()
    return rows.valid_on(day) if day else rows


@prepared
def _among(ids: Collection[int], day: dt.date | None) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(pk__in=ids)
    return rows.valid_on(day) if day else rows


def _steps(actor: Actor, topic: Topic) -> list[str]:
    """The states to which the person may move the topic."""
    states = (Topic.State.DRAFT, Topic.State.COMMENTING)
    return [state for state in states if rules.can_set_state(actor, topic, state)]
