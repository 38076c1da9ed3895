"""Whether what was published still is what was recorded (R14, B4)."""

from collections.abc import Iterator
from typing import Any

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import end, plain
from alke.domain.followup.frozen_queries import answers_hash
from alke.domain.followup.models import FollowUpRound
from alke.domain.outcomes import queries as outcomes
from alke.domain.outcomes.models import OutcomePublication
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication

Key = tuple[str, int, int]  # kind, discussion or follow-up, number
Facts = dict[str, Any]  # as the audit chain keeps them

FOLLOWUP = ("published_at", "hash")
EVENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "agenda.published": ("agenda", AgendaPublication.RECORDED),
    "agenda.changed": ("agenda", AgendaPublication.RECORDED),
    "outcome.published": ("outcome", OutcomePublication.RECORDED),
    "followup.published": ("follow-up", FOLLOWUP),
}


def altered_publications() -> Iterator[str]:
    """Names what was published and is not as the audit chain holds it: altered, added or gone.

    Others may publish meanwhile: what the chain held at first must be there, and of all that
    is there the chain must know at last.
    """
    first = end().seq
    kept = dict(_kept())
    known, recorded = _recorded()
    for key in sorted(kept.keys() | {key for key, seq in known.items() if seq <= first}):
        if kept.get(key) != recorded.get(key):
            yield _name(*key)


def _kept() -> Iterator[tuple[Key, Facts]]:
    """What the tables hold now."""
    for agenda in AgendaPublication.objects.order_by("pk").iterator(100):
        facts = _facts(agenda, contents_hash(agenda.contents))
        yield ("agenda", agenda.discussion_id, agenda.number), facts
    rows = OutcomePublication.objects.select_related("outcome").order_by("pk")
    for row in rows.iterator(100):
        facts = _facts(row, outcomes.contents_hash(row.contents))
        yield ("outcome", row.outcome.discussion_id, row.number), facts
    for followup in FollowUpRound.objects.exclude(published_at=None).order_by("pk"):
        facts = {"published_at": plain(followup.published_at), "hash": answers_hash(followup)}
        yield ("follow-up", followup.pk, 0), facts


def _facts(row: AgendaPublication | OutcomePublication, digest: str) -> Facts:
    facts = {name: plain(getattr(row, name)) for name in row.RECORDED}
    return facts | {"hash": row.hash if row.hash == digest else None}


def _recorded() -> tuple[dict[Key, int], dict[Key, Facts]]:
    """What the chain says was published: at which event, and its facts."""
    known: dict[Key, int] = {}
    found: dict[Key, Facts] = {}
    for event in AuditEvent.objects.filter(event__in=EVENTS).order_by("seq").iterator(2000):
        kind, names = EVENTS[event.event]
        facts = {name: event.changes.get(name, [None, None])[1] for name in names}
        place = event.discussion_id or int(event.subject.partition(":")[2])
        key = (kind, place, facts.get("number", 0))
        known[key], found[key] = event.seq, facts
    return known, found


def _name(kind: str, place: int, number: int) -> str:
    table = FollowUpRound if kind == "follow-up" else Discussion
    found = table.objects.filter(pk=place).values_list("round__year", "slug").first()
    name = f"{kind} {found[0]}/{found[1]}" if found else f"{kind} of {place}"
    return f"{name} version {number}" if number else name


def publishers(discussion: Discussion) -> dict[str, Organisation | None]:
    """For whom each version of the agenda was published, by its hash (B4). One query."""
    rows = AuditEvent.objects.filter(discussion_id=discussion.pk, event__startswith="agenda.")
    return {
        row.changes["hash"][1]: row.organisation
        for row in rows.select_related("organisation")
        if "hash" in row.changes
    }
