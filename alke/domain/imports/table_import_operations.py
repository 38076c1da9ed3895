"""Writes of tables of follow-up that come in as Word files (B19).

Each statement that is taken over is a normal draft in its cell, by the person who takes it and by
the rules of follow-up: it is read through and submitted there. All of it happens, or nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.papers.word.reader import read
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.followup.report_operations import save_draft
from alke.domain.followup.report_record import lock_followup
from alke.domain.imports import rules
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import (
    recogniser_of_followup,
    sections_of_followup,
    spots_of,
)
from alke.domain.imports.record_operations import (
    close_import,
    keep_import,
    lock_import,
    record_import,
)
from alke.domain.imports.returned_table import ReturnedTable
from alke.domain.imports.spots import Spot, Spots
from alke.domain.imports.table_compare import ASKED, Kind, Said, compare_table
from alke.domain.imports.table_match import match_table
from alke.domain.imports.taker_operations import NotTaken
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.topics.action_models import Action
from alke.domain.topics.text_differences import combined

Answer = ProgressReport.Answer
TAKE, BOTH, KEEP = "take", "both", "keep"  # the file's text, one after the other, Alke's


@dataclass(frozen=True)
class TableDecision:
    """What somebody chose for one statement; the version is that of the cell as it was seen.

    `text` is the statement as the person has shortened it; None where it stands as it came.
    """

    choice: str
    report: int = 0  # the cell, where it was chosen
    version: int = 0
    text: str | None = None


@transaction.atomic
def begin_table_import(
    followup: FollowUpRound, file: bytes, name: str, *, by: Actor, language: str
) -> WordImport:
    """Reads a Word file for the follow-up and keeps what its table says, for review.

    Raises `BadInput` for a file that cannot be read or has no such table; then nothing is kept.
    """
    rules.can_import_table(by, followup).require()
    actions = Action.objects.filter(reports__followup=followup).distinct().order_by("number")
    returned = match_table(
        read(file), sections_of_followup(followup), list(actions), recogniser_of_followup(followup)
    )
    if not returned.rows:
        raise BadInput(
            _(
                "The file has no table of follow-up: actions, progress and responsible bodies, "
                "with the Government and the regions side by side."
            )
        )
    side = next((side for side in Side if side in by.sides), Side.VN)
    import_ = WordImport(followup=followup, side=side, language=language)
    return keep_import(import_, file, name, returned.to_json(), by=by)


@transaction.atomic
def accept_table_import(
    import_: WordImport,
    followup: FollowUpRound,
    decisions: Mapping[str, TableDecision],
    *,
    by: Actor,
) -> list[str]:
    """Makes drafts of what was chosen; returns the keys. The rest waits for who may decide on it.

    Raises `NotTaken` for the first statement that cannot be taken; then nothing has changed.
    """
    followup = lock_followup(followup)
    import_ = lock_import(import_)
    import_.followup = followup
    rules.can_decide_table(by, import_, followup).require()
    returned = ReturnedTable.from_json(import_.returned)
    spots = spots_of(followup, by)
    found = {said.key: said for said in compare_table(returned, spots) if said.kind in ASKED}
    chosen = [
        (said, decisions[key], _spot(said, decisions[key], spots))
        for key, said in found.items()
        if key in decisions and decisions[key].choice in {TAKE, BOTH}
    ]
    _require_own_cells((said, spot) for said, _decision, spot in chosen)
    for said, decision, spot in sorted(chosen, key=lambda row: row[2].report.pk):
        _take(said, decision, spot, by, import_.language)
    taken = [said.key for said, _decision, _spot in chosen]
    kept = [key for key in found if key in decisions and decisions[key].choice == KEEP]
    _settle(import_, returned, taken, kept, by=by)
    return taken


@transaction.atomic
def close_table_import(import_: WordImport, followup: FollowUpRound, *, by: Actor) -> None:
    """Ends it; what has not been taken over is left."""
    locked = lock_import(import_)
    locked.followup = followup
    rules.can_close_table(by, locked, followup).require()
    close_import(locked, WordImport.State.CANCELLED, by=by)


def _spot(said: Said, decision: TableDecision, spots: Spots) -> Spot:
    """The cell that the file tells, or that was chosen among those that are empty."""
    if said.spot is not None:
        return said.spot
    spot = next((spot for spot in said.near if spot.report.pk == decision.report), None)
    if spot is not None:
        return spot
    if decision.report in spots.all:
        raise NotTaken(said.key, Refused(_("Something has been written there meanwhile.")))
    raise NotTaken(said.key, Refused(_("Choose whose answer this is, or leave it out.")))


def _require_own_cells(chosen: Iterable[tuple[Said, Spot]]) -> None:
    seen: set[int] = set()
    for said, spot in chosen:
        if spot.report.pk in seen:
            reason = _("Two texts of the file would go to the same cell. Take one of them.")
            raise NotTaken(said.key, Refused(reason))
        seen.add(spot.report.pk)


def _take(said: Said, decision: TableDecision, spot: Spot, by: Actor, language: str) -> None:
    text = said.text if decision.text is None else decision.text
    joins = decision.choice == BOTH and said.kind is Kind.CONFLICT
    try:
        save_draft(
            spot.report,
            by=by,
            answer=Answer.TEXT if joins else said.answer,
            text=combined(spot.entry.text, text) if joins else text,
            base_version=decision.version if said.spot is not None else spot.version,
            language=_language(spot.report.organisation, language),
        )
    except (Refused, BadInput) as fault:
        raise NotTaken(said.key, fault) from fault


def _language(body: Organisation, language: str) -> str:
    """In a bilingual body people write in the language of the page; "" is the body's own."""
    return language if body.bilingual and language in {"fi", "sv"} else ""


def _settle(
    import_: WordImport, returned: ReturnedTable, taken: list[str], kept: list[str], *, by: Actor
) -> None:
    """Closes the import when nobody of its side has anything left to decide on."""
    settled = tuple(dict.fromkeys((*returned.settled, *taken, *kept)))
    returned = replace(returned, settled=settled)
    system = Actor.system()
    followup = import_.followup
    left = compare_table(returned, spots_of(followup, system)) if followup is not None else ()
    if not any(s.kind is not Kind.UNCHANGED and s.statement.side == import_.side for s in left):
        close_import(import_, WordImport.State.TAKEN, by=by, taken=settled)
        return
    import_.returned = returned.to_json()
    import_.save(update_fields=["returned"])
    record_import("import.decided", import_, {"taken": [[], taken], "kept": [[], kept]}, by=by)
