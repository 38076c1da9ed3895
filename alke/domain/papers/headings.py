"""How documents of discussions are called and headed."""

from typing import Any

from django.utils.translation import gettext as _

from alke.base.dates import format_date
from alke.base.papers.model import Letterhead
from alke.domain.papers.ground import Ground
from alke.domain.people.models import Side


def paper_title(discussion: Any, kind: str) -> str:
    """ALKE discussions 2024: Eastern Finland, agenda."""
    return _("ALKE discussions %(year)d: %(discussion)s, %(kind)s") % {
        "year": discussion.round.year,
        "discussion": discussion.name,
        "kind": kind[:1].lower() + kind[1:],
    }


def letterhead(ground: Ground, round_: Any, kind: str, day: Any = None) -> Letterhead:
    """Sender, kind, day and the round's case number."""
    numbers = (round_.case_number,) if round_.case_number else ()
    return Letterhead(ground.sender_name, kind, format_date(day, "plain") if day else "", numbers)


def whole_side(side: str) -> str:
    """The side's name where it stands by itself."""
    return _("Government") if side == Side.VN else _("Regions")
