"""The round checks itself: everything that is odd, how much it matters and what to do (R3)."""

from dataclasses import replace
from typing import Any

from django.db.models import OuterRef

from alke.base.jsonrows import JsonRows, moment_of
from alke.domain.rounds.facts import RoundFacts, facts_of
from alke.domain.rounds.finding_models import FindingAcceptance
from alke.domain.rounds.findings_bodies import odd_bodies
from alke.domain.rounds.findings_dates import odd_dates
from alke.domain.rounds.findings_followups import idle_followups, odd_followups
from alke.domain.rounds.findings_words import SEVERITIES, Finding
from alke.domain.rounds.models import Round

__all__ = ["Finding", "date_findings", "findings_of"]


def findings_of(round: Round, facts: RoundFacts | None = None) -> list[Finding]:
    """All findings in the active language, the gravest first. Seven queries; three with facts.

    Those that someone let be are marked, as long as the facts are the same.
    """
    facts = facts or facts_of(round)
    idle, kept = _kept(round)
    found = [*odd_dates(facts), *odd_bodies(facts), *odd_followups(idle)]
    accepted = {(row["code"], row["subject"], row["evidence"]): row for row in kept}
    return _in_order([_marked(finding, accepted) for finding in found])


def _kept(round: Round) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The follow-ups that have nothing to follow up, and what was let be. One query."""
    names = ("code", "subject", "evidence", "reason", "at")
    rows = FindingAcceptance.objects.filter(round=OuterRef("pk"))
    accepted = JsonRows(rows, *names, title="by__title", language="by__language")
    found = Round.objects.filter(pk=round.pk).annotate(idle=idle_followups(), accepted=accepted)
    return found.values_list("idle", "accepted").get()


def date_findings(facts: RoundFacts) -> list[Finding]:
    """The findings that the dates alone show. No queries."""
    return _in_order(list(odd_dates(facts)))


def _marked(finding: Finding, accepted: dict[tuple[str, str, str], Any]) -> Finding:
    row = accepted.get((finding.code, finding.subject, finding.evidence))
    if row is None:
        return finding
    return replace(
        finding,
        accepted=True,
        accepted_because=row["reason"],
        accepted_at=moment_of(row["at"]),
        accepted_by=row["title"] or "",
        accepted_language=row["language"] or "",
    )


def _in_order(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
