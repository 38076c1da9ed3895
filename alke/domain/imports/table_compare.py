"""What a follow-up's Word table says, statement by statement, beside what the cells say now.

A statement belongs to a cell where the file tells its action and body for sure. Otherwise it is
doubtful, and a person chooses a cell that is still empty, or leaves it out. What another body
answers for is shown, and waits for that body; nothing is taken for it by anybody else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from alke.base.papers import richtext
from alke.domain.followup.models import ProgressReport
from alke.domain.imports.returned_table import ReturnedRow, ReturnedTable, Statement
from alke.domain.imports.spots import Spot, Spots
from alke.domain.imports.statements import SURE

Answer = ProgressReport.Answer


class Kind(StrEnum):
    """What is the matter with one statement."""

    UNCHANGED = "unchanged"
    NEW = "new"  # the cell is empty
    CONFLICT = "conflict"  # the cell says something else
    DOUBTFUL = "doubtful"  # whose cell it is, a person must say
    BEYOND = "beyond"  # another body's


ASKED = frozenset({Kind.NEW, Kind.CONFLICT, Kind.DOUBTFUL})


@dataclass(frozen=True)
class Said:
    """A statement with its cell, or with the cells among which a person chooses."""

    key: str  # in the form of the review: "s.3.0", "s.3.0.kainuu"
    kind: Kind
    row: ReturnedRow
    statement: Statement
    answer: str
    text: str
    spot: Spot | None = None
    near: tuple[Spot, ...] = ()
    whose: str = ""  # the body as the file names it

    @property
    def default(self) -> str:
        """The choice that is marked at first."""
        return "take" if self.kind is Kind.NEW else ""


def compare_table(returned: ReturnedTable, spots: Spots) -> tuple[Said, ...]:
    """Every statement that nobody has decided on, in the file's order."""
    found: list[Said] = []
    seen: set[int] = set()
    for said in _all(returned, spots):
        if said.key in returned.settled:
            continue
        twice = said.spot is not None and said.spot.report.pk in seen
        if said.spot is not None:
            seen.add(said.spot.report.pk)
        found.append(replace(said, kind=Kind.CONFLICT) if twice and said.kind in ASKED else said)
    return tuple(found)


def _all(returned: ReturnedTable, spots: Spots) -> Iterator[Said]:
    for place, row in enumerate(returned.rows):
        for number, statement in enumerate(row.statements):
            key = f"s.{place}.{number}"
            if statement.names:
                yield from _by_name(key, row, statement, spots)
            else:
                yield _by_row(key, row, statement, spots)


def _by_name(key: str, row: ReturnedRow, statement: Statement, spots: Spots) -> Iterator[Said]:
    """The text names who says it: one or several, or all bodies of a kind that are asked."""
    for name in statement.names:
        own = [spots.get(row.number, slug, statement.side) for slug in name.slugs]
        known = [spot for spot in own if spot is not None]
        for spot in known:
            yield _at(f"{key}.{spot.report.organisation.slug}", row, statement, spot)
        if not known:
            yield _doubtful(f"{key}.{'-'.join(name.slugs)}", row, statement, spots, name.text)


def _by_row(key: str, row: ReturnedRow, statement: Statement, spots: Spots) -> Said:
    """It names nobody: the one body that is responsible, by the file or by Alke."""
    asked = spots.of(row.number, statement.side)
    names = row.bodies.get(statement.side, ())
    told = {slug for name in names for slug in name.slugs}
    sure = bool(names) and all(name.certainty in SURE for name in names)
    meant = [spot for spot in asked if spot.report.organisation.slug in told] if sure else asked
    if len(meant) == 1:
        return _at(key, row, statement, meant[0])
    return _doubtful(key, row, statement, spots)


def _at(key: str, row: ReturnedRow, statement: Statement, spot: Spot) -> Said:
    answer, text = _meant(statement, spot)
    if _is_said(answer, text, spot):
        kind = Kind.UNCHANGED
    elif not spot.may:
        kind = Kind.BEYOND
    else:
        kind = Kind.NEW if spot.is_empty else Kind.CONFLICT
    whose = spot.report.organisation.short
    return Said(key, kind, row, statement, answer, text, spot, whose=whose)


def _doubtful(
    key: str, row: ReturnedRow, statement: Statement, spots: Spots, whose: str = ""
) -> Said:
    """The empty cells that one may fill: of the action, of those that are like it, of others."""
    free = spots.free(statement.side)
    numbers = [number for number in (row.number, *row.near) if number is not None]
    near = sorted(free, key=lambda spot: _rank(spot.report.action.number, numbers))
    kind = Kind.DOUBTFUL if spots.writes(statement.side) else Kind.BEYOND
    answer = statement.answer
    if answer == Answer.NOTHING_NEW and statement.text:
        answer = Answer.TEXT.value
    return Said(key, kind, row, statement, answer, statement.text, near=tuple(near), whose=whose)


def _rank(number: int, first: list[int]) -> tuple[int, int]:
    return (first.index(number) if number in first else len(first), number)


def _meant(statement: Statement, spot: Spot) -> tuple[str, str]:
    """“Nothing new” above the earlier text stands on it; above another text it is that text."""
    if statement.answer != Answer.NOTHING_NEW or not statement.text:
        return statement.answer, statement.text
    earlier = spot.report.since
    if earlier is not None and normal(earlier.text) == normal(statement.text):
        return Answer.NOTHING_NEW.value, ""
    return Answer.TEXT.value, statement.text


def _is_said(answer: str, text: str, spot: Spot) -> bool:
    """Whether the cell says it, in its answer or draft; or it is the earlier text once more."""
    entry, earlier = spot.entry, spot.report.since
    if text and earlier is not None and normal(earlier.text) == normal(text):
        return True
    alike = {entry.answer, answer} <= {Answer.TEXT, Answer.DONE} or entry.answer == answer
    return not spot.is_empty and alike and normal(entry.text) == normal(text)


def normal(text: str) -> str:
    """A text in the form in which it comes back from a file."""
    return richtext.markdown(richtext.blocks(text))


def count(found: Iterable[Said], *kinds: Kind) -> int:
    """How many statements are of these kinds."""
    return sum(said.kind in kinds for said in found)
