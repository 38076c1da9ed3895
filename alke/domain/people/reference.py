"""The regions and organisations of data/organisations.json, read and checked whole."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alke.base.languages import CODES
from alke.domain.people.models import Organisation

FILE = Path(__file__).parent / "data" / "organisations.json"
Fields = dict[str, Any]


class FaultyReference(ValueError):
    """The file cannot be taken; the message lists every fault."""


@dataclass(frozen=True)
class Reference:
    """What the file says: fields of rows by slug, and the links between them."""

    regions: dict[str, Fields]
    organisations: dict[str, Fields]
    places: frozenset[tuple[str, str]]  # organisation, region
    aliases: frozenset[tuple[str, str]]  # organisation, text
    successions: frozenset[tuple[str, str]]  # predecessor, successor


@cache
def reference() -> Reference:
    """The project's own file; read once."""
    return read_reference(FILE)


def read_reference(path: Path) -> Reference:
    """Reads and checks a file of this form; raises `FaultyReference` naming every fault."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if faults := list(_faults(data)):
        raise FaultyReference("; ".join(faults))
    rows = data["organisations"]
    return Reference(
        regions={row["slug"]: _region(row) for row in data["regions"]},
        organisations={row["slug"]: _organisation(row) for row in rows},
        places=_pairs(rows, "regions"),
        aliases=_pairs(rows, "aliases"),
        successions=_pairs(rows, "successors"),
    )


def _pairs(rows: list[Fields], key: str) -> frozenset[tuple[str, str]]:
    return frozenset((row["slug"], other) for row in rows for other in row.get(key, []))


def _names(field: str, names: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": names.get(code, "") for code in CODES}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _region(row: Fields) -> Fields:
    kept = {key: row[key] for key in ("code", "nuts3", "mainland")}
    return kept | _names("name", row["name"])


def _organisation(row: Fields) -> Fields:
    return {
        "kind": row["kind"],
        "language": row.get("language", "fi"),
        "bilingual": row.get("bilingual", False),
        "valid_from": _day(row.get("valid_from")),
        "valid_to": _day(row.get("valid_to")),
        **_names("name", row["name"]),
        **_names("short", row["short"]),
    }


def _faults(data: Fields) -> Iterator[str]:
    regions = {row["slug"] for row in data["regions"]}
    bodies = {row["slug"] for row in data["organisations"]}
    for table in ("regions", "organisations"):
        counted = Counter(row["slug"] for row in data[table])
        yield from (f"{slug}: stands twice" for slug, count in counted.items() if count > 1)
    for row in data["organisations"]:
        yield from (f"{row['slug']}: {fault}" for fault in _row_faults(row, regions, bodies))


def _row_faults(row: Fields, regions: set[str], bodies: set[str]) -> Iterator[str]:
    if row["kind"] not in Organisation.Kind.values:
        yield f"unknown kind {row['kind']}"
    if not row["name"].get("fi") or not row["short"].get("fi"):
        yield "no Finnish name"
    for key, known in (("regions", regions), ("successors", bodies)):
        yield from (
            f"{key}: {other} is unknown" for other in row.get(key, []) if other not in known
        )
    try:
        first, last = _day(row.get("valid_from")), _day(row.get("valid_to"))
    except ValueError as fault:
        yield str(fault)
    else:
        if first and last and last < first:
            yield "ends before it begins"
