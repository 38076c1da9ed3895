"""What every document of a round rests on beside its own things, read along with its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from alke.base.languages import CODES, active
from alke.base.papers.words import Own
from alke.domain.papers.moments import State, last_event
from alke.domain.papers.sheet_columns import Section, parse_sections
from alke.domain.papers.words_queries import words_in_force
from alke.domain.people.models import Organisation
from alke.domain.people.rules import CONVENER
from alke.domain.rounds.sheet_models import SheetTemplate

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Ground:
    """Who sends the round's documents, how the annex's tables look, and the state of all."""

    sender: dict[str, str]  # names by language
    sections: Sequence[Section]
    state: State
    own_words: Own

    @property
    def sender_name(self) -> str:
        """The sender's name in the active language."""
        return said(self.sender)


def with_ground(rows: QuerySet[Row], round_path: str) -> QuerySet[Any]:
    """The rows with what `ground_of` reads; `round_path` leads from one to its round."""
    template = SheetTemplate.objects.filter(round=OuterRef(round_path)).order_by("-version")
    convener = Organisation.objects.filter(slug=CONVENER)
    names = JSONObject(**{code: f"name_{code}" for code in CODES})
    return rows.annotate(
        ground_columns=Subquery(template.values("columns")[:1], output_field=JSONField()),
        ground_sections=Subquery(template.values("sections")[:1], output_field=JSONField()),
        ground_sender=Subquery(convener.values(row=names)[:1], output_field=JSONField()),
        ground_words=words_in_force(round_path),
        ground_seq=Subquery(last_event().values("seq")[:1]),
        ground_at=Subquery(last_event().values("at")[:1]),
    )


def ground_of(row: Any) -> Ground:
    """Of a row that was read by `with_ground`."""
    return Ground(
        row.ground_sender or {},
        parse_sections(row.ground_columns or [], row.ground_sections or []),
        State(row.ground_seq, row.ground_at) if row.ground_seq else State.before_all(),
        row.ground_words or {},
    )


def said(names: dict[str, str]) -> str:
    """Frozen names in the active language, else the Finnish one."""
    return names.get(active()) or names.get("fi", "")


def spoken(own: str) -> str:
    """The mark of a text's language where it is not that of the paper, which is active."""
    return "" if own == active() else own


def worded(texts: dict[str, str], own: str) -> tuple[str, str]:
    """The text to print and its mark: the paper's language, else the thing's own, else any."""
    for code in (active(), own, *texts):
        if texts.get(code):
            return texts[code], spoken(code)
    return "", ""


def titled(row: dict[str, Any], own: str) -> tuple[str, str]:
    """A frozen title to print and its mark: Swedish on Swedish papers; `own` where none is told."""
    if active() == "sv" and row.get("title_sv"):
        return row["title_sv"], ""
    return row["title"], spoken(row.get("language") or own)
