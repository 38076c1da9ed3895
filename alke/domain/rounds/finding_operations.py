"""Writes about findings: letting one be, taking that back, correcting a wording."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.rounds import rules
from alke.domain.rounds.finding_models import FindingAcceptance
from alke.domain.rounds.findings import Finding, findings_of
from alke.domain.rounds.models import Round

REASON_LIMIT = 300


@transaction.atomic
def accept_finding(
    round: Round, code: str, subject: str, *, by: Actor, reason: str = ""
) -> FindingAcceptance:
    """Lets the finding be; it shows again when the facts behind it change."""
    rules.can_accept_finding(by, round).require()
    finding = _finding(round, code, subject)
    row, created = FindingAcceptance.objects.get_or_create(
        round=round,
        code=code,
        subject=subject,
        defaults={"evidence": finding.evidence, "at": clock.now()},
    )
    reason = clean_line(reason, limit=REASON_LIMIT)
    if not created and row.evidence == finding.evidence and row.reason == reason:
        return row
    before = None if created else row.reason
    row.evidence, row.reason, row.by, row.at = finding.evidence, reason, by.user, clock.now()
    row.save()
    _record("finding.accepted", round, finding.code, subject, by, [before, reason])
    return row


@transaction.atomic
def reopen_finding(round: Round, code: str, subject: str, *, by: Actor) -> None:
    """Shows the finding again; nothing happens when it is shown already."""
    rules.can_accept_finding(by, round).require()
    rows = FindingAcceptance.objects.filter(round=round, code=code, subject=subject)
    row = rows.first()
    if row is None:
        return
    row.delete()
    _record("finding.reopened", round, code, subject, by, [row.reason, None])


@transaction.atomic
def correct_wording(round: Round, subject: str, *, by: Actor) -> None:
    """Gives up the letter's misprinted wording of a date: the round's own date holds."""
    rules.can_run_round(by).require()
    kind, _colon, key = subject.partition(":")
    row = (
        round.deadlines.filter(key=key).first()
        if kind == "deadline"
        else round.discussions.filter(slug=key).first()
    )
    if row is None or not row.stated:
        raise Refused(_("The finding is not there any more."))
    before, row.stated = row.stated, ""
    row.save(update_fields=["stated"])
    audit.record(
        "wording.corrected",
        f"{kind}:{row.pk}",
        by=by,
        changes={"stated": [before, ""]},
        round_id=round.pk,
    )


def _finding(round: Round, code: str, subject: str) -> Finding:
    for finding in findings_of(round):
        if (finding.code, finding.subject) == (code, subject):
            return finding
    raise Refused(_("The finding is not there any more."))


def _record(
    event: str, round: Round, code: str, subject: str, by: Actor, reason: list[str | None]
) -> None:
    audit.record(
        event,
        f"round:{round.pk}",
        by=by,
        changes={f"{code} {subject}": reason},
        round_id=round.pk,
    )
