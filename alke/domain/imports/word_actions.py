"""Rows of actions in a Word file: which action each is, or whether it is new.

A row is known by the names in its cells, else by the number before its text, else by its text. A
row that somebody copied in Word has the same names twice: the second one is new.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from alke.base.likeness import likeness
from alke.base.papers.model import Heading, Items, Paragraph, Run
from alke.base.papers.richtext import plain, words_of
from alke.base.papers.word.found import TextBlock, WordCell
from alke.domain.imports.returned import How, Name, ReturnedAction, Unplaced
from alke.domain.imports.word_tables import Place, plain_words
from alke.domain.papers.sheet_columns import FOLLOWUP
from alke.domain.papers.sheet_keys import read_key
from alke.domain.people.recognition import Recogniser
from alke.domain.topics.action_models import Action

LIKE: Final = 80  # of 100: the same action with other words
HINT: Final = 45  # what a number before the text must be confirmed by
_NUMBER = re.compile(r"\s*(\d{1,6})[\s\u2002\u00a0.:)]+")


@dataclass
class ActionRow:
    """The cells of one action in one row."""

    table: str
    cells: list[tuple[Place, WordCell]] = field(default_factory=list)

    def add(self, place: Place, cell: WordCell) -> None:
        """One more cell."""
        self.cells.append((place, cell))

    def written(self) -> Iterator[WordCell]:
        """The cells with text."""
        return (cell for _place, cell in self.cells if words_of(cell.blocks).strip())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it; a row emptied of its text is one that was removed."""
        return not any(self.written())

    def of(self, role: str, side: str = "") -> list[TextBlock]:
        """The blocks of the column with that role."""
        return [
            block
            for place, cell in self.cells
            if place.role == role and place.side == side
            for block in cell.blocks
        ]

    def has(self, role: str, side: str = "") -> bool:
        """Whether the table has such a column."""
        return any(place.role == role and place.side == side for place, _cell in self.cells)

    @property
    def named(self) -> int | None:
        """The number that most of its cells' names carry."""
        keys = [read_key(name) for _place, cell in self.cells for name in cell.names]
        asked = self.table == FOLLOWUP
        count = Counter(key.number for key in keys if key is not None and key.followup == asked)
        return count.most_common(1)[0][0] if count else None


@dataclass
class ActionRows:
    """Reads rows against the actions of a sheet."""

    actions: Sequence[Action]
    recogniser: Recogniser
    unplaced: list[Unplaced] = field(default_factory=list)
    found: tuple[ReturnedAction, ...] = ()

    def read(self, rows: Sequence[ActionRow]) -> "ActionRows":
        """Sets `found`; sure matches come first, so that likeness cannot take their place."""
        matched = match_rows(rows, self.actions)
        new: tuple[None, How] = (None, "new")
        found = []
        for place, row in enumerate(rows):
            if place in matched or words_of(row.of("text")).strip():
                found.append(self._returned(row, *matched.get(place, new)))
            else:  # bodies without an action
                texts = (words_of(cell.blocks).strip() for cell in row.written())
                self.unplaced += [Unplaced(text, "table") for text in texts]
        self.found = tuple(found)
        return self

    def _returned(self, row: ActionRow, number: int | None, how: How) -> ReturnedAction:
        for block in row.of("money"):
            text = words_of([block]).strip()
            if text and not self._is_known_money(number, text):
                self.unplaced.append(Unplaced(text, "table", "money"))
        return ReturnedAction(
            number=number,
            how=how,
            kind=row.table,
            text=text_of(row.of("text"), {action.number for action in self.actions}),
            bodies={
                side: names_in(row.of("bodies", side), self.recogniser)
                for side in ("vn", "mk")
                if row.has("bodies", side)
            },
        )

    def _is_known_money(self, number: int | None, text: str) -> bool:
        """Whether the cell says what was exported; money is changed on the action's page."""
        action = next((row for row in self.actions if row.number == number), None)
        digits = re.sub(r"\D", "", text)
        amount = action.money_amount if action is not None else None
        return amount is not None and digits.startswith(str(int(amount)))


def names_in(blocks: Sequence[TextBlock], recogniser: Recogniser) -> tuple[Name, ...]:
    """The bodies that a cell names; one in bold leads."""
    text = words_of(blocks)
    bold = plain_words(" ".join(plain(run for run in _runs(blocks) if run.bold).split()))
    all_bold = bold == plain_words(text)
    return tuple(
        Name(
            text=row.text,
            certainty=row.certainty.value,
            slugs=tuple(body.slug for body in row.bodies),
            lead=row.lead or (not all_bold and plain_words(row.text) in bold),
        )
        for row in recogniser.read(text)
    )


Titles = dict[int, tuple[str, str]]  # by number, in plain words


def match_rows(rows: Sequence[ActionRow], actions: Iterable[Action]) -> dict[int, tuple[int, How]]:
    """The action of each row that has one, by the row's place, and how it was known.

    Sure matches come first, so that likeness cannot take their place; each action is one row's.
    """
    left = titles_of(actions)
    matched: dict[int, tuple[int, How]] = {}
    hows: tuple[How, ...] = ("name", "number", "likeness")
    for how in hows:
        for place, row in enumerate(rows):
            if place not in matched and (number := _number_of(row, how, left)) is not None:
                matched[place] = (number, how)
                del left[number]
    return matched


def titles_of(actions: Iterable[Action]) -> Titles:
    """What rows are compared with."""
    return {row.number: (plain_words(row.title), plain_words(row.title_sv)) for row in actions}


def _number_of(row: ActionRow, how: How, left: Titles) -> int | None:
    """The action among those left that the row is, in this way."""
    if how == "name":
        return row.named if row.named in left else None
    text = words_of(row.of("text"))
    if how == "number":
        found = _NUMBER.match(text)
        number = int(found[1]) if found else 0
        if found and number in left and _likeness(text[found.end() :], left[number]) >= HINT:
            return number
        return None
    score, number = next(iter(likest(text, left, 1)), (0, 0))
    return number if score >= LIKE else None


def likest(text: str, titles: Titles, most: int) -> list[tuple[float, int]]:
    """(likeness, number) of the actions that the text is most like; the lower number first."""
    words = plain_words(text)
    scored = [(_like(words, names), number) for number, names in titles.items()]
    return sorted(scored, key=lambda row: (-row[0], row[1]))[:most]


def _likeness(text: str, titles: tuple[str, str]) -> float:
    return _like(plain_words(text), titles)


def _like(words: str, titles: tuple[str, str]) -> float:
    return max(likeness(words, own) for own in titles) if words else 0


def text_of(blocks: Iterable[TextBlock], numbers: set[int]) -> str:
    """An action's text in one line, without the number that the export prints before it."""
    runs = [run for run in _runs(blocks) if not run.number]
    text = " ".join(plain(runs).split())
    found = _NUMBER.match(text)
    if found and int(found[1]) in numbers:
        return text[found.end() :].strip()
    return text


def _runs(blocks: Iterable[TextBlock]) -> Iterator[Run]:
    """All runs, with a break between paragraphs."""
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield from runs
            case Items(items):
                for item in items:
                    yield from item.runs
                    yield Run("\n")
            case Heading(words):
                yield Run(words)
        yield Run("\n")
