"""What the wording of a letter can be filled in with: the round in words of the letter's language.

Called under that language. Names and meanings stand in `MEANINGS`, which the page shows.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.dates import format_at, format_date, format_span
from alke.base.languages import active, pick
from alke.domain.papers.letter_source import LetterSource
from alke.domain.rounds.models import BasisDocument, Contact, Discussion
from alke.domain.rounds.regional import meetings_from

Kind = Discussion.Kind
Values = dict[str, Any]

MEANINGS: dict[str, Promise] = {
    "year": _("the round’s year"),
    "round": _("the round’s name"),
    "case_number": _("the number of the case"),
    "letter_number": _("the number of the letter"),
    "letter_date": _("the day of the letter"),
    "legal_basis": _("the section of the act"),
    "deciding_body": _("who decides how the discussions are held"),
    "basis": _("base documents: title, number, adopted, expected"),
    "discussions": _(
        "all discussions but webinars and regional meetings: name, date, day, time, place, owner"
    ),
    "joint": _("those of them that are joint discussions"),
    "webinars": _("webinars, with the same"),
    "meetings": _("regional meetings, with the same"),
    "meetings_from": _("from what time regional meetings are held"),
    "owners": _("who answer for discussions: discussion, title, email"),
    "max_topics": _("the most topics on an agenda"),
    "agenda_days": _("how many days before the discussion the agenda is ready"),
    "booking_due": _("until when a regional meeting is booked"),
    "followups": _("follow-ups: name, scope_year, due, previous"),
}


def letter_values(source: LetterSource) -> Values:
    """The values by name, exactly those of `MEANINGS`."""
    round_ = source.round
    found = {kind: [row for row in source.discussions if row.kind == kind] for kind in Kind}
    meetings = [row for row in found[Kind.REGIONAL] if row.parent_id]
    apart = {Kind.WEBINAR}
    talks = [row for row in source.discussions if row.kind not in apart and row not in meetings]
    start = meetings_from(round_)
    return {
        "year": round_.year,
        "round": round_.name,
        "case_number": round_.case_number,
        "letter_number": round_.letter_number,
        "letter_date": _day(round_.letter_date),
        "legal_basis": _setting(round_, "legal_basis"),
        "deciding_body": _setting(round_, "deciding_body"),
        "basis": [_basis(row, round_.letter_date) for row in source.basis],
        "discussions": [_discussion(row) for row in talks],
        "joint": [_discussion(row) for row in found[Kind.JOINT]],
        "webinars": [_discussion(row) for row in found[Kind.WEBINAR]],
        "meetings": [_discussion(row) for row in meetings],
        "meetings_from": format_at(start) if start else "",
        "owners": [owner for row in talks for owner in _owners(row)],
        "max_topics": max((row.max_topics or 0 for row in talks), default=0),
        "agenda_days": _agenda_days(source),
        "booking_due": _due(source, "booking"),
        "followups": list(_followups(source)),
    }


def _setting(round_: Any, name: str) -> str:
    """Of what the format says in several languages; the round's own row has the Finnish one."""
    said: Mapping[str, str] = round_.settings.get(name) or {}
    return said.get(active()) or said.get("fi") or getattr(round_, name)


def _day(day: dt.date | None) -> str:
    return format_date(day, "plain") if day else ""


def _basis(row: dict[str, Any], letter_date: dt.date | None) -> Values:
    """As it was on the letter's day: a document adopted later was expected then."""
    document = BasisDocument(**{key: row[key] for key in row if key.startswith("title")})
    adopted, expected = (
        dt.date.fromisoformat(row[name]) if row[name] else None
        for name in ("adopted_date", "expected_date")
    )
    is_adopted = adopted is not None and adopted <= (letter_date or clock.today())
    return {
        "title": document.title,
        "number": row["number"] if is_adopted else "",
        "adopted": _day(adopted) if is_adopted else "",
        "expected": "" if is_adopted else _day(expected or adopted),
    }


def _discussion(row: Any) -> Values:
    start, end = row.starts_at, row.ends_at
    owners = list(_owners(row))
    return {
        "name": row.name,
        "date": format_date(start) if start else "",
        "day": format_date(start, "short") if start else "",
        "time": format_at(start, end) if start else "",
        "when": format_span(start, end) if start else "",
        "place": row.place,
        "owner": owners[0] if owners else {"discussion": row.name, "title": "", "email": ""},
    }


def _owners(row: Any) -> Iterable[Values]:
    for contact in row.contact_rows:
        if contact["duty"] == Contact.Duty.OWNER:
            yield {
                "discussion": pick(row, "name"),
                "title": contact.get(f"title_{active()}") or contact["title"],
                "email": contact["email"],
            }


def _agenda_days(source: LetterSource) -> int:
    """As the round's deadlines have it; 0 where they do not hang on the discussion."""
    offsets = {
        -row.offset_days
        for row in source.deadlines
        if row.purpose == "agenda" and row.offset_days is not None
    }
    return max(offsets, default=0)


def _due(source: LetterSource, purpose: str) -> str:
    rows = [row for row in source.deadlines if row.purpose == purpose]
    return _day(rows[0].day) if rows else ""


def _followups(source: LetterSource) -> Iterable[Values]:
    for row in source.followups:
        yield {
            "name": row.name,
            "scope_year": row.scope_year,
            "due": _day(row.due),
            "previous": row.previous.name if row.previous else "",
        }
