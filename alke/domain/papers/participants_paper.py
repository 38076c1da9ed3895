"""Who takes part in a discussion on each side, as a paper.

Never with addresses: the paper is kept longer than they are (R17).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import ngettext

from alke.base.dates import format_span
from alke.base.papers.model import (
    Block,
    Cell,
    Heading,
    Paper,
    Paragraph,
    Row,
    Run,
    Table,
    fact,
    facts,
    header,
    small,
    text,
)
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.papers.ground import ground_of, spoken
from alke.domain.papers.headings import discussion_paper, whole_side
from alke.domain.papers.sheet_columns import SIDES
from alke.domain.participants.models import Participant

WIDTHS = (7, 7, 4, 4)


def participants_paper(discussion: Any, rows: Sequence[Participant], language: str) -> Paper:
    """The paper in a language. `discussion` was read by `agenda_discussion`, `rows` by `listed`."""
    with own_words(ground_of(discussion).own_words, language):
        return discussion_paper(
            discussion, _("Participants"), _blocks(discussion, rows), language, place="osallistujat"
        )


def _blocks(discussion: Any, rows: Sequence[Participant]) -> Iterable[Block]:
    if discussion.starts_at:
        yield facts(
            fact(_("Time"), format_span(discussion.starts_at, discussion.ends_at)),
            fact(_("Place"), discussion.place) if discussion.place else None,
        )
    for side in SIDES:
        own = [row for row in rows if row.side == side and row.is_coming]
        yield Heading(whole_side(side))
        if not own:
            yield text(_("Nobody has been registered yet"))
            continue
        bodies = len({body_name(row) for row in own})
        yield text(
            _("%(people)s, %(bodies)s")
            % {
                "people": ngettext("%(n)d person", "%(n)d people", len(own)) % {"n": len(own)},
                "bodies": ngettext("%(n)d organisation", "%(n)d organisations", bodies)
                % {"n": bodies},
            }
        )
        names = (_("Organisation"), _("Role or title"), _("Opening"), _("Mandate"))
        body = tuple(Row(tuple(_cells(row))) for row in own)
        yield Table(whole_side(side), WIDTHS, (Row(tuple(map(header, names))),), body)
    yield small(_("Contact details are left out of the paper."))


def _cells(row: Participant) -> Iterable[Cell]:
    yield Cell((text(body_name(row)),))
    title = Paragraph((Run(row.title, bold=row.gives_opening),), language=spoken("fi"))
    yield Cell((title, *((text(row.name),) if row.name else ())))
    yield Cell((text(opening_words(row)),) if row.gives_opening else ())
    yield Cell((text(str(row.get_mandate_display())),) if row.mandate else ())


def body_name(row: Participant) -> str:
    """The body for which the person comes."""
    return row.represents or row.organisation.name


def opening_words(row: Participant) -> str:
    """Which topic the person opens; empty for who opens none."""
    if row.topic is not None:
        return _("Opens topic %(n)s") % {"n": row.topic.number}
    return _("Gives an opening") if row.gives_opening else ""
