"""Who else has a sheet open now, and which field: kept for a minute, nothing is locked by it."""

import re
import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from alke.base.languages import CODES, active, pick
from alke.domain.people.actors import Actor

HERE = 50  # seconds after the last sign of life; pages give one every 20
KEEP = 300


@dataclass(frozen=True)
class Present:
    """Somebody on the sheet's page."""

    name: str
    side: str
    field: str  # "goals.fi", or "" when nothing is open for editing

    @property
    def initials(self) -> str:
        """For a round mark: TEM as it is, Pohjois-Karjala PK, Lappi La."""
        if self.name.isupper():
            return self.name[:4]
        words = re.findall(r"\w+", self.name)
        return "".join(word[0] for word in words[:3]).upper() if words[1:] else self.name[:2]


def note_presence(topic_id: int, actor: Actor, field: str) -> list[Present]:
    """Notes that the person is here; the others who are.

    Two pages that do it at once may lose one note: the next sign of life mends it.
    """
    key = f"sheet-presence-{topic_id}"
    now = time.time()
    seen: dict[str, dict[str, Any]] = caches["notes"].get(key) or {}
    seen = {who: row for who, row in seen.items() if now - row["at"] < HERE}
    if actor.user is not None and actor.organisation is not None:
        seen[str(actor.user.pk)] = {
            "at": now,
            "names": {code: pick(actor.organisation, "short", code) for code in CODES},
            "side": min(actor.sides, default=""),
            "field": field[:60],
        }
        caches["notes"].set(key, seen, KEEP)
    return _others(seen, actor)


def _others(seen: dict[str, dict[str, Any]], actor: Actor) -> list[Present]:
    mine = str(actor.user.pk) if actor.user else ""
    others = [row for who, row in seen.items() if who != mine]
    return [Present(row["names"][active()], row["side"], row["field"]) for row in others]
