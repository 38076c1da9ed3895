"""Writes of the topic pool: proposals, places on the agenda, what becomes of the rest (R4, B9)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock, richtext
from alke.base.languages import Language
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.operations import CREATED
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics import rules
from alke.domain.topics.models import Topic, TopicLineage
from alke.domain.topics.topic_record import (
    REASON_LIMIT,
    change_fields,
    lock_topic,
    record_topic,
)

TITLE_LIMIT = 200
PROPOSAL_LIMIT = 2000
Disposition = Topic.Disposition
DECIDABLE = frozenset(
    {Disposition.OPEN, Disposition.REGIONAL, Disposition.NEXT_ROUND, Disposition.WRITTEN}
)


@transaction.atomic
def propose_topic(
    discussion: Discussion,
    *,
    by: Actor,
    title: str,
    proposal: str = "",
    language: str = "fi",
    draft_side: str = "",
    organisation: Organisation | None = None,
) -> Topic:
    """Puts a proposal into the discussion's pool: shared, or one's own side's draft (R13)."""
    rules.can_propose_topic(by, discussion, draft_side).require()
    proposer = _proposer(by, organisation)
    topic = Topic(
        discussion=discussion,
        title=_title(title),
        proposal=richtext.clean(proposal, limit=PROPOSAL_LIMIT, field="proposal"),
        language=Language(language),
        draft_side=draft_side,
        proposed_by=proposer,
        created_at=clock.now(),
    )
    return _create(topic, by=by, event="topic.proposed")


@transaction.atomic
def share_topic(topic: Topic, *, by: Actor) -> Topic:
    """Shows one's own side's draft to the other side."""
    topic = lock_topic(topic)
    if not topic.draft_side:
        return topic
    rules.can_share_topic(by, topic).require()
    changes = change_fields(topic, draft_side="")
    topic.save(update_fields=["draft_side"])
    record_topic("topic.shared", topic, by=by, changes=changes)
    return topic


@transaction.atomic
def edit_proposal(
    topic: Topic, *, by: Actor, base_version: int, title: str, proposal: str, title_sv: str = ""
) -> Topic:
    """Rewrites one's own proposal while it waits; `Stale` when it changed meanwhile."""
    topic = lock_topic(topic)
    rules.can_edit_proposal(by, topic).require()
    values = {
        "title": _title(title),
        "title_sv": richtext.clean_line(title_sv, limit=TITLE_LIMIT, field="title_sv"),
        "proposal": richtext.clean(proposal, limit=PROPOSAL_LIMIT, field="proposal"),
    }
    if all(getattr(topic, name) == value for name, value in values.items()):
        return topic
    if topic.version != base_version:
        raise Stale(
            _("Somebody changed the proposal after you opened it."), current=topic, offered=values
        )
    changes = change_fields(topic, **values, version=topic.version + 1)
    topic.save(update_fields=list(changes))
    record_topic("topic.proposal-edited", topic, by=by, changes=changes)
    return topic


@transaction.atomic
def dispose_topic(
    topic: Topic, disposition: str, reason: str, *, by: Actor, to: Discussion | None = None
) -> Topic:
    """Decides what becomes of a proposal that gets no place; the proposer is told why (B9).

    With `to` (the region's meeting) a proposal with the same words is put into its pool, once.
    """
    topic = lock_topic(topic)
    rules.can_dispose_topic(by, topic).require()
    if disposition not in DECIDABLE:
        raise Refused(gettext_lazy("Choose what becomes of the proposal."))
    clean = _reason(reason, needed=disposition != Disposition.OPEN)
    changes = change_fields(topic, disposition=disposition, disposition_reason=clean)
    if not changes:
        return topic
    topic.save(update_fields=list(changes))
    if to is not None and disposition == Disposition.REGIONAL and not _carried(topic, to):
        changes["carried_to"] = [None, _carry(topic, to, by).pk]
    record_topic("topic.disposed", topic, by=by, changes=changes)
    return topic


@transaction.atomic
def merge_topics(sources: Sequence[Topic], target: Topic, *, by: Actor, reason: str = "") -> Topic:
    """Joins proposals into another topic of the discussion; each keeps its own words (B9)."""
    target = lock_topic(target)
    clean = _reason(reason, needed=False)
    for source in [lock_topic(given) for given in sources]:
        rules.can_merge_topic(by, source, target).require()
        _lineage(source, target, Disposition.MERGED)
        changes = change_fields(source, disposition=Disposition.MERGED, disposition_reason=clean)
        source.save(update_fields=list(changes))
        changes["target"] = [None, target.pk]
        record_topic("topic.merged", source, by=by, changes=changes)
    return target


@transaction.atomic
def split_topic(topic: Topic, titles: Sequence[str], *, by: Actor, reason: str = "") -> list[Topic]:
    """Makes two or more proposals of one; they keep the proposer and the words (B9)."""
    topic = lock_topic(topic)
    rules.can_dispose_topic(by, topic).require()
    wanted = [_title(title) for title in titles if title.strip()]
    if len(wanted) < 2:
        raise richtext.BadInput(_("Give at least two titles, one on each line."))
    parts = [_part(topic, title, by) for title in wanted]
    clean = _reason(reason, needed=False)
    changes = change_fields(topic, disposition=Disposition.SPLIT, disposition_reason=clean)
    topic.save(update_fields=list(changes))
    changes["targets"] = [None, [part.pk for part in parts]]
    record_topic("topic.split", topic, by=by, changes=changes)
    return parts


def _create(topic: Topic, *, by: Actor, event: str) -> Topic:
    topic.save(force_insert=True)
    made = {"title": [None, topic.title], "draft_side": [None, topic.draft_side]}
    record_topic(event, topic, by=by, changes=CREATED | made)
    return topic


def _part(topic: Topic, title: str, by: Actor) -> Topic:
    part = _copy(topic, title=title)
    _create(part, by=by, event="topic.proposed")
    _lineage(topic, part, Disposition.SPLIT)
    return part


def _carried(topic: Topic, to: Discussion) -> bool:
    """Whether its words are there already: a new reason carries nothing."""
    rows = TopicLineage.objects.filter(source=topic, kind=Disposition.REGIONAL)
    return rows.filter(target__discussion=to).exists()


def _carry(topic: Topic, to: Discussion, by: Actor) -> Topic:
    copy = _copy(topic, discussion=to)
    _create(copy, by=by, event="topic.proposed")
    _lineage(topic, copy, Disposition.REGIONAL)
    return copy


def _copy(topic: Topic, **over: Any) -> Topic:
    values: dict[str, Any] = {
        "discussion": topic.discussion,
        "title": topic.title,
        "title_sv": "" if "title" in over else topic.title_sv,
        "language": topic.language,
        "proposal": topic.proposal,
        "proposed_by": topic.proposed_by,
        "created_at": clock.now(),
    }
    return Topic(**values | over)


def _lineage(source: Topic, target: Topic, kind: str) -> None:
    TopicLineage.objects.get_or_create(source=source, target=target, defaults={"kind": kind})


def _proposer(by: Actor, organisation: Organisation | None) -> Organisation | None:
    """The body in whose name the proposal stands: one of the person's own."""
    if organisation is None or by.is_system or organisation.pk in by.organisation_ids:
        return organisation or by.organisation
    raise Refused(gettext_lazy("You can propose only in the name of your own organisation."))


def _title(text: str) -> str:
    clean = richtext.clean_line(text, limit=TITLE_LIMIT, field="title")
    if not clean:
        raise richtext.BadInput(_("Give the topic a title."), "title")
    return clean


def _reason(text: str, *, needed: bool) -> str:
    clean = richtext.clean_line(text, limit=REASON_LIMIT)
    if needed and not clean:
        raise richtext.BadInput(_("Write the reason; the proposer sees it."))
    return clean
