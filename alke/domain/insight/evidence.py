"""Whether what was published still is what was recorded (R14, B4)."""

from collections.abc import Iterator

from alke.domain.audit.models import AuditEvent
from alke.domain.outcomes import queries as outcomes
from alke.domain.outcomes.models import OutcomePublication
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication


def altered_publications() -> Iterator[str]:
    """Names the publications whose contents are not those whose hash the audit chain holds."""
    recorded = _recorded_hashes()
    agendas = AgendaPublication.objects.select_related("discussion__round").order_by("pk")
    for agenda in agendas.iterator(100):
        if contents_hash(agenda.contents) != agenda.hash or agenda.hash not in recorded:
            yield _name("agenda", agenda.discussion, agenda.number)
    rows = OutcomePublication.objects.select_related("outcome__discussion__round").order_by("pk")
    for row in rows.iterator(100):
        if outcomes.contents_hash(row.contents) != row.hash or row.hash not in recorded:
            yield _name("outcome", row.outcome.discussion, row.number)


def _name(kind: str, discussion: Discussion, number: int) -> str:
    return f"{kind} {discussion.round.year}/{discussion.slug} version {number}"


def _recorded_hashes() -> set[str]:
    changes = AuditEvent.objects.values_list("changes", flat=True).iterator(2000)
    return {row["hash"][1] for row in changes if "hash" in row}


def publishers(discussion: Discussion) -> dict[str, Organisation | None]:
    """For whom each version of the agenda was published, by its hash (B4). One query."""
    rows = AuditEvent.objects.filter(discussion_id=discussion.pk, event__startswith="agenda.")
    return {
        row.changes["hash"][1]: row.organisation
        for row in rows.select_related("organisation")
        if "hash" in row.changes
    }
