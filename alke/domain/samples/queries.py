"""Reads of the sample: its script, and how far it has been played."""

import datetime as dt
from dataclasses import dataclass, field

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.samples.later_script import later_steps
from alke.domain.samples.past_script import past_steps
from alke.domain.samples.script import Step, in_order, read
from alke.domain.samples.topic_script import discussion_steps

SUBJECT, EVENT = "sample", "sample.played"
DISCUSSIONS = ("lansi", "ita", "pohjoinen", "etela")
ROUNDS = (
    ("2023.toml", dt.date(2023, 1, 9), ""),
    ("2024.toml", dt.date(2024, 2, 14), "running"),
)
BEGINNING = clock.at_time(dt.date(2023, 1, 9), dt.time(8, 0))


@dataclass(frozen=True)
class Played:
    """How far the sample has been played, and which row each key of the files became."""

    until: dt.datetime | None = None
    keys: dict[str, int] = field(default_factory=dict)


def script() -> list[Step]:
    """Everything that happens in the sample, by date."""
    steps = [_round(*row) for row in ROUNDS]
    steps.extend(past_steps(read("2023-seuranta.toml")))
    for name in DISCUSSIONS:
        steps.extend(discussion_steps(read(f"2024-{name}.toml")))
    steps.extend(later_steps(read("2024-varaukset.toml")))
    steps.extend(later_steps(read("2024-myohemmin.toml")))
    return in_order(steps)


def _round(file: str, day: dt.date, state: str) -> Step:
    return Step(
        clock.at_time(day, dt.time(9)), "round", "koordinaattori", {"file": file, "state": state}
    )


def played() -> Played:
    """The latest mark of the player in the record of changes."""
    rows = AuditEvent.objects.filter(subject=SUBJECT, event=EVENT).order_by("-seq")
    changes = rows.values_list("changes", flat=True).first()
    if changes is None:
        return Played()
    return Played(dt.datetime.fromisoformat(changes["until"][1]), changes["keys"][1])
