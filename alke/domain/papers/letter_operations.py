"""The write of the letter: its wording, version by version."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import CODES
from alke.base.richtext import BadInput, clean
from alke.base.verdicts import Stale
from alke.domain.audit.operations import record
from alke.domain.papers.letter_models import LetterWording
from alke.domain.papers.letter_paper import letter_text
from alke.domain.papers.letter_rules import can_word_letter
from alke.domain.papers.letter_source import letter_round, letter_source
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round

WORDING_LIMIT = 20_000


@transaction.atomic
def word_letter(
    round: Round, language: str, text: str, *, by: Actor, base_version: int
) -> LetterWording | None:
    """Gives the round's letter another wording in `language`; None when it is the same.

    Raises `BadInput` with the line when it cannot be filled in, `Stale` when somebody changed it
    after `base_version`.
    """
    row = Round.objects.select_for_update().get(pk=round.pk)
    can_word_letter(by, row).require()
    if language not in CODES:
        raise BadInput(_("The letter is written in Finnish, Swedish and English."))
    text = clean(text, limit=WORDING_LIMIT)
    source = letter_source(letter_round(by, row.year, language=language)[0], language)
    if text == source.wording:
        return None
    if base_version != source.version:
        raise Stale(
            _("Someone else changed the wording while you wrote."),
            current=source.wording,
            offered=text,
        )
    letter_text(source, language, text or " ")
    made = LetterWording.objects.create(
        round=row,
        language=language,
        version=source.version + 1,
        text=text,
        at=clock.now(),
        by=by.user,
    )
    changes: dict[str, list[Any]] = {
        f"letter.{language}": [source.wording, text],
        f"version.{language}": [source.version, made.version],
    }
    record("letter.worded", f"round:{row.pk}", by=by, changes=changes, round_id=row.pk)
    return made
