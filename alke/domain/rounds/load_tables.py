"""The tables that a format fills: their keys, and what their references point to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    DiscussionGroup,
    Distribution,
    GroupMember,
    Round,
)
from alke.domain.rounds.sheet_models import Priority


@dataclass(frozen=True)
class Table:
    """One table; `references` name the plan's table in which the key of another row is found."""

    name: str
    model: type[models.Model]
    key: Callable[[Any], str]
    base: Callable[[Round, str], dict[str, Any]]  # fields that follow from round and key
    of_round: str = "round"
    joins: tuple[str, ...] = ()
    references: dict[str, str] = field(default_factory=dict)
    derive: Callable[[Any], dict[str, Any]] = lambda _row: {}  # fields that follow from others

    @property
    def own_references(self) -> tuple[str, ...]:
        """References to rows of the same table: set when all rows are there."""
        own = {self.name, f"{self.name}-of-all"}
        return tuple(name for name, table in self.references.items() if table in own)


def _slugged(round: Round, key: str) -> dict[str, Any]:
    return {"round": round, "slug": key}


def _keyed(round: Round, key: str) -> dict[str, Any]:
    return {"round": round, "key": key}


def _by_slug(row: Any) -> str:
    return str(row.slug)


def _by_key(row: Any) -> str:
    return str(row.key)


# In the order in which rows are made; they are taken away in the opposite one.
TABLES: tuple[Table, ...] = (
    Table("groups", DiscussionGroup, _by_slug, _slugged),
    Table(
        "members",
        GroupMember,
        lambda row: f"{row.group.slug}/{row.region.code}",
        lambda round, _key: {"round": round},
        joins=("group", "region"),
        references={"group": "groups", "region": "regions"},
    ),
    Table(
        "discussions",
        Discussion,
        _by_slug,
        _slugged,
        references={"group": "groups", "region": "regions", "parent": "discussions"},
    ),
    Table(
        "invited",
        Discussion.participants_from.through,
        lambda row: f"{row.discussion.slug}/{row.organisation.slug}",
        lambda _round, _key: {},
        of_round="discussion__round",
        joins=("discussion", "organisation"),
        references={"discussion": "discussions", "organisation": "organisations"},
    ),
    Table("basis", BasisDocument, _by_key, _keyed, references={"opened_by": "discussions"}),
    Table(
        "deadlines",
        Deadline,
        _by_key,
        _keyed,
        references={
            "discussion": "discussions",
            "anchor_discussion": "discussions",
            "anchor_basis": "basis",
            "anchor_deadline": "deadlines",
        },
    ),
    # Follow-up stands above this package; the reverse relation gives its table all the same,
    # so that a file is loaded whole or not at all.
    Table(
        "followups",
        Round.followups.rel.related_model,
        _by_slug,
        _slugged,
        references={"deadline": "deadlines", "previous": "followups-of-all"},
    ),
    Table(
        "contacts",
        Contact,
        lambda row: f"{row.discussion.slug}/{row.duty}/{row.organisation.slug}/{row.title}",
        lambda _round, _key: {},
        of_round="discussion__round",
        joins=("discussion", "organisation"),
        references={"discussion": "discussions", "organisation": "organisations"},
        derive=lambda row: {"side": row.organisation.side},
    ),
    Table(
        "distribution",
        Distribution,
        lambda row: row.organisation.slug,
        lambda round, _key: {"round": round},
        joins=("organisation",),
        references={"organisation": "organisations"},
    ),
    Table("priorities", Priority, _by_key, _keyed),
)
