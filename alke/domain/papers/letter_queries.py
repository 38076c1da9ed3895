"""Reads of the letter's wordings."""

from alke.domain.papers.letter_models import LetterWording
from alke.domain.rounds.models import Round


def wordings(round: Round, language: str) -> list[LetterWording]:
    """The round's own wordings in a language, the newest first. One query."""
    rows = LetterWording.objects.filter(round=round.pk, language=language)
    return list(rows.select_related("by").order_by("-version"))
