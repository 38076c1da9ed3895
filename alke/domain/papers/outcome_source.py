"""What the documents of an outcome are made of: its publication, or the draft at work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from alke.domain.outcomes.models import Outcome, OutcomeConfirmation, OutcomePublication
from alke.domain.outcomes.queries import contents_hash, frozen_contents, sections
from alke.domain.papers.ground import Ground, ground_of
from alke.domain.papers.moments import State, published_state
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation

EVENTS = ("outcome.published",)
_CONFIRMATIONS = Prefetch(
    "confirmations", OutcomeConfirmation.objects.select_related("organisation")
)


@dataclass(frozen=True)
class OutcomeSource:
    """All that a paper needs, read once."""

    discussion: Any
    ground: Ground
    state: State
    contents: dict[str, Any]
    hash: str
    bodies: Mapping[str, Organisation]  # by slug
    publication: OutcomePublication | None = None  # None: a draft


def outcome_source(discussion: Any, actor: Actor) -> OutcomeSource | None:
    """What is published for whoever reads no drafts; the draft for those at work while it is one.

    `discussion` was read by `agenda_discussion`. None where there is nothing to see.
    """
    if actor.reads and discussion.outcome_state != Outcome.State.PUBLISHED:
        return _draft(discussion, actor)
    rows = OutcomePublication.objects.filter(outcome__discussion=discussion.pk)
    latest = rows.order_by("-number").first()
    if latest is None:
        return None
    return OutcomeSource(
        discussion,
        ground_of(discussion),
        published_state(discussion.pk, EVENTS, latest.number, latest.at),
        latest.contents,
        latest.hash,
        _bodies(latest.contents),
        latest,
    )


def _draft(discussion: Any, actor: Actor) -> OutcomeSource | None:
    """As both sides share it now. Nine queries."""
    rows = Outcome.objects.visible_to(actor).filter(discussion=discussion.pk)
    outcome = rows.prefetch_related("items", "decisions", _CONFIRMATIONS).first()
    if outcome is None:
        return None
    outcome.discussion = discussion
    parts = sections(outcome)
    contents = frozen_contents(outcome, parts)
    ground = ground_of(discussion)
    digest = contents_hash(contents)
    named = [row.organisation for row in outcome.confirmations.all() if row.organisation]
    for line in (line for part in parts for line in part.actions):
        named += [row.organisation for row in line.action.responsibilities.all()]
    bodies = {body.slug: body for body in named}
    if missing := {row["organisation"] for row in contents["present"]} - bodies.keys():
        bodies |= {body.slug: body for body in Organisation.objects.filter(slug__in=missing)}
    return OutcomeSource(discussion, ground, ground.state, contents, digest, bodies)


def _bodies(contents: dict[str, Any]) -> dict[str, Organisation]:
    """Those that the contents name; ended ones, too. One query."""
    actions = [action for part in contents["sections"] for action in part["actions"]]
    slugs = {body["organisation"] for action in actions for body in action["responsible"]}
    slugs |= {row["organisation"] for row in contents["confirmed"].values()}
    slugs |= {row["organisation"] for row in contents.get("present", [])}
    return {body.slug: body for body in Organisation.objects.filter(slug__in=slugs)}
