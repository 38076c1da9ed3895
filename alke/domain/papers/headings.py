"""How documents of discussions are called and headed."""

from collections.abc import Iterable
from typing import Any

from alke.base.dates import format_date
from alke.base.papers.model import Block, Letterhead, Paper
from alke.base.papers.words import printed as _
from alke.domain.papers.ground import Ground, ground_of
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


def discussion_paper(
    discussion: Any, kind: str, blocks: Iterable[Block], language: str, *, place: str
) -> Paper:
    """A paper of the discussion as it is now; `place` ends its code ("osallistujat").

    Call it within `own_words`: `kind` and `blocks` are in the paper's words.
    """
    ground = ground_of(discussion)
    state = ground.state
    return Paper(
        title=paper_title(discussion, kind),
        language=language,
        blocks=tuple(blocks),
        moment=state.at,
        code=state.code(f"{discussion.round.year}/{discussion.slug}/{place}"),
        letterhead=letterhead(ground, discussion.round, kind, state.at),
        author=ground.sender_name,
        subject=discussion.round.name,
    )


def whole_side(side: str) -> str:
    """The side's name where it stands by itself."""
    return _("Government") if side == Side.VN else _("Regions")
