"""What a bundle holds, as its first paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from alke.base import clock
from alke.base.dates import format_date
from alke.base.papers.model import (
    Block,
    Cell,
    Heading,
    Paper,
    Row,
    Table,
    header,
    small,
    text,
)
from alke.base.papers.words import Own, own_words
from alke.base.papers.words import printed as _
from alke.domain.rounds.models import Discussion, Round

WIDTHS = (9, 5, 12)


@dataclass(frozen=True)
class Listed:
    """A document in a bundle and the paths of its files there."""

    title: str
    language: str
    state: str
    paths: tuple[str, ...]


def index_paper(
    round: Round,
    discussion: Discussion | None,
    listed: Sequence[Listed],
    language: str,
    own: Own,
) -> Paper:
    """The list of contents, folder by folder. Its time is the day: the same day, the same bytes."""
    with own_words(own, language):
        title = _("Contents: %(what)s") % {"what": (discussion or round).name}
        return Paper(
            title=title,
            language=language,
            blocks=tuple(_blocks(listed)),
            moment=clock.at_time(clock.today(), clock.DEMO_TIME),
            landscape=True,
            subject=round.name,
        )


def _blocks(listed: Sequence[Listed]) -> list[Block]:
    day = format_date(clock.today(), "plain")
    blocks: list[Block] = [small(_("Put together on %(day)s.") % {"day": day})]
    folders: dict[str, list[Listed]] = {}
    for row in listed:
        folders.setdefault(row.paths[0].rpartition("/")[0], []).append(row)
    names = (_("Document"), _("State"), _("Files"))
    head = (Row(tuple(map(header, names))),)
    for folder, rows in folders.items():
        shown = folder.replace("/", " / ")
        blocks += [Heading(shown), Table(shown, WIDTHS, head, tuple(map(_row, rows)))]
    return blocks


def _row(row: Listed) -> Row:
    names = tuple(small(path.rpartition("/")[2]) for path in row.paths)
    return Row((Cell((text(row.title),)), Cell((text(row.state),)), Cell(names)))
