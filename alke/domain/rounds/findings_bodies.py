"""What is odd about who takes part in a round: regions, owners, contacts, the distribution list."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.domain.people.models import Organisation, Region
from alke.domain.rounds.facts import RoundFacts, odd_bodies_of
from alke.domain.rounds.findings_words import (
    ERROR,
    INFO,
    WARNING,
    Finding,
    evidence_of,
    subject_of,
)
from alke.domain.rounds.models import Discussion

Kind = Discussion.Kind


def odd_bodies(facts: RoundFacts) -> Iterator[Finding]:
    """Every finding about who takes part. Two queries, or three."""
    yield from _region_without_discussion(facts)
    for row in facts.discussions:
        yield from _owner_missing(row)
        yield from _contact_missing(row)
    missing, ended = odd_bodies_of(facts.round)
    yield from _distribution_missing(missing)
    yield from _organisations_ended(facts, ended)


def _region_without_discussion(facts: RoundFacts) -> Iterator[Finding]:
    covered: set[int] = set()
    discussions = [row for row in facts.discussions if row.kind != Kind.WEBINAR]
    for row in discussions:
        regions = facts.regions_of(row)
        if regions is None:  # an event or a written round of all
            return
        covered.update(region.pk for region in regions)
    if not discussions:
        return
    for region in Region.objects.filter(mainland=True):
        if region.pk not in covered:
            yield Finding(
                "region-without-discussion",
                WARNING,
                f"region:{region.slug}",
                _("%(region)s takes part in no discussion") % {"region": region.name},
                _("The region belongs to no group that has a discussion, and has none of its own."),
                _("Add the region to a group in the round's format."),
                evidence_of(region.slug),
            )


def _owner_missing(row: Discussion) -> Iterator[Finding]:
    """Whatever has an outcome needs an owner; a regional meeting has its parent's."""
    if row.outcome == Discussion.Outcome.NONE or row.parent_id or row.has_owner:  # type: ignore[attr-defined]
        return
    yield Finding(
        "owner-missing",
        ERROR,
        subject_of(row),
        _("%(name)s: no owner") % {"name": row.name},
        _("Nobody answers for the preparation of the discussion."),
        _("Name an owner for the discussion."),
        evidence_of(row.slug),
    )


def _contact_missing(row: Discussion) -> Iterator[Finding]:
    """Councils name contacts for their joint discussion from among themselves (letter 2024)."""
    if row.kind != Kind.JOINT or row.has_contact:  # type: ignore[attr-defined]
        return
    yield Finding(
        "contact-missing",
        WARNING,
        subject_of(row),
        _("%(name)s: the regions have no contact") % {"name": row.name},
        _("The regional councils have not named a contact for the discussion from among them."),
        _("Ask the councils of the group to name a contact."),
        evidence_of(row.slug),
    )


def _distribution_missing(missing: list[Organisation]) -> Iterator[Finding]:
    if not missing:
        return
    yield Finding(
        "distribution-missing",
        INFO,
        "round",
        ngettext(
            "%(n)s ministry is not on the distribution list",
            "%(n)s ministries are not on the distribution list",
            len(missing),
        )
        % {"n": len(missing)},
        _("Not on the list: %(names)s.") % {"names": _names(missing)},
        _("Add them to the distribution list if the round concerns them."),
        evidence_of(*sorted(body.slug for body in missing)),
    )


def _organisations_ended(facts: RoundFacts, ended: list[Organisation]) -> Iterator[Finding]:
    """Bodies end and others go on with their work (R12): dozens at once, in one finding."""
    if not ended:
        return
    successors = {body: [row.successor for row in body.successions.all()] for body in ended}
    replaced = [body for body in ended if successors[body]]
    gone = [body for body in ended if not successors[body]]
    remedies = []
    if replaced:
        pairs = "; ".join(f"{body.name} → {_names(successors[body])}" for body in replaced)
        remedies.append(_("Put in place of those that ended: %(pairs)s.") % {"pairs": pairs})
    if gone:
        text = _("Take off the distribution list and the contacts: %(names)s.")
        remedies.append(text % {"names": _names(gone)})
    yield Finding(
        "organisation-ended",
        WARNING,
        "round",
        ngettext("%(n)s body has ended", "%(n)s bodies have ended", len(ended)) % {"n": len(ended)},
        _("The round names bodies that ended before the year %(year)s: %(names)s.")
        % {"year": facts.round.year, "names": _names(ended)},
        " ".join(remedies),
        evidence_of(
            *(f"{body.slug}:{sorted(row.slug for row in successors[body])}" for body in ended)
        ),
    )


def _names(bodies: list[Organisation]) -> str:
    return ", ".join(body.name for body in bodies)
