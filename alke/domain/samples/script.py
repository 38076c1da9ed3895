"""The sample's script: what happened, when and by whom, read from the files in date order."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from alke.base import clock

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One thing that happens in the sample: its moment, kind and account, and what it needs."""

    at: dt.datetime
    kind: str
    by: str
    data: Data

    def __str__(self) -> str:
        named = (
            str(self.data[key]) for key in ("topic", "action", "discussion") if key in self.data
        )
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} by {self.by} {' '.join(named)}".strip()


def sample_files() -> Path:
    """The folder of the sample's files."""
    return Path(settings.BASE_DIR) / "rounds" / "samples"


def read(name: str) -> dict[str, Any]:
    """One file of the sample."""
    return tomllib.loads((sample_files() / name).read_text(encoding="utf-8"))


def step(kind: str, when: Data, /, **data: Any) -> Step:
    """A step from a table with `at` and `by`; what is not given of `data` is left out."""
    kept = {key: value for key, value in data.items() if value is not None}
    return Step(_aware(when["at"]), kind, str(when["by"]), kept)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps by date; those of one moment stay in the order of the files."""
    return sorted(steps, key=lambda row: row.at)


def tables(table: Data, *names: str) -> Iterator[tuple[str, Data]]:
    """The rows of the arrays `names` of a table, each with its array's name."""
    for name in names:
        for row in table.get(name, ()):
            yield name, row


def _aware(moment: dt.datetime) -> dt.datetime:
    """The files tell Helsinki time."""
    return moment.replace(tzinfo=clock.HELSINKI)
