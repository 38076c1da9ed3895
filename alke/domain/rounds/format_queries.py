"""Reads formats with what the database knows, and the format of a round as it stands now."""

import datetime as dt
from dataclasses import replace

from alke.base import clock
from alke.base.languages import CODES
from alke.domain.people.models import Organisation, Region
from alke.domain.rounds.formats import FormatFaults, parse_format
from alke.domain.rounds.formats_rows import RegionNames
from alke.domain.rounds.formats_shapes import (
    BasisSpec,
    DeadlineSpec,
    DiscussionSpec,
    Names,
    RoundFormat,
)
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round


def region_names() -> dict[str, RegionNames]:
    """The regions by their codes."""
    return {
        row.code: RegionNames(row.slug, Names(*(getattr(row, f"name_{c}") for c in CODES)))
        for row in Region.objects.all()
    }


def read_text(text: str, regions: dict[str, RegionNames] | None = None) -> RoundFormat:
    """The format that `text` describes; raises `FormatFaults`."""
    regions = region_names() if regions is None else regions
    return parse_format(
        text,
        organisations=set(Organisation.objects.values_list("slug", flat=True)),
        regions={code: region.slug for code, region in regions.items()},
        followups=_followups(),
    )


def _followups() -> dict[int, set[str]]:
    """The slugs of each round's follow-ups, by its year."""
    found: dict[int, set[str]] = {}
    for year, slug in Round.objects.values_list("year", "followups__slug"):
        found.setdefault(year, set()).add(slug or "")
    return found


def current_format(round: Round) -> RoundFormat | None:
    """The round's format with the dates and places that it has now; None when it has none."""
    if not round.format_text:
        return None
    try:
        format_ = read_text(round.format_text)
    except FormatFaults:
        return None
    discussions = {row.slug: row for row in round.discussions.all()}
    deadlines = {row.key: row for row in round.deadlines.all()}
    basis = {row.key: row for row in round.basis_documents.all()}
    return replace(
        format_,
        discussions=tuple(_discussion(spec, discussions) for spec in format_.discussions),
        deadlines=tuple(_deadline(spec, deadlines) for spec in format_.deadlines),
        basis=tuple(_basis(spec, basis) for spec in format_.basis),
    )


def _discussion(spec: DiscussionSpec, rows: dict[str, Discussion]) -> DiscussionSpec:
    row = rows.get(spec.slug)
    if row is None or row.starts_at is None:
        return spec
    first, last = _local(row.starts_at), _local(row.ends_at or row.starts_at)
    return replace(
        spec,
        date=first.date(),
        until=last.date() if last.date() != first.date() else None,
        starts=first.time(),
        ends=last.time() if row.ends_at else None,
        place=row.place,
    )


def _deadline(spec: DeadlineSpec, rows: dict[str, Deadline]) -> DeadlineSpec:
    row = rows.get(spec.key)
    if row is None:  # one for each of many discussions, or taken away
        return spec
    if spec.date is None:
        return replace(spec, offset=row.offset_days)
    return replace(spec, date=row.day)


def _basis(spec: BasisSpec, rows: dict[str, BasisDocument]) -> BasisSpec:
    row = rows.get(spec.key)
    if row is None:
        return spec
    return replace(spec, expected=row.expected_date, adopted=row.adopted_date)


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(clock.HELSINKI)
