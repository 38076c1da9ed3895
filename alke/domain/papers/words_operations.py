"""The write of the words on a round's papers, version by version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import CODES
from alke.base.richtext import BadInput
from alke.base.verdicts import Stale
from alke.domain.audit.operations import record
from alke.domain.papers.letter_rules import can_word_letter
from alke.domain.papers.words_catalogue import catalogue
from alke.domain.papers.words_models import PaperWording
from alke.domain.papers.words_queries import own_version, words_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round


@transaction.atomic
def word_papers(
    round: Round, language: str, texts: Mapping[str, str], *, by: Actor, base_version: int
) -> PaperWording | None:
    """Gives words of the round's papers another form in `language`; None when nothing changes.

    `texts` are by the words' keys, as people write them; an empty one is as shipped again, and
    what it does not name stays. Raises `FaultyWords` with every fault, `Stale` when somebody
    changed words after `base_version`.
    """
    row = Round.objects.select_for_update().get(pk=round.pk)
    can_word_letter(by, row).require()
    if language not in CODES:
        raise BadInput(_("Papers are written in Finnish, Swedish and English."))
    kept = words_of(row)
    before = dict(kept.get(language, {}))
    after = before | _kept(texts, language)
    after = {key: text for key, text in after.items() if text}
    if after == before:
        return None
    version = own_version(row)
    if base_version != version:
        raise Stale(
            _("Someone else changed the words while you wrote."), current=before, offered=after
        )
    made = PaperWording.objects.create(
        round=row,
        version=version + 1,
        words={code: own for code, own in (kept | {language: after}).items() if own},
        at=clock.now(),
        by=by.user,
    )
    changes: dict[str, list[Any]] = {
        f"{language}: {key}": [before.get(key, ""), after.get(key, "")]
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }
    record("papers.worded", f"round:{row.pk}", by=by, changes=changes, round_id=row.pk)
    return made


class FaultyWords(BadInput):
    """Some words cannot be taken; `faults` says of each why, by its key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def _kept(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """The words that are not as shipped; those that are, empty."""
    found: dict[str, str] = {}
    faults: dict[str, str] = {}
    for word in catalogue():
        if word.key not in texts:
            continue
        text = texts[word.key]
        try:
            found[word.key] = word.kept(text) if text.strip() else ""
        except BadInput as fault:
            faults[word.key] = str(fault)
        else:
            if word.shown(found[word.key]) == word.shipped(language):
                found[word.key] = ""
    if faults:
        raise FaultyWords(faults)
    return found
