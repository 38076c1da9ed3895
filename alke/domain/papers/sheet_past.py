"""The sheet as it stood on a day, as a paper (B15); it is to be read, and nothing comes back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from alke.base.dates import format_span
from alke.base.papers.model import Block, Heading, Paper, small, text
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.papers.action_tables import Line, side_by_side
from alke.domain.papers.agenda_paper import checksum
from alke.domain.papers.moments import state_before
from alke.domain.papers.sheet_columns import parse_sections
from alke.domain.papers.sheet_paper import fields_tables
from alke.domain.papers.sheet_printed import legend, numbered_title, theme
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Responsibility
from alke.domain.topics.agenda_past import PastAction, action_list_as_of
from alke.domain.topics.queries import SheetPast, sheet_as_of


def past_sheet_paper(topic: Any, moment: dt.datetime, actor: Actor, language: str) -> Paper | None:
    """Of a topic read by `sheet_topic`; None where there was nothing for the actor then."""
    past = sheet_as_of(topic, moment, actor)
    if past is None or past.draft_side:
        return None
    actions = action_list_as_of(topic.discussion, moment, actor).actions
    mine = [row for row in actions if row.topic == topic.pk and not row.draft_side]
    discussion, state = topic.discussion, state_before(moment)
    with own_words(topic.own_words or {}, language):
        return Paper(
            title=numbered_title(discussion, past.number or 0),
            language=language,
            blocks=tuple(_blocks(topic, past, mine, language)),
            moment=moment,
            code=state.code(f"{discussion.round.year}/{discussion.slug}/{past.number or 0}"),
            landscape=True,
            author=discussion.round.name,
            subject=past.title,
        )


def _blocks(
    topic: Any, past: SheetPast, actions: Sequence[PastAction], language: str
) -> Iterable[Block]:
    swedish = language == "sv" and past.title_sv
    own = "sv" if swedish else topic.language
    yield Heading(
        theme(past.title_sv if swedish else past.title), 1, "" if own == language else own
    )
    yield text(_("The sheet as it stood on %(day)s.") % {"day": format_span(past.moment)})
    yield from fields_tables(past.fields, language)
    lines = [_line(row, topic.language, language) for row in actions]
    if lines:
        sections = parse_sections(topic.template_columns or [], topic.template_sections or [])
        yield Heading(_("Actions"))
        yield side_by_side(sections, lines)
        yield small(legend())
    yield checksum(past.hash)


def _line(row: PastAction, own: str, language: str) -> Line:
    swedish = language == "sv" and row.title_sv
    spoken = "sv" if swedish else own
    named = [body for body in row.bodies if body.answer != Responsibility.Answer.DECLINED]
    return Line(
        number=row.number,
        kind=row.kind,
        title=row.title_sv if swedish else row.title,
        language="" if spoken == language else spoken,
        bodies={
            side.value: [
                (body.organisation.short, body.lead) for body in named if body.side == side.value
            ]
            for side in Side
        },
    )
