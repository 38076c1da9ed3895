"""The round: timeline, readiness, findings, groups, documents; its timetable; its discussions."""

import datetime as dt
from collections import defaultdict
from itertools import groupby
from typing import Any

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import active, pick
from alke.domain.insight.desk_queries import DiscussionLine, deadlines_of, lines_of, rounds_of
from alke.domain.insight.round_page import (
    Held,
    Member,
    all_discussions,
    basis_of,
    contacts_of,
    counted,
    dates_of,
    main_discussions,
    members_of,
)
from alke.domain.papers.letter_rules import is_sent
from alke.domain.rounds import findings, rules
from alke.domain.rounds.facts import RoundFacts, facts_of
from alke.domain.rounds.finding_operations import REASON_LIMIT
from alke.domain.rounds.findings import Finding
from alke.domain.rounds.models import (
    BasisDocument,
    Deadline,
    Discussion,
    Round,
)
from alke.domain.rounds.themes import themes_of
from alke.web.access import Request, one_or_404, public_part
from alke.web.find import find_round
from alke.web.paging import page_asked, rows_on
from alke.web.rounds.state_views import steps_from
from alke.web.rounds.timeline import timeline

Kind = Discussion.Kind
LINES = 20  # discussions on a page of the round
FINDINGS = 30  # shown before one asks for all
DATES = 40
DISCUSSIONS = 50
OTHERS = 12  # other rounds named
A_DAY = 8  # more meetings on one day are told in one row of the timetable


def _find_counted(request: Request, year: int) -> Any:
    return one_or_404(counted(request.actor, year))


@public_part
def round_detail(request: Request, year: int) -> HttpResponse:
    """All that a round consists of, and how ready it is."""
    return round_page(request, year)


def round_page(request: Request, year: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """Renders the round; `more` carries what a refused form had, so that nothing is lost."""
    round_ = _find_counted(request, year)
    actor = request.actor
    page = page_asked(request, round_.n_main, LINES)
    deadlines = deadlines_of(round_, named=False)
    rows = main_discussions(round_.pk, actor, part=rows_on(page))
    lines = lines_of(round_, actor, deadlines, rows)
    basis = basis_of(round_.pk) if actor.reads else []
    found, facts = _findings(round_, deadlines, basis) if actor.reads_all else ([], None)
    context = {
        "round": round_,
        "page": page,
        "lines": lines,
        "timeline": timeline(round_, lines, deadlines),
        "next_deadline": _next_deadline(deadlines),
        "groups": _groups(lines, facts),
        "themes_shown": themes_of(round_),
        "basis": basis,  # the public finds them in the timetable
        "contacts": _contacts(lines) if actor.reads else [],
        "findings": found,
        "most_findings": len(found) if "havainnot" in request.GET else FINDINGS,
        "reason_limit": REASON_LIMIT,
        "can_accept": rules.can_accept_finding(actor, round_),
        "can_move": rules.can_move_dates(actor, round_),
        "can_run": rules.can_run_round(actor),
        "steps": steps_from(round_),
        "others": _other_rounds(request, year),
        "letter_sent": is_sent(round_),
    }
    return render(request, "pages/rounds/round_detail.html", context | more, status=status)


def _other_rounds(request: Request, year: int) -> list[Round]:
    """The newest of the others; the public has them on its front page."""
    if not request.actor.reads:
        return []
    found = [row for row in rounds_of(request.actor) if row.year != year]
    return sorted(found, key=lambda row: -row.year)[:OTHERS]


def _findings(
    round_: Any, deadlines: list[Deadline], basis: list[BasisDocument]
) -> tuple[list[Finding], RoundFacts | None]:
    """Worked out once for each state of the data, which the head of the audit chain names.

    With the facts, when they were read for it.
    """
    facts = None
    key = f"findings-{round_.pk}-{get_language()}-{round_.chain_head}"
    found: list[Finding] | None = caches["pages"].get(key)
    if found is None:
        facts = facts_of(round_, deadlines, basis)
        found = findings.findings_of(round_, facts)
        caches["pages"].set(key, found)
    return found, facts


def _groups(
    lines: list[DiscussionLine], facts: RoundFacts | None
) -> list[tuple[str, list[Member]]]:
    """The groups of the discussions shown, each with its members; primary ones first."""
    shown = {line.discussion.group_id for line in lines}
    if facts is None:
        return members_of(shown)
    members = [row for row in facts.members if row.group_id in shown]
    return [
        (group.name, [Member(row.region.name, row.primary) for row in rows])
        for group, rows in groupby(members, key=lambda row: row.group)
    ]


def _next_deadline(deadlines: list[Deadline]) -> Deadline | None:
    now = clock.now()
    return next((row for row in deadlines if row.due_at >= now), None)


def _contacts(lines: list[DiscussionLine]) -> list[dict[str, Any]]:
    """Contacts by discussion and side; for those who are signed in."""
    discussions = {line.discussion.pk: line.discussion for line in lines}
    found: dict[int, dict[str, Any]] = {}
    for row in contacts_of(list(discussions)):
        place = {"discussion": discussions[row.discussion_id], "vn": [], "mk": []}
        found.setdefault(row.discussion_id, place)[row.side].append(row)
    return list(found.values())


@public_part
def round_schedule(request: Request, year: int) -> HttpResponse:
    """Every date of the round in order, with what it hangs on, and the way to move it."""
    round_ = find_round(request, year)
    deadlines = deadlines_of(round_, named=True)
    rows = dates_of(round_, request.actor)
    entries = _entries(round_, rows, deadlines)
    page = page_asked(request, len(entries), DATES, first=_page_of_today(entries))
    shown = [_shown(entry) for entry in entries[rows_on(page)]]
    days = {entry["day"] for entry in shown}
    lanes = [held for held in rows if held.day in days and held.row.parent_id is None]
    lines = [DiscussionLine(held.discussion) for held in lanes[:LINES]]
    context = {
        "round": round_,
        "page": page,
        "months": _by_month(shown),
        "timeline": timeline(round_, lines, deadlines),
        "can_move": rules.can_move_dates(request.actor, round_),
        "unplanned": [held.discussion for held in rows if held.day is None],
    }
    return render(request, "pages/rounds/round_schedule.html", context)


def _page_of_today(entries: list[dict[str, Any]]) -> int:
    """Where the next date stands; the last page once all have passed."""
    passed = sum(bool(entry["passed"]) for entry in entries)
    return min(passed, max(0, len(entries) - 1)) // DATES + 1


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with what the page tells of its discussions."""
    match entry["kind"]:
        case "discussion":
            return entry | {"discussion": entry["held"].discussion}
        case "deadline":
            row = entry["deadline"]
            place = {"slug": row.place_slug, "name": pick(row, "place_name")}
            anchor = pick(row, "anchor_name")
            return entry | {"place": place if row.place_slug else None, "anchor": anchor}
        case "meetings":
            language = active()
            return entry | {
                "names": [pick(held.row, "name", language) for held in entry["meetings"]]
            }
    return entry


def _entries(round_: Round, rows: list[Held], deadlines: list[Deadline]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    if round_.letter_date:
        entries.append(
            {
                "day": round_.letter_date,
                "kind": "letter",
                "title": _("Guidance letter"),
                "note": round_.letter_number,
            }
        )
    entries += [{"day": row.day, "kind": "deadline", "deadline": row} for row in deadlines]
    entries += _occasions(rows)
    entries += [
        {"day": row.date, "kind": "basis", "basis": row} for row in basis_of(round_.pk) if row.date
    ]
    today = clock.today()
    for entry in entries:
        entry["passed"] = entry["day"] < today
    return sorted(entries, key=lambda entry: (entry["day"], _moment(entry)))


def _moment(entry: dict[str, Any]) -> float:
    """Within its day: what has no hour first, then by the hour."""
    held = entry.get("held") or min(entry.get("meetings", []), key=_starts, default=None)
    return _starts(held) if held else 0


def _starts(held: Held) -> float:
    return float(held.row.starts_at.timestamp())


def _occasions(rows: list[Held]) -> list[dict[str, Any]]:
    """Each discussion; the regional meetings held on a crowded day together."""
    meetings: dict[dt.date, list[Held]] = defaultdict(list)
    entries: list[dict[str, Any]] = []
    for held in rows:
        if held.day is None:
            continue
        if held.row.kind == Kind.REGIONAL and not held.row.cancelled_at:
            meetings[held.day].append(held)
        else:
            entries.append({"day": held.day, "kind": "discussion", "held": held})
    for day, found in meetings.items():
        if len(found) > A_DAY:
            entries.append({"day": day, "kind": "meetings", "meetings": found})
        else:
            entries += [{"day": day, "kind": "discussion", "held": held} for held in found]
    return entries


def _by_month(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    months: list[dict[str, Any]] = []
    for entry in entries:
        first = entry["day"].replace(day=1)
        if not months or months[-1]["month"] != first:
            months.append({"month": first, "entries": []})
        months[-1]["entries"].append(entry)
    return months


@public_part
def discussion_list(request: Request, year: int) -> HttpResponse:
    """The round's discussions: joint ones, the webinar, regional meetings."""
    round_ = _find_counted(request, year)
    page = page_asked(request, round_.n_all, DISCUSSIONS)
    rows = all_discussions(round_.pk, request.actor, part=rows_on(page))
    lines = lines_of(round_, request.actor, [], rows)
    context = {
        "round": round_,
        "page": page,
        "joint": [
            line for line in lines if line.discussion.kind in {Kind.JOINT, Kind.EVENT, Kind.WRITTEN}
        ],
        "webinars": [line for line in lines if line.discussion.kind == Kind.WEBINAR],
        "talks": [line for line in lines if _is_talk(line.discussion)],
        "meetings": [line for line in lines if not line.discussion.stands_alone],
    }
    return render(request, "pages/rounds/discussion_list.html", context)


def _is_talk(row: Discussion) -> bool:
    """A discussion of one region that belongs to no joint one, as in 2022."""
    return row.kind == Kind.REGIONAL and row.stands_alone
