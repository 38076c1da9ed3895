"""Turns a format into the rows of the tables, by their keys; references are keys too.

Pure: what a file adds, changes and gives up is found by comparing two of these plans.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from alke.base import clock
from alke.base.languages import CODES
from alke.domain.rounds.formats_schedule import Due, Schedule
from alke.domain.rounds.formats_shapes import (
    ContactSpec,
    DiscussionSpec,
    Names,
    RegionalRule,
    RoundFormat,
    SheetSpec,
)

Row = dict[str, Any]
Plan = dict[str, dict[str, Row]]  # table, key, row
REGIONAL_FROM = 100  # regional meetings come after all other discussions


@dataclass(frozen=True)
class RegionNames:
    """What is known of a region: its slug and its name."""

    slug: str
    name: Names


Regions = Mapping[str, RegionNames]


def plan(format_: RoundFormat, regions: Regions) -> Plan:
    """All rows of the round that `format_` describes."""
    return {
        "round": {"": _round(format_)},
        "groups": {
            group.slug: _names(group.name) | {"position": number}
            for number, group in enumerate(format_.groups)
        },
        "members": _members(format_),
        "discussions": _discussions(format_, regions),
        "invited": {
            f"{spec.slug}/{slug}": {"discussion": spec.slug, "organisation": slug}
            for spec in format_.discussions
            for slug in spec.invited
        },
        "basis": {
            spec.key: _names(spec.title, "title")
            | {
                "number": spec.number,
                "expected_date": spec.expected,
                "adopted_date": spec.adopted,
                "opened_by": spec.opened_by,
                "position": number,
            }
            for number, spec in enumerate(format_.basis)
        },
        "deadlines": (deadlines := _deadlines(format_)),
        "followups": _followups(format_, deadlines),
        "contacts": _contacts(format_),
        "distribution": {
            row.organisation: {
                "organisation": row.organisation,
                "purpose": row.purpose,
                "stated": row.stated,
                "position": number,
            }
            for number, row in enumerate(format_.distribution)
        },
        "priorities": {
            spec.key: _names(spec.name) | {"kind": spec.kind, "position": number}
            for number, spec in enumerate(format_.priorities)
        },
        "sheet": {"": _sheet(format_.sheet)} if format_.sheet else {},
    }


def _names(names: Names, field: str = "name") -> Row:
    return {f"{field}_{code}": getattr(names, code) for code in CODES}


def _round(format_: RoundFormat) -> Row:
    return _names(format_.title) | {
        "state": format_.state,
        "legal_basis": format_.legal_basis.fi,
        "deciding_body": format_.deciding_body.fi,
        "letter_date": format_.letter.date,
        "letter_number": format_.letter.number,
        "case_number": format_.letter.case_number,
        "weekends": format_.weekends,
        "settings": _settings(format_),
    }


def _settings(format_: RoundFormat) -> Row:
    """What has no table of its own; see `Round.settings`."""
    return {
        "languages": list(format_.languages),
        "legal_basis": format_.legal_basis.as_dict(),
        "deciding_body": format_.deciding_body.as_dict(),
        "kinds": {
            kind.key: {
                "max_topics": kind.max_topics,
                "minutes": kind.minutes,
                "outcome": kind.outcome,
                "must_attend": list(kind.must_attend),
                "money": kind.money,
            }
            for kind in format_.kinds
        },
        "regional": _regional_rule(format_.regional),
        "themes": [
            {
                "key": theme.key,
                "name": theme.name.as_dict(),
                "regions": list(theme.regions),
                "cross_cutting": theme.cross_cutting,
                "money": theme.money,
            }
            for theme in format_.themes
        ],
        "money": {d.slug: d.money for d in format_.discussions if d.money is not None},
        "agenda": {
            "days": format_.agenda.days,
            "opening_minutes": format_.agenda.opening,
            "closing_minutes": format_.agenda.closing,
            "topic_opening_minutes": format_.agenda.topic_opening,
        },
        "retention_years": format_.retention_years,
        "states": {state.key: state.name.as_dict() for state in format_.states},
    }


def _regional_rule(rule: RegionalRule | None) -> Row | None:
    if rule is None:
        return None
    return {
        "from": rule.starts.isoformat("minutes"),
        "minutes": rule.minutes,
        "gap": rule.gap,
        "slots": rule.slots,
        "tracks": rule.tracks,
        "booking": rule.booking,
        "staff": rule.staff,
    }


def _members(format_: RoundFormat) -> dict[str, Row]:
    return {
        f"{group.slug}/{code}": {"group": group.slug, "region": code, "primary": primary}
        for group in format_.groups
        for codes, primary in ((group.members, True), (group.also, False))
        for code in codes
    }


def _discussions(format_: RoundFormat, regions: Regions) -> dict[str, Row]:
    found = {
        spec.slug: _discussion(format_, spec, regions) | {"position": number}
        for number, spec in enumerate(format_.discussions)
    }
    rule = format_.regional
    if rule is None:
        return found
    kind = format_.kind("regional")
    parents = {d.group: d.slug for d in format_.discussions if d.kind == "joint" and d.group}
    primary = {code: group.slug for group in format_.groups for code in group.members}
    for number, (code, group) in enumerate(sorted(primary.items())):
        spec = DiscussionSpec(
            slug=regions[code].slug,
            kind="regional",
            region=code,
            parent=parents.get(group, ""),
            place=rule.place,
        )
        row = _discussion(format_, spec, regions) | {"position": REGIONAL_FROM + number}
        found[spec.slug] = row | {"max_topics": kind.max_topics if kind else None}
    return found


def _discussion(format_: RoundFormat, spec: DiscussionSpec, regions: Regions) -> Row:
    kind = format_.kind(spec.kind)
    starts, ends = _span(spec, kind.minutes if kind else None)
    return _names(spec.name or regions[spec.region].name) | {
        "kind": spec.kind,
        "group": spec.group,
        "region": spec.region,
        "parent": spec.parent,
        "starts_at": starts,
        "ends_at": ends,
        "place": spec.place,
        "link": spec.link,
        "stated": spec.stated,
        "max_topics": kind.max_topics if kind else None,
        "outcome": kind.outcome if kind else "none",
        "money": kind.money if kind else False,
    }


def _span(spec: DiscussionSpec, minutes: int | None) -> tuple[dt.datetime | None, ...]:
    if spec.date is None or spec.starts is None:
        return None, None
    starts = clock.at_time(spec.date, spec.starts)
    if spec.ends is not None:
        return starts, clock.at_time(spec.until or spec.date, spec.ends)
    return starts, starts + dt.timedelta(minutes=minutes) if minutes else None


def _deadlines(format_: RoundFormat) -> dict[str, Row]:
    return {
        due.spec.key: _deadline(due) | {"position": number}
        for number, due in enumerate(Schedule(format_).due())
    }


def _deadline(due: Due) -> Row:
    spec = due.spec
    kind, _colon, name = spec.anchor.partition(":")
    moment = clock.at_time(due.day, spec.time) if spec.time else clock.end_of_day(due.day)
    return _names(spec.name) | {
        "purpose": spec.purpose,
        "discussion": spec.discussion,
        "owner": spec.owner,
        "due_at": moment,
        "anchor_discussion": name if kind == "discussion" else "",
        "anchor_basis": name if kind == "basis" else "",
        "anchor_deadline": name if kind == "deadline" else "",
        "offset_days": spec.offset,
        "hard": spec.hard,
        "reminders": sorted(set(spec.reminders), reverse=True),
        "stated": spec.stated,
    }


def _followups(format_: RoundFormat, deadlines: dict[str, Row]) -> dict[str, Row]:
    return {
        spec.slug: _names(spec.name)
        | {
            "scope_year": spec.scope,
            "opens_date": spec.opens,
            "deadline": spec.deadline,
            "due_at": deadlines[spec.deadline]["due_at"],
            "previous": spec.previous,
            "questions": [question.as_dict() for question in spec.questions],
            "nothing_new_allowed": spec.nothing_new,
        }
        for spec in format_.followups
    }


def _contacts(format_: RoundFormat) -> dict[str, Row]:
    found = {}
    for spec in format_.discussions:
        rows: list[tuple[str, ContactSpec]] = [("contact", row) for row in spec.contacts]
        if spec.owner is not None:
            rows.insert(0, ("owner", spec.owner))
        for duty, row in rows:
            key = f"{spec.slug}/{duty}/{row.organisation}/{row.title.fi}"
            found[key] = {
                "discussion": spec.slug,
                "duty": duty,
                "organisation": row.organisation,
                "title": row.title.fi,
                "title_sv": row.title.sv,
                "title_en": row.title.en,
                "email": row.email,
            }
    return found


def _sheet(sheet: SheetSpec) -> Row:
    """The template's JSON, as `SheetTemplate` describes it."""
    return {
        "sections": [asdict(section) for section in sheet.sections],
        "fields": [asdict(field) for field in sheet.fields],
        "columns": [asdict(column) for column in sheet.columns],
    }
