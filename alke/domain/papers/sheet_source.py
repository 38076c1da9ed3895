"""What the sheet's documents are made of, read in as few queries as its page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery

from alke.base.papers.words import Own
from alke.base.prepared import prepared
from alke.domain.papers.moments import State, last_event
from alke.domain.papers.sheet_columns import Section, parse_sections
from alke.domain.papers.sheet_progress import Progress, progress_of
from alke.domain.papers.words_queries import words_in_force
from alke.domain.people.actors import Actor
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.queries import Sheet, sheet, template_of, topic_rows
from alke.domain.topics.topic_template import Template


@dataclass(frozen=True)
class SheetSource:
    """All that a paper needs, read once."""

    topic: Any  # of sheet_topic
    sheet: Sheet
    actions: tuple[Action, ...]
    sections: tuple[Section, ...]
    progress: dict[int, Progress]
    state: State

    @property
    def own_words(self) -> Own:
        """The round's own words on papers."""
        return self.topic.own_words or {}

    @property
    def template(self) -> Template:
        """The sheet's fields."""
        return template_of(self.topic)


@prepared
def sheet_topic(actor: Actor, year: int, slug: str, number: int) -> QuerySet[Any]:
    """The topic with that place on the agenda, if `actor` may see it, ready for `sheet_source`."""
    template = SheetTemplate.objects.filter(round=OuterRef("discussion__round"))
    parts = {
        f"template_{name}": Subquery(
            template.order_by("-version").values(name)[:1], output_field=JSONField()
        )
        for name in ("columns", "sections")
    }
    rows: QuerySet[Any] = topic_rows(actor).annotate(
        **parts,
        last_seq=Subquery(last_event().values("seq")[:1]),
        own_words=words_in_force("discussion__round"),
        last_at=Subquery(last_event().values("at")[:1]),
    )
    place = {"discussion__round__year": year, "discussion__slug": slug, "number": number}
    return rows.filter(**place)


def sheet_source(topic: Any, actor: Actor, *, followup: bool = False) -> SheetSource:
    """What the sides share of a topic that was read by `sheet_topic`. Five queries at the most."""
    actions = tuple(row for row in actions_of_topic(topic, actor) if not row.draft_side)
    return SheetSource(
        topic=topic,
        sheet=sheet(topic, actor),
        actions=actions,
        sections=parse_sections(topic.template_columns or [], topic.template_sections or []),
        progress=progress_of([row.pk for row in actions], actor) if followup else {},
        state=State(topic.last_seq, topic.last_at) if topic.last_seq else State.before_all(),
    )
