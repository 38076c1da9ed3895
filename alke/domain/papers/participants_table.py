"""Who takes part in a discussion, as a plain table for spreadsheets and other programs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base.papers.tables import Column, Grid, Value
from alke.domain.papers.ground import ground_of
from alke.domain.papers.headings import paper_title, whole_side
from alke.domain.papers.participants_paper import body_name, opening_words
from alke.domain.participants.models import Participant
from alke.domain.people.models import Organisation


def participants_grid(
    discussion: Any,
    rows: Sequence[Participant],
    language: str,
    *,
    sees_address: Callable[[Organisation], bool],
) -> Grid:
    """The table in a language; addresses of those bodies whose the reader may see."""
    ground = ground_of(discussion)
    with override(language):
        return Grid(
            title=paper_title(discussion, _("Participants")),
            columns=tuple(_columns()),
            rows=tuple(tuple(_values(row, seen=sees_address(row.organisation))) for row in rows),
            moment=ground.state.at,
            author=ground.sender_name,
        )


def _columns() -> Iterable[Column]:
    yield Column(_("Side"), 14)
    yield Column(_("Organisation"), 34)
    yield Column(_("Role or title"), 30)
    yield Column(_("Name"), 24)
    yield Column(_("Work e-mail"), 30)
    yield Column(_("Opening"), 16)
    yield Column(_("Mandate"), 18)
    yield Column(_("Way of taking part"), 14)
    yield Column(_("Answer"), 18)
    yield Column(_("Language"), 10)


def _values(row: Participant, *, seen: bool) -> Iterable[Value]:
    yield whole_side(row.side)
    yield body_name(row)
    yield row.title
    yield row.name
    yield row.email if seen else ""
    yield opening_words(row)
    yield str(row.get_mandate_display()) if row.mandate else ""
    yield str(row.get_mode_display())
    yield str(row.get_reply_display())
    yield str(row.get_language_display())
