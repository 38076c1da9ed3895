"""Loads a round from its format: repeatable, whole or not at all."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.rounds import rules
from alke.domain.rounds.contact_operations import ADDRESS, who_of
from alke.domain.rounds.facts import RoundFacts, concerned_by, facts_of
from alke.domain.rounds.format_queries import current_format, read_text, region_names
from alke.domain.rounds.formats import Fault, FormatFaults
from alke.domain.rounds.formats_rows import Plan, RegionNames, plan
from alke.domain.rounds.formats_shapes import YEARS, RoundFormat
from alke.domain.rounds.formats_shift import shift_format
from alke.domain.rounds.formats_writer import write_format
from alke.domain.rounds.load_record import Changes, Loader
from alke.domain.rounds.models import Contact, Round
from alke.domain.rounds.move_notice_operations import tell_moved
from alke.domain.rounds.move_record import write_dates
from alke.domain.rounds.schedule import RoundDates, moves_between


@dataclass(frozen=True)
class Loaded:
    """What loading did: the round, whether it is new, and what changed."""

    round: Round
    created: bool
    changes: Changes = field(default_factory=dict)


@transaction.atomic
def load_round(text: str, *, by: Actor) -> Loaded:
    """Makes the round that `text` describes, or brings it to what the text says (R1).

    The same text again changes nothing. Of a changed text, only what it itself changed since
    it was last loaded is taken: a date moved meanwhile stays moved. Raises `FormatFaults` with
    every fault of the file, and also when it gives up something on which people have worked.
    """
    rules.can_run_round(by).require()
    regions = region_names()
    format_ = read_text(text, regions)
    round_ = Round.objects.select_for_update().filter(year=format_.year).first()
    if round_ is not None and round_.format_text == text:
        _link_contacts(round_, by)
        _link_followups(round_, format_, by)
        return Loaded(round_, created=False)
    return _load(text, format_, round_, regions, by)


@transaction.atomic
def new_round(year: int, source: Round, *, by: Actor) -> Loaded:
    """Makes the round of `year` like `source`: its dates as they are now, on the same weekdays.

    Everything is shifted by whole weeks; what belonged to the old letter is left out.
    """
    rules.can_run_round(by).require()
    if year not in YEARS:
        reason = _("“%(value)s” is not a whole number from %(low)s to %(high)s.")
        raise Refused(reason % {"value": year, "low": YEARS[0], "high": YEARS[-1]})
    if Round.objects.filter(year=year).exists():
        raise Refused(_("There is a round of %(year)s already.") % {"year": year})
    format_ = current_format(source)
    if format_ is None:
        raise Refused(_("The round %(year)s has no format to go by.") % {"year": source.year})
    return load_round(write_format(shift_format(format_, year)), by=by)


def _load(
    text: str,
    format_: RoundFormat,
    round_: Round | None,
    regions: dict[str, RegionNames],
    by: Actor,
) -> Loaded:
    new = plan(format_, regions)
    old = _plan_of(round_, regions)
    created = round_ is None
    if round_ is None:
        round_ = Round.objects.create(year=format_.year, **new["round"][""])
    before = facts_of(round_) if round_.published_at is not None else None
    loader = Loader(round_, old, new)
    loader.bring()
    if kept := loader.take_away():
        raise FormatFaults(_still_used(subject, work) for subject, work in kept.items())
    _recount(loader)
    changes = _without_addresses(loader.changes) | {
        "format": [_digest(round_.format_text), _digest(text)]
    }
    round_.format_text = text
    round_.save(update_fields=["format_text"])
    audit.record(
        "round.loaded",
        f"round:{round_.pk}",
        by=by,
        changes=(audit.CREATED | changes) if created else changes,
        round_id=round_.pk,
    )
    if before is not None:
        _tell_moved(before, facts_of(round_), by)
    _link_contacts(round_, by)
    _link_followups(round_, format_, by)
    return Loaded(round_, created, loader.changes)


def _tell_moved(before: RoundFacts, now: RoundFacts, by: Actor) -> None:
    """Dates of a public round that a changed file moved are told as if moved on a page (S10)."""
    if moved := tuple(moves_between(before, now)):
        bodies = concerned_by(now, (change.row for change in moved))
        tell_moved(now.round, moved, bodies, by)


def _without_addresses(changes: Changes) -> dict[str, list[Any]]:
    """The record of changes is for good, and addresses of contacts are not (R17)."""
    return {
        subject: [
            {**fields, "email": ADDRESS}
            if isinstance(fields, dict) and fields.get("email")
            else fields
            for fields in pair
        ]
        for subject, pair in changes.items()
    }


def _plan_of(round_: Round | None, regions: dict[str, RegionNames]) -> Plan:
    """The plan of the text that was loaded last; nothing when there was none that still holds."""
    if round_ is None or not round_.format_text:
        return {}
    try:
        return plan(read_text(round_.format_text, regions), regions)
    except FormatFaults:  # an organisation that it names is gone
        return {}


def _still_used(subject: str, work: list[Any]) -> Fault:
    table, _colon, key = subject.partition(":")
    reason = _(
        "“%(key)s” is no longer in the file, but it has work on it: %(work)s. "
        "Put it back, or move the work first."
    )
    return Fault(1, table, reason % {"key": key, "work": ", ".join(map(str, work))})


def _recount(loader: Loader) -> None:
    """Deadlines that the file changed are counted from where their anchors stand now."""
    keys = {key for table, key in loader.touched if table == "deadlines"}
    if not keys:
        return
    dates = RoundDates(facts_of(loader.round))
    dates.recount(keys)
    write_dates(dates.changes.values())


def _link_contacts(round_: Round, by: Actor) -> None:
    """Contacts become the people who have their addresses."""
    rows = Contact.objects.filter(discussion__round=round_, user=None).exclude(email="")
    wanted = [row.email.lower() for row in rows]
    if not wanted:
        return
    emails = {row.email: row for row in User.objects.filter(email__in=wanted, is_active=True)}
    changes: Changes = {}
    for row in rows.select_related("discussion"):
        if user := emails.get(row.email.lower()):
            row.user = user
            row.save(update_fields=["user"])
            changes[f"{row.discussion.slug}/{row.title}"] = [None, who_of(row)]
    if changes:
        audit.record(
            "contacts.linked", f"round:{round_.pk}", by=by, changes=changes, round_id=round_.pk
        )


def _link_followups(round_: Round, format_: RoundFormat, by: Actor) -> None:
    """A follow-up finds the earlier one whose round was loaded after its own."""
    wanted = {spec.slug: spec.previous for spec in format_.followups if spec.previous}
    changes: Changes = {}
    for row in round_.followups.filter(previous=None, slug__in=wanted):
        before = type(row).objects.filter(opens_date__lt=row.opens_date).order_by("-opens_date")
        if earlier := before.filter(slug=wanted[row.slug]).first():
            row.previous = earlier
            row.save(update_fields=["previous"])
            changes[f"followups:{row.slug}.previous"] = [None, earlier.pk]
    if changes:
        audit.record(
            "followups.linked", f"round:{round_.pk}", by=by, changes=changes, round_id=round_.pk
        )


def _digest(text: str) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest() if text else None
