"""How imports are kept, closed and recorded, whatever their file is of."""

import hashlib
from collections.abc import Sequence
from typing import Any

from alke.base import clock
from alke.base.richtext import clean_line
from alke.domain.audit.operations import CREATED, record
from alke.domain.imports.models import WordImport
from alke.domain.people.actors import Actor

NAME_LIMIT = 200


def keep_import(
    import_: WordImport, file: bytes, name: str, returned: dict[str, Any], *, by: Actor
) -> WordImport:
    """Keeps what the file says, with its name and hash; the file itself is gone."""
    import_.by, import_.organisation, import_.at = by.user, by.organisation, clock.now()
    import_.file_name = clean_line(name, limit=10 * NAME_LIMIT)[-NAME_LIMIT:] or "asiakirja.docx"
    import_.file_hash = hashlib.sha256(file).hexdigest()
    import_.returned = returned
    import_.save()
    record_import("import.begun", import_, CREATED | _file(import_), by=by)
    return import_


def lock_import(import_: WordImport) -> WordImport:
    """The import as it is now, locked until the transaction ends."""
    return WordImport.objects.select_for_update(of=("self",)).get(pk=import_.pk)


def close_import(
    import_: WordImport, state: WordImport.State, *, by: Actor, taken: Sequence[str] = ()
) -> None:
    """Nothing of what the file said is kept any more."""
    import_.state, import_.closed_at, import_.returned = state, clock.now(), {}
    import_.save(update_fields=["state", "closed_at", "returned"])
    changes: dict[str, list[Any]] = {"state": [WordImport.State.WAITING, state]}
    if state == WordImport.State.TAKEN:
        changes |= {"taken": [[], list(taken)]} | _file(import_)
    record_import(f"import.{state}", import_, changes, by=by)


def record_import(
    event: str, import_: WordImport, changes: dict[str, list[Any]], *, by: Actor
) -> None:
    """One event of the import, for its own side."""
    if import_.followup is not None:
        place = {"round_id": import_.followup.round_id}
    else:
        discussion = import_.sheet.discussion
        place = {"round_id": discussion.round_id, "discussion_id": discussion.pk}
    record(event, import_.audit_key, by=by, changes=changes, draft_side=import_.side, **place)


def _file(import_: WordImport) -> dict[str, list[Any]]:
    return {"file": [None, import_.file_hash]}
