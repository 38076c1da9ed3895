"""What both sides have last reported on actions, for the annex's third table."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alke.base.dates import format_date
from alke.base.papers import richtext
from alke.base.papers.model import Block, Paragraph, Run
from alke.base.prepared import prepared
from alke.domain.followup.models import ProgressReport
from alke.domain.people.actors import Actor


@dataclass(frozen=True)
class Progress:
    """The latest answers on one action, one for each body."""

    rows: tuple[Any, ...]

    def of_side(self, side: str, language: str) -> tuple[Block, ...]:
        """Each body's text under its name and day; “nothing new” stands on its earlier text."""
        found: list[Block] = []
        for row in self.rows:
            if row.side == side:
                found += _told(row, language)
        return tuple(found)


def _told(row: ProgressReport, language: str) -> tuple[Block, ...]:
    day = format_date(row.at, "plain") if row.at else ""
    name = Run(f"{row.organisation.short} {day}".strip(), bold=True)
    answer = row.get_answer_display() if row.answer != ProgressReport.Answer.TEXT else ""
    head = Paragraph((name, Run(f": {answer}")) if answer else (name,))
    spoken = row.language if row.language != language else ""
    since = row.since if row.answer == ProgressReport.Answer.NOTHING_NEW else None
    text = row.text or (since.text if since is not None else "")
    return (head, *richtext.blocks(text, language=spoken))


def progress_of(actions: Collection[int], actor: Actor) -> dict[int, Progress]:
    """The latest answers that `actor` may see, by action. One query."""
    if not actions:
        return {}
    latest: dict[tuple[int, int], Any] = {}
    for row in _answers(actions, actor):
        latest[row.action_id, row.organisation_id] = row  # the newest comes last
    return {
        action: Progress(tuple(row for (own, _body), row in latest.items() if own == action))
        for action in actions
    }


@prepared
def _answers(actions: Collection[int], actor: Actor) -> QuerySet[Any]:
    rows = ProgressReport.objects.visible_to(actor).filter(action__in=actions)
    rows = rows.exclude(state__in=ProgressReport.UNANSWERED)
    return rows.select_related("organisation", "since").order_by("followup__opens_date", "at", "pk")
