"""Reads of the topic pool: proposals of a discussion and their lineage (B9, B14)."""

from dataclasses import dataclass

from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic, TopicLineage

OPEN = Topic.Disposition.OPEN


@dataclass(frozen=True)
class Pool:
    """A discussion's proposals: those that wait, and those that were decided on."""

    waiting: list[Topic]
    decided: list[Topic]
    taken: list[Topic]

    @property
    def everything(self) -> list[Topic]:
        """All of them."""
        return [*self.waiting, *self.decided, *self.taken]


@dataclass(frozen=True)
class Lineage:
    """Where a topic comes from and what it led to, as far as the reader may see."""

    came_from: list[TopicLineage]
    led_to: list[TopicLineage]


def pool(discussion: Discussion, actor: Actor) -> Pool:
    """The proposals that `actor` may see, in the order in which they were made. One query."""
    rows = Topic.objects.visible_to(actor).filter(discussion=discussion)
    topics = list(rows.select_related("proposed_by").order_by("created_at", "pk"))
    for topic in topics:
        topic.discussion = discussion  # its rules and addresses need it, each time the same
    free = [topic for topic in topics if topic.number is None]
    return Pool(
        waiting=[topic for topic in free if topic.disposition == OPEN],
        decided=[topic for topic in free if topic.disposition != OPEN],
        taken=sorted(
            (topic for topic in topics if topic.number is not None),
            key=lambda topic: topic.number or 0,
        ),
    )


def lineage(topic: Topic, actor: Actor) -> Lineage:
    """The topics before and after this one that `actor` may see. Two queries."""
    seen = Topic.objects.visible_to(actor).values("pk")
    rows = TopicLineage.objects.select_related(
        "source__discussion__round",
        "source__proposed_by",
        "target__discussion__round",
        "target__proposed_by",
    ).order_by("pk")
    return Lineage(
        came_from=list(rows.filter(target=topic, source__in=seen)),
        led_to=list(rows.filter(source=topic, target__in=seen)),
    )
