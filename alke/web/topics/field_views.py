"""One field of the sheet: opened, saved as one types, saved by two at once, and others' changes."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from alke.base import clock
from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.topics import comment_queries, operations, queries
from alke.domain.topics.models import Topic, TopicText
from alke.domain.topics.queries import SheetField
from alke.web.access import Request, require, signed_in, status_of
from alke.web.numbers import whole
from alke.web.topics.cells import EDIT, Cell, can_edit, conflict_cell, read_cells
from alke.web.topics.edit_page import confirm_lines, edit_page
from alke.web.topics.faults import REASON, wrong_parts
from alke.web.topics.find import asked_language, find_field, find_topic, has_field
from alke.web.topics.presence import Present, note_presence

DONE, UNDO, SWITCH = "valmis", "peru", "vaihda"  # the form's buttons


@signed_in
def topic_field(request: Request, year: int, slug: str, number: int, field: str) -> HttpResponse:
    """GET: the field read, or (?muokkaa=1) open. POST: saves it.

    A save by the script answers with the state of saving alone, so that the cursor stays.
    """
    topic = find_topic(request, year, slug, number)
    if request.method == "POST" and has_field(topic, field):
        return _save(request, topic, field)
    row = find_field(topic, field)
    if request.GET.get("muokkaa"):
        require(request, can_edit(request.actor, topic))
        return _open(request, topic, row)
    return _read(request, topic, row)


@signed_in
def topic_changes(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """What others saved since `?alkaen=` and who is here; asked for every 20 seconds."""
    topic = find_topic(request, year, slug, number)
    here = request.GET.get("avoinna", "")  # the field that this page has open: "goals.fi"
    opened = {name.rpartition(".")[0] for name in request.GET.getlist("avoinna")}
    others = note_presence(topic.pk, request.actor, here)
    sheet = queries.sheet(topic, request.actor)
    counts = comment_queries.threads(topic, request.actor).counts
    cells = read_cells(sheet, editable=bool(can_edit(request.actor, topic)), comments=counts)
    context = {
        "topic": topic,
        "others": others,
        "opened": opened,
        "cells": [replace(cell, editors=_editors(cell, others)) for cell in cells],
        "changed": _changed(request, sheet),
        "lines": confirm_lines(request.actor, sheet),
        "mark": operations.sheet_mark(topic),
        "now": clock.now(),
    }
    return render(request, "pages/topics/topic_changes.html", context)


def _editors(cell: Cell, others: list[Present]) -> tuple[Present, ...]:
    return tuple(row for row in others if row.field.rpartition(".")[0] == cell.key)


def _changed(request: Request, sheet: queries.Sheet) -> dict[str, TopicText]:
    """Fields that others saved since the page last asked, with the row."""
    try:
        since = dt.datetime.fromisoformat(request.GET.get("alkaen", ""))
    except ValueError:
        return {}
    since = since if since.tzinfo else since.replace(tzinfo=clock.HELSINKI)
    user = request.actor.user
    return {
        row.key: last
        for row in sheet.fields
        if (last := row.last) is not None and last.at > since and last.by_id != (user and user.pk)
    }


def _save(request: Request, topic: Topic, key: str) -> HttpResponse:
    form = request.POST
    language = asked_language(request, topic)
    text = form.get("alku", "") if UNDO in form else form.get("text", "")
    reason = form.get("perustelu", "")
    try:
        saved = operations.save_text(
            topic,
            key,
            language,
            text,
            by=request.actor,
            base_version=_version(form),
            late_reason=reason,
        )
    except Stale as stale:
        row = find_field(topic, key)
        cell = conflict_cell(topic, row, language, stale, form.get("alku", ""))
        return _answer_cell(request, topic, replace(cell, reason=reason), status_of(stale))
    except (BadInput, Refused) as fault:
        row = find_field(topic, key)
        return _answer_fault(request, topic, _typed(topic, row, form, fault), status_of(fault))
    return _answer_saved(request, topic, key, saved)


def _version(form: QueryDict) -> int:
    version = whole(form.get("versio", "0"), 8)
    return -1 if version is None else version


def _typed(topic: Topic, row: SheetField, form: QueryDict, fault: BadInput | Refused) -> Cell:
    """The field with what was typed, untouched, and why it was not saved."""
    wrong = wrong_parts(fault)
    return Cell(
        topic,
        row,
        form.get("kieli") or topic.language,
        mode=EDIT,
        typed=form.get("text", ""),
        error="" if REASON in wrong else str(fault),
        reason_error=wrong.get(REASON, ""),
        start=form.get("alku", ""),
        reason=form.get("perustelu", ""),
        editable=True,
    )


def _answer_saved(request: Request, topic: Topic, key: str, saved: TopicText) -> HttpResponse:
    form = request.POST
    other = form.get(SWITCH, "")
    if not request.htmx:
        return redirect(edit_address(topic, key, other, saved=UNDO not in form))
    fresh = find_topic(request, *_place(topic))
    field = find_field(fresh, key)
    if other:
        return _fragment(request, Cell(fresh, field, other, mode=EDIT, editable=True), whole=True)
    if {DONE, UNDO} & set(form):
        return _read(request, fresh, field)
    cell = Cell(fresh, field, saved.language or asked_language(request, fresh), mode=EDIT)
    return _fragment(request, cell, saved_at=clock.now())


def _answer_fault(request: Request, topic: Topic, cell: Cell, status: int) -> HttpResponse:
    """Not saved: the script gets the reason beside the field, others the page with the text."""
    if request.htmx and not {DONE, UNDO, SWITCH} & set(request.POST):
        return _fragment(request, cell, fault=cell.error or cell.reason_error)
    return _answer_cell(request, topic, cell, status)


def _answer_cell(request: Request, topic: Topic, cell: Cell, status: int) -> HttpResponse:
    if request.htmx:
        return _fragment(request, cell, whole=True)
    return edit_page(request, topic, cell=cell, status=status)


def _open(request: Request, topic: Topic, row: SheetField) -> HttpResponse:
    cell = Cell(topic, row, asked_language(request, topic), mode=EDIT, editable=True)
    if not request.htmx:
        return redirect(edit_address(topic, row.key, cell.language))
    return _fragment(request, cell, whole=True)


def _read(request: Request, topic: Topic, row: SheetField) -> HttpResponse:
    if not request.htmx:
        return redirect(edit_address(topic, row.key))
    editable = bool(can_edit(request.actor, topic))
    counts = comment_queries.threads(topic, request.actor).counts
    cell = Cell(
        topic,
        row,
        topic.language,
        editable=editable,
        focus=True,
        comments=counts.get(row.key, 0),
    )
    return _fragment(request, cell, whole=True)


def _fragment(request: Request, cell: Cell, *, whole: bool = False, **more: Any) -> HttpResponse:
    """A whole cell in the place of the old one, or the state of its saving."""
    context: dict[str, Any] = {"cell": cell, "whole": whole, "saved_at": None, "fault": ""}
    if request.method == "POST":
        sheet = queries.sheet(cell.topic, request.actor)
        context["lines"] = confirm_lines(request.actor, sheet)
        context["mark"] = operations.sheet_mark(cell.topic)
    response = render(request, "pages/topics/topic_field.html", context | more)
    if whole:
        response.headers["HX-Retarget"] = f"#kohta-{cell.key}"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _place(topic: Topic) -> tuple[int, str, int]:
    discussion = topic.discussion
    return discussion.round.year, discussion.slug, topic.number or 0


def edit_address(topic: Topic, key: str, language: str = "", *, saved: bool = False) -> str:
    """The edit page at a field; with a language the field stands open, else it may say `saved`."""
    address = link("topic_edit", *_place(topic))
    query = f"?kohta={key}&kieli={language}" if language else ""
    if saved and not language:
        query = f"?tallennettu={key}"
    return f"{address}{query}#kohta-{key}"
