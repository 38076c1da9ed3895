"""What synthetic data is made of: its size, its dice, its bodies."""

import random
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db import models

from alke.domain.people.models import Organisation, Region

BATCH = 2000
M = TypeVar("M", bound=models.Model)
WORDS = (
    "alueen elinvoima investointi saavutettavuus osaaminen työvoima kunta maakunta yhteistyö "
    "suunnitelma selvitys rahoitus päätös toimenpide verkosto kehittäminen valmistelu tavoite"
).split()


@dataclass(frozen=True)
class Size:
    """How much to make; actions and reports are spread evenly over the rounds."""

    regions: int = 18
    rounds: int = 1
    actions: int = 0  # 0: as many as the shape gives
    seed: int = 2024


@dataclass
class World:
    size: Size
    dice: random.Random
    ministries: list[Organisation] = field(default_factory=list)
    councils: list[Organisation] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    action_number: int = 100_000

    def text(self, words: int) -> str:
        """A sentence of so many words."""
        return " ".join(self.dice.choices(WORDS, k=words)).capitalize() + "."


def save(rows: list[M]) -> list[M]:
    """Writes rows of one kind in bulk."""
    if rows:
        cast("Any", type(rows[0])).objects.bulk_create(rows, batch_size=BATCH)
    return rows
