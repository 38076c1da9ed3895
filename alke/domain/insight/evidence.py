"""Whether what was published still is what was recorded (R14, B4)."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import end, plain
from alke.domain.followup.frozen_queries import answers_hash
from alke.domain.followup.models import FollowUpRound
from alke.domain.outcomes import queries as outcomes
from alke.domain.outcomes.models import OutcomePublication
from alke.domain.people.models import Organisation
from alke.domain.rounds.erased import erased_rounds, without_erasing
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient

_KINDS: dict[str, Promise] = {
    "agenda": gettext_lazy("agenda"),
    "outcome": gettext_lazy("outcome"),
    "follow-up": gettext_lazy("follow-up"),
}
Key = tuple[str, int, int]  # kind, discussion or follow-up, number
Facts = dict[str, Any]  # as the audit chain keeps them

AGENDA = (*AgendaPublication.RECORDED, "recipients")
FOLLOWUP = ("published_at", "hash")
EVENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "agenda.published": ("agenda", AGENDA),
    "agenda.changed": ("agenda", AGENDA),
    "outcome.published": ("outcome", OutcomePublication.RECORDED),
    "followup.published": ("follow-up", FOLLOWUP),
}


def altered_publications() -> Iterator[str]:
    """Names what was published and is not as the audit chain holds it: altered, added or gone.

    Others may publish meanwhile: what the chain held at first must be there, and of all that
    is there the chain must know at last. Who was told of an agenda is known by the body alone
    once personal data of its round were erased (R17).
    """
    for key in sorted(without_erasing(_altered)):
        yield _name(*key)


def _altered() -> set[Key]:
    first = end().seq
    kept = _agendas() | dict(_kept())
    opened = _opened()
    return _differing(kept, *_recorded(), first) | _opened_otherwise(opened, first)


def _differing(
    kept: Mapping[Any, Any], recorded: Mapping[Any, Any], known: Mapping[Any, int], first: int
) -> set[Any]:
    """The keys of what is not the same; `known`: by which event the chain knows of it."""
    expected = {key for key, seq in known.items() if seq <= first}
    return {key for key in kept.keys() | expected if kept.get(key) != recorded.get(key)}


def _agendas() -> dict[Key, Facts]:
    """Agendas as the tables hold them now, with who was told.

    The recipients are read last, for they are made together with their agenda.
    """
    keys: dict[int, Key] = {}
    found: dict[Key, Facts] = {}
    for row in AgendaPublication.objects.order_by("pk").iterator(100):
        key = keys[row.pk] = ("agenda", row.discussion_id, row.number)
        found[key] = _facts(row, contents_hash(row.contents)) | {"recipients": contents_hash({})}
    told = NoticeRecipient.objects.order_by("publication", "pk").iterator(2000)
    for pk, rows in groupby(told, attrgetter("publication_id")):
        recipients = {str(row.pk): row.recorded for row in rows}
        if pk in keys:
            found[keys[pk]]["recipients"] = contents_hash(recipients)
    return found


def _opened() -> dict[str, tuple[str, Any]]:
    """State and moment of the recipients of whom more is known than that they were to be told."""
    rows = NoticeRecipient.objects.exclude(
        state=NoticeRecipient.State.RECORDED, first_opened_at=None
    )
    found = rows.order_by().values_list("pk", "state", "first_opened_at")
    return {str(pk): (state, plain(moment)) for pk, state, moment in found.iterator(2000)}


def _opened_otherwise(opened: dict[str, tuple[str, Any]], first: int) -> set[Key]:
    """Agendas that somebody has opened at another time than the chain says, or not at all."""
    known: dict[str, int] = {}
    recorded: dict[str, tuple[str, Any]] = {}
    for event in AuditEvent.objects.filter(event="agenda.opened").order_by("seq").iterator(2000):
        for pk, moment in event.changes["opened"][1].items():
            known[pk], recorded[pk] = event.seq, (NoticeRecipient.State.OPENED.value, moment)
    altered = _differing(opened, recorded, known, first)
    rows = NoticeRecipient.objects.filter(pk__in=altered).select_related("publication")
    return {("agenda", row.publication.discussion_id, row.publication.number) for row in rows}


def _kept() -> Iterator[tuple[Key, Facts]]:
    """Outcomes and follow-ups as the tables hold them now."""
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


def _recorded() -> tuple[dict[Key, Facts], dict[Key, int]]:
    """What the chain says was published: its facts, and at which event."""
    known: dict[Key, int] = {}
    found: dict[Key, Facts] = {}
    erased = erased_rounds()
    for event in AuditEvent.objects.filter(event__in=EVENTS).order_by("seq").iterator(2000):
        kind, names = EVENTS[event.event]
        facts = {name: event.changes.get(name, [None, None])[1] for name in names}
        place = event.discussion_id or int(event.subject.partition(":")[2])
        key = (kind, place, facts.get("number", 0))
        if "recipients" in facts:
            told = facts["recipients"]
            if event.seq < erased.get(event.round_id or 0, 0):
                told = {pk: [body, None, language] for pk, (body, _who, language) in told.items()}
            facts["recipients"] = contents_hash(told)
        known[key], found[key] = event.seq, facts
    return found, known


def _name(kind: str, place: int, number: int) -> str:
    table = FollowUpRound if kind == "follow-up" else Discussion
    found = table.objects.filter(pk=place).values_list("round__year", "slug").first()
    where = f"{found[0]}/{found[1]}" if found else f"({place})"
    name = f"{_KINDS[kind]} {where}"
    return f"{name}, {_('version %(n)s') % {'n': number}}" if number else name


def publishers(discussion: Discussion) -> dict[str, Organisation | None]:
    """For whom each version of the agenda was published, by its hash (B4). One query."""
    rows = AuditEvent.objects.filter(discussion_id=discussion.pk, event__startswith="agenda.")
    return {
        row.changes["hash"][1]: row.organisation
        for row in rows.select_related("organisation")
        if "hash" in row.changes
    }
