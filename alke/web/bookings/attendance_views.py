"""Who of the ministries attends which meeting: the matrix, and one ministry's answers."""

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.bookings import operations, rules
from alke.domain.bookings.attendance_operations import ATTENDEE_LIMIT
from alke.domain.bookings.models import MinistryAnswer
from alke.domain.bookings.queries import Board, Line, board_of, days_left
from alke.domain.people.models import Organisation
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.bookings.views import board_context
from alke.web.find import find_round

Answer = MinistryAnswer.Answer
PARTS = {"attendee": "kuka", "title": "kuka", "email": "posti"}  # the form's names of fields


@signed_in
def attendance_matrix(request: Request, year: int) -> HttpResponse:
    """Every ministry and every meeting, with gaps and overload."""
    round_ = find_round(request, year)
    require(request, rules.can_see_attendance(request.actor))
    board = board_of(round_, request.actor)
    doubled = {(row.line.meeting.pk, row.body.pk) for row in board.overlaps if row.body is not None}
    context = board_context(board, request.actor, round_) | {
        "rows": [(line, _cells(board, line, doubled)) for line in _by_time(board)],
        "totals": _totals(board),
        "answers_left": days_left(board.answers_due.day) if board.answers_due else None,
    }
    return render(request, "pages/bookings/attendance_matrix.html", context)


@signed_in
def attendance_edit(request: Request, year: int, body: str) -> HttpResponse:
    """One ministry's answers to all meetings, saved together."""
    round_ = find_round(request, year)
    board = board_of(round_, request.actor)
    ministry = one_or_404([row for row in board.ministries if row.slug == body])
    lines = _by_time(board)
    verdicts = [
        rules.can_answer_attendance(request.actor, line.meeting, ministry) for line in lines
    ]
    for verdict in verdicts[:1] if not any(verdicts) else []:
        require(request, verdict)
    open_lines = [line for line, verdict in zip(lines, verdicts, strict=True) if verdict]
    faults: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            saved = _save(request, open_lines, ministry)
        except (Refused, BadInput) as refusal:
            faults, status = {refusal.field: str(refusal)}, status_of(refusal)
        else:
            messages.success(request, _("Answers saved: %(n)d.") % {"n": saved})
            return redirect("attendance_matrix", year)
    context = board_context(board, request.actor, round_) | {
        "ministry": ministry,
        "rows": [_asked(request, line, ministry) for line in open_lines],
        "choices": [("", _("Open")), *Answer.choices],
        "limit": ATTENDEE_LIMIT,
        "faults": faults,
        "answers_left": days_left(board.answers_due.day) if board.answers_due else None,
    }
    return render(request, "pages/bookings/attendance_edit.html", context, status=status)


@transaction.atomic
def _save(request: Request, lines: list[Line], ministry: Organisation) -> int:
    """Those that changed; a row that the form does not have stays as it is."""
    saved = 0
    for line in lines:
        slug = line.meeting.slug
        if (answer := request.POST.get(f"vastaus-{slug}")) is None:
            continue
        given = line.answers.get(ministry.pk)
        before, who = _mark(given), request.POST.get(f"kuka-{slug}", "")
        email = request.POST.get(f"posti-{slug}", given.email if given else "")
        try:
            held = operations.answer_attendance(
                line.meeting, ministry, answer, by=request.actor, attendee=who, email=email
            )
        except (Refused, BadInput) as refusal:
            refusal.field = f"{PARTS.get(refusal.field, 'vastaus')}-{slug}"
            raise
        saved += before != _mark(held)
    return saved


def _mark(held: MinistryAnswer | None) -> tuple[Any, ...]:
    """Tells an answer from another one, and from the same that was given anew."""
    return (held.answer, held.attendee, held.starts_at, held.email) if held else ()


def _asked(request: Request, line: Line, ministry: Organisation) -> dict[str, Any]:
    held = line.answers.get(ministry.pk)
    slug = line.meeting.slug
    return {
        "line": line,
        "wanted": ministry in line.wanted,
        "answer": request.POST.get(f"vastaus-{slug}", held.answer if held else ""),
        "who": request.POST.get(f"kuka-{slug}", held.attendee if held else ""),
        "email": request.POST.get(f"posti-{slug}", held.email if held else ""),
        "earlier": _earlier(held, line),
    }


def _earlier(held: MinistryAnswer | None, line: Line) -> dt.datetime | None:
    """The time to which the ministry said that it attends, when the meeting has another now."""
    stale = held is not None and held.is_to_other_time(line.meeting.starts_at)
    return held.starts_at if held is not None and stale else None


def _by_time(board: Board) -> list[Line]:
    """By their time; those without one last, by name."""
    booked = sorted(board.booked, key=lambda row: (row.meeting.starts_at, row.meeting.pk))
    return booked + [row for row in board.lines if row.meeting.starts_at is None]


def _cells(board: Board, line: Line, doubled: set[tuple[int, int]]) -> list[dict[str, Any]]:
    found = []
    for body in board.ministries:
        held = line.answers.get(body.pk)
        always = body.pk in board.always
        found.append(
            {
                "body": body,
                "code": Answer.ATTENDS.value if always else (held.answer if held else "open"),
                "who": held.attendee if held else "",
                "earlier": _earlier(held, line),
                "wanted": body in line.wanted,
                "clash": (line.meeting.pk, body.pk) in doubled,
                "always": always,
            }
        )
    return found


def _totals(board: Board) -> list[dict[str, Any]]:
    """Of each ministry: at how many meetings it is, and how many it has not answered."""
    found = []
    for body in board.ministries:
        given = Counter(
            line.answers[body.pk].answer for line in board.lines if body.pk in line.answers
        )
        always = body.pk in board.always
        attends = given[Answer.ATTENDS] + given[Answer.OTHER_TIME]
        found.append(
            {
                "body": body,
                "attends": len(board.lines) if always else attends,
                "open": 0 if always else len(board.lines) - sum(given.values()),
            }
        )
    return found
