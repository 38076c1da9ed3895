"""Responsible bodies as the components show them."""

from collections.abc import Iterable
from typing import Any, Protocol


class _Responsibility(Protocol):
    side: str
    lead: bool
    organisation: Any


def bodies_of(rows: Iterable[_Responsibility], side: str) -> list[dict[str, Any]]:
    """The bodies of one side for `orgs`: the lead first, short name with the full one."""
    found = [row for row in rows if row.side == side]
    return [
        {"short": row.organisation.short, "name": row.organisation.name, "lead": row.lead}
        for row in sorted(found, key=lambda row: not row.lead)
    ]
