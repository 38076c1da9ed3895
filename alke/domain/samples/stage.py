"""Where the sample is played: accounts, bodies, and the rows that its keys stand for."""

from typing import TypeVar

from django.db import models

from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Comment, Topic

Row = TypeVar("Row", bound=models.Model)
WITHOUT_ACCOUNT = "ely-"  # bodies that answer, but have no account in the demo
YEAR = 2024


class Stage:
    """Finds what a step names; `keys` remembers which row each key of the files became."""

    def __init__(self, keys: dict[str, int] | None = None) -> None:
        self.keys = dict(keys or {})
        self._actors: dict[str, Actor] = {}
        self._bodies: dict[str, Organisation] = {}

    def actor(self, account: str) -> Actor:
        """The person behind a demo account; the system for bodies that have none."""
        if account not in self._actors:
            user = User.objects.filter(demo_account=account).first()
            if user is None and not account.startswith(WITHOUT_ACCOUNT):
                raise LookupError(f"no account {account}")
            self._actors[account] = Actor.of(user) if user else Actor.system()
        return self._actors[account]

    def body(self, slug: str) -> Organisation:
        """The organisation with that slug."""
        if not self._bodies:
            self._bodies = {row.slug: row for row in Organisation.objects.all()}
        return self._bodies[slug]

    def discussion(self, slug: str) -> Discussion:
        """The discussion of the sample's rounds with that slug, as it is now."""
        rows = Discussion.objects.select_related("round").order_by("-round__year")
        return rows.filter(slug=slug, round__year__lte=YEAR)[0]

    def topic(self, key: str) -> Topic:
        """The topic or proposal that the files call `key`, as it is now."""
        rows = Topic.objects.select_related("discussion__round")
        return rows.get(pk=self._key("topic", key))

    def action(self, key: str) -> Action:
        """The action that the files call `key`, as it is now."""
        return Action.objects.get(pk=self._key("action", key))

    def comment(self, thread: str) -> Comment:
        """The first comment of a thread."""
        return Comment.objects.select_related("topic__discussion__round").get(
            pk=self._key("thread", thread)
        )

    def remember(self, kind: str, key: str, row: models.Model) -> None:
        """Keeps under which row a key of the files is found."""
        self.keys[f"{kind}:{key}"] = row.pk

    def _key(self, kind: str, key: str) -> int:
        found = self.keys.get(f"{kind}:{key}")
        if found is None:
            raise LookupError(f"no {kind} {key}")
        return found
