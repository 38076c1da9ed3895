"""Which table of a Word file is which of the annex: by its headings, and by likeness.

Headings are compared in all languages of the template, for the file may have been made in another
one than it is read in, or be an older paper whose headings differ by a word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from alke.base.likeness import likeness
from alke.base.papers.richtext import words_of
from alke.base.papers.word.found import WordCell, WordTable
from alke.domain.papers.sheet_columns import Role, Section
from alke.domain.people.models import Side
from alke.domain.topics.topic_template import Template

LIKE: Final = 86  # of 100: a heading with a word changed
MOST_HEADER_ROWS: Final = 3
SIDES: Final = {
    Side.VN: {"vn", "valtioneuvosto", "valtio", "ministeriöt", "statsrådet", "sr", "government"},
    Side.MK: {"maakunnat", "maakunta", "alueet", "landskapen", "landskap", "regions", "mk"},
}
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Place:
    """What a column holds: a field of the sheet, or a part of an action in a table."""

    field: str = ""
    table: str = ""  # "ongoing", "proposed", "followup"
    role: Role = "other"
    side: str = ""


@dataclass(frozen=True)
class Recognised:
    """A table of the annex: its columns, and from which row on its contents stand."""

    places: dict[int, Place]
    first_row: int

    @property
    def is_fields(self) -> bool:
        """Whether it is one of the sheet's texts."""
        return any(place.field for place in self.places.values())


@dataclass(frozen=True)
class _Label:
    words: str
    place: Place


class TableReader:
    """Knows the headings of a round's template."""

    def __init__(self, template: Template, sections: Iterable[Section]) -> None:
        self._labels = [
            _Label(plain_words(label), Place(field=row.key))
            for row in template.fields
            for label in row.labels.values()
        ]
        for section in sections:
            for table in section.tables:
                for column in table.columns:
                    place = Place(table=table.key, role=column.role)
                    self._labels += [
                        _Label(plain_words(label), place) for label in column.labels.values()
                    ]

    def recognise(self, table: WordTable) -> Recognised | None:
        """The columns of a table of the annex; None for another table."""
        grid = list(table.grid())
        best: tuple[int, Recognised] | None = None
        for rows in range(1, min(MOST_HEADER_ROWS, len(grid)) + 1):
            places = self._places(grid[:rows])
            if not any(place.field or place.role == "text" for place in places.values()):
                continue
            if best is None or len(places) > best[0] or self._is_header(grid[rows - 1], places):
                best = (len(places), Recognised(places, rows))
        return best[1] if best is not None else None

    def _places(self, head: Sequence[dict[int, WordCell]]) -> dict[int, Place]:
        """Each column by its headings from top to bottom, from left to right."""
        columns = sorted({column for row in head for column in row})
        found: dict[int, Place] = {}
        table = ""
        for column in columns:
            parts = _parts(row[column] for row in head if column in row)
            place = self._place(parts, table)
            if place is not None:
                table = place.table or table
                found[column] = place
        return found

    def _place(self, parts: list[str], table: str) -> Place | None:
        divided = [_side_in(part) for part in parts]
        side = next((side for _words, side in divided if side is not None), None)
        tried = (words for part, (rest, _side) in zip(parts, divided, strict=True)
                 for words in dict.fromkeys((part, rest)) if words)  # fmt: skip
        label = next((place for words in tried if (place := self._like(words, table))), None)
        if label is None:
            return None
        if label.role in {"bodies", "progress"}:
            return Place(table=label.table, role=label.role, side=side or "") if side else None
        return label

    def _like(self, words: str, table: str) -> Place | None:
        """The label that is most like it; of equal ones that of the table that has begun."""
        scored = [(likeness(words, row.words), row.place.table == table, n, row.place)
                  for n, row in enumerate(self._labels)]  # fmt: skip
        score, _same, _number, place = max(scored, default=(0, False, 0, Place()))
        return place if score >= LIKE else None

    def _is_header(self, row: dict[int, WordCell], places: dict[int, Place]) -> bool:
        """Whether a further row only names the sides of columns above it."""
        words = {plain_words(words_of(cell.blocks)) for cell in row.values()}
        sides = set().union(*SIDES.values())
        return bool(words & sides) and any(place.side for place in places.values())


def _side_in(words: str) -> tuple[str, Side | None]:
    """A heading without the side that it begins or ends with: “Eteneminen, VN”."""
    for side in Side:
        for name in SIDES[side]:
            if words == name:
                return "", side
            if words.endswith(f" {name}") or words.startswith(f"{name} "):
                return words.removesuffix(f" {name}").removeprefix(f"{name} "), side
    return words, None


def plain_words(text: str) -> str:
    """Small letters and digits with single spaces."""
    return " ".join(_WORDS.findall(text.lower()))


def _parts(cells: Iterable[WordCell]) -> list[str]:
    """The headings above a column; a merged one counts once."""
    found = dict.fromkeys(plain_words(words_of(cell.blocks)) for cell in cells)
    return [words for words in found if words]
