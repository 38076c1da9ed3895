"""The round checks itself: everything that is odd, how much it matters and what to do (R3)."""

from dataclasses import replace

from alke.domain.rounds.facts import RoundFacts, facts_of
from alke.domain.rounds.finding_models import FindingAcceptance
from alke.domain.rounds.findings_bodies import odd_bodies
from alke.domain.rounds.findings_dates import odd_dates
from alke.domain.rounds.findings_followups import odd_followups
from alke.domain.rounds.findings_words import SEVERITIES, Finding
from alke.domain.rounds.models import Round

__all__ = ["Finding", "date_findings", "findings_of"]


def findings_of(round: Round, facts: RoundFacts | None = None) -> list[Finding]:
    """All findings in the active language, the gravest first. Eight queries; four with facts.

    Those that someone let be are marked, as long as the facts are the same.
    """
    facts = facts or facts_of(round)
    found = [*odd_dates(facts), *odd_bodies(facts), *odd_followups(round)]
    accepted = {
        (row.code, row.subject, row.evidence): row.reason
        for row in FindingAcceptance.objects.filter(round=round)
    }
    return _in_order([_marked(finding, accepted) for finding in found])


def date_findings(facts: RoundFacts) -> list[Finding]:
    """The findings that the dates alone show. No queries."""
    return _in_order(list(odd_dates(facts)))


def _marked(finding: Finding, accepted: dict[tuple[str, str, str], str]) -> Finding:
    reason = accepted.get((finding.code, finding.subject, finding.evidence))
    if reason is None:
        return finding
    return replace(finding, accepted=True, accepted_because=reason)


def _in_order(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
