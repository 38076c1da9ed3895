"""What the round's format says of regional meetings: from when, and who is always there (R8)."""

import datetime as dt

from alke.domain.rounds.models import Discussion, Round


def meetings_from(round: Round) -> dt.time | None:
    """The time of day from which regional meetings are held (letter 2024: 12.30)."""
    said = (round.settings.get("regional") or {}).get("from")
    return dt.time.fromisoformat(said) if said else None


def always_there(discussion: Discussion) -> list[str]:
    """Slugs of the bodies that take part in every discussion of the kind (letter 2024: TEM)."""
    rule = discussion.round.settings.get("kinds", {}).get(discussion.kind, {})
    return list(rule.get("must_attend", []))
