"""Reads of a sheet's comments as threads."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from alke.base.prepared import prepared
from alke.domain.people.actors import Actor
from alke.domain.topics.models import Comment, Topic

ACTION = "action:"  # the target of a comment on an action, with its number


@dataclass
class Thread:
    """A comment with its replies."""

    root: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def comments(self) -> list[Comment]:
        """The comment and its replies in order."""
        return [self.root, *self.replies]


@dataclass(frozen=True)
class Threads:
    """A sheet's threads, open and resolved."""

    open: list[Thread]
    resolved: list[Thread]

    @property
    def counts(self) -> dict[str, int]:
        """Open comments by what they are about ("goals", "action:12")."""
        counts: dict[str, int] = {}
        for thread in self.open:
            target = thread.root.target
            counts[target] = counts.get(target, 0) + len(thread.comments)
        return counts

    @property
    def action_counts(self) -> dict[int, int]:
        """Open comments by the number of the action that they are about."""
        return {
            int(target.removeprefix(ACTION)): count
            for target, count in self.counts.items()
            if target.startswith(ACTION)
        }


def threads(topic: Topic, actor: Actor) -> Threads:
    """The threads that `actor` may see, oldest first. One query."""
    found: dict[int, Thread] = {}
    for row in _comments(topic.pk, actor):
        if row.parent_id is None:
            found[row.pk] = Thread(row)
        elif row.parent_id in found:
            found[row.parent_id].replies.append(row)
    everything = list(found.values())
    return Threads(
        open=[thread for thread in everything if thread.root.resolved_at is None],
        resolved=[thread for thread in everything if thread.root.resolved_at is not None],
    )


@prepared
def _comments(topic_id: int, actor: Actor) -> QuerySet[Comment]:
    rows = Comment.objects.visible_to(actor).filter(topic=topic_id)
    return rows.select_related("organisation", "by")
