"""Reads of the words that a round's papers have in place of the shipped ones."""

from typing import Any

from django.db.models import JSONField, Max, OuterRef, QuerySet, Subquery

from alke.domain.papers.words_models import PaperWording
from alke.domain.rounds.models import Round


def words_in_force(round_path: str) -> Subquery:
    """The words of the round to which the path leads ("pk" of rounds), read along with a row.

    A round without words of its own takes over those of the year before.
    """
    year = "year" if round_path == "pk" else f"{round_path}__year"
    return Subquery(_newest(OuterRef(year)).values("words")[:1], output_field=JSONField())


def words_of(round: Round) -> dict[str, dict[str, str]]:
    """The words in force for the round's papers, by language. One query."""
    row: Any = _newest(round.year).values_list("words", flat=True).first()
    return row or {}


def _newest(year: int | OuterRef) -> QuerySet[PaperWording]:
    """Those of the round of that year before the earlier ones', each with the newest first."""
    rows = PaperWording.objects.filter(round__year__lte=year)
    return rows.order_by("-round__year", "-version")


def word_versions(round: Round) -> list[PaperWording]:
    """The round's own versions, the newest first. One query."""
    return list(round.paper_wordings.select_related("by").order_by("-version"))


def own_version(round: Round) -> int:
    """The number of the newest version of the round's own; 0 where it has none. One query."""
    return round.paper_wordings.aggregate(newest=Max("version"))["newest"] or 0
