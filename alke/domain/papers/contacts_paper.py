"""Who answers for a discussion on each side, as a paper; for those who take part in it."""

from collections.abc import Iterable, Sequence
from typing import Any

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
from alke.domain.rounds.models import Contact

WIDTHS = (7, 6, 7)


def contacts_paper(discussion: Any, contacts: Sequence[Contact], language: str) -> Paper:
    """The paper in a language. `discussion` was read by `agenda_discussion`."""
    with own_words(ground_of(discussion).own_words, language):
        return discussion_paper(
            discussion,
            _("Contacts"),
            _blocks(discussion, contacts),
            language,
            place="yhteyshenkilot",
        )


def _blocks(discussion: Any, contacts: Sequence[Contact]) -> Iterable[Block]:
    if discussion.starts_at:
        yield facts(fact(_("Time"), format_span(discussion.starts_at, discussion.ends_at)))
    for side in SIDES:
        own = [row for row in contacts if row.side == side]
        yield Heading(whole_side(side))
        if own:
            names = (_("Duty or title"), _("Organisation"), _("Work e-mail"))
            body = tuple(Row(tuple(_cells(row))) for row in own)
            yield Table(whole_side(side), WIDTHS, (Row(tuple(map(header, names))),), body)
        else:
            yield text(_("Not named yet"))
    yield small(_("Contact details are for preparing the discussion only."))


def _cells(row: Contact) -> Iterable[Cell]:
    owner = row.duty == Contact.Duty.OWNER
    words, own = row.shown
    title = Paragraph((Run(words, bold=owner),), language=spoken(own))
    yield Cell((title, *((small(row.get_duty_display()),) if owner else ())))
    yield Cell((text(row.organisation.name),))
    link = Run(row.email, link=f"mailto:{row.email}")
    yield Cell((Paragraph((link,)),) if row.email else ())
