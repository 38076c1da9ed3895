"""A brought table, row by row: what each row is, who it names, and what is wrong with it.

Nothing is kept: the same rows are read again when they are accepted. Every row is accounted for.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.richtext import BadInput
from alke.domain.participants.models import Participant
from alke.domain.participants.person import Person, checked
from alke.domain.participants.table_columns import (
    LANGUAGES,
    MANDATES,
    MODES,
    columns_of,
    opening_of,
)
from alke.domain.people.models import Organisation
from alke.domain.people.recognition import Certainty, Recogniser
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic

COLUMNS: Final = {
    "language": gettext_lazy("Language of mails"),
    "mode": gettext_lazy("Way of taking part"),
    "mandate": gettext_lazy("Mandate"),
}
OTHER: Final = "muu"  # "another stakeholder of ours", by the name that stands in the row


class Kind(StrEnum):
    """What a row comes to."""

    NEW = "new"
    KNOWN = "known"  # registered already; stays as it is
    ASK = "ask"  # registered for another body; taken when it is ticked
    FAULT = "fault"
    LEFT = "left"  # left out on purpose
    EMPTY = "empty"


@dataclass
class TableRow:
    """A row of the table."""

    number: int  # as it stands in the table, headings counted
    said: str  # the organisation in its own words
    person: Person
    kind: Kind = Kind.NEW
    body: Organisation | None = None
    near: tuple[Organisation, ...] = ()  # what the words might mean
    faults: list[str] = field(default_factory=list)  # all that keeps it from being taken
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """What a person chose in the preview: bodies by row, rows left out, questions answered yes."""

    bodies: Mapping[int, str] = field(default_factory=dict)  # slug, or `OTHER`
    left: Collection[int] = ()
    sure: Collection[int] = ()


@dataclass(frozen=True)
class Ground:
    """What rows are held against."""

    discussion: Discussion
    bodies: Sequence[Organisation]  # for which the person may register
    recogniser: Recogniser
    topics: Mapping[int, Topic]
    registered: Mapping[str, tuple[Organisation, ...]]  # by address
    own: Organisation | None  # for rows that name nobody, and for other stakeholders


@dataclass(frozen=True)
class Table:
    """The whole table; `in_file` rows came in, and as many are accounted for."""

    rows: list[TableRow]
    in_file: int
    headings: int

    @property
    def counts(self) -> Counter[Kind]:
        """How many rows of each kind there are."""
        return Counter(row.kind for row in self.rows)

    @property
    def is_ready(self) -> bool:
        """Whether it can be accepted: something is new, and nothing is open."""
        counts = self.counts
        return bool(counts[Kind.NEW]) and not (counts[Kind.FAULT] or counts[Kind.ASK])


def match_table(cells: Sequence[Sequence[str]], ground: Ground, choices: Choices) -> Table:
    """All rows, matched and checked; two of the same person in the table are told, too."""
    places, headings = columns_of(cells)
    at, lines = places.get("organisation"), cells[headings:]
    named = at is not None and any(line[at : at + 1] not in ([], [""]) for line in lines)
    rows: list[TableRow] = []
    for number, line in enumerate(lines, start=headings + 1):
        above = next((row.body for row in reversed(rows) if row.body is not None), None)
        rows.append(_row(number, line, places, ground, choices, (named, above)))
    _mark_repeated(rows)
    return Table(rows, len(cells), headings)


def _row(
    number: int,
    line: Sequence[str],
    places: Mapping[str, int],
    ground: Ground,
    choices: Choices,
    around: tuple[bool, Organisation | None],
) -> TableRow:
    """`around`: whether other rows name organisations, and which one the row above has."""
    said = {key: line[at].strip() if at < len(line) else "" for key, at in places.items()}
    row = TableRow(number, said.get("organisation", ""), Person(""))
    if not any(cell.strip() for cell in line):
        row.kind = Kind.EMPTY
        return row
    if number in choices.left:
        row.kind = Kind.LEFT
    _find_body(row, choices.bodies.get(number, ""), ground, around)
    row.person, faults = _person(said, row, ground)
    row.faults += [str(fault) for fault in faults]
    _settle(row, ground, sure=number in choices.sure)
    return row


def _settle(row: TableRow, ground: Ground, *, sure: bool) -> None:
    """What the row comes to, now that its body and person are known."""
    if row.kind is Kind.LEFT:
        return
    others = ground.registered.get(row.person.email, ()) if row.person.email else ()
    known = row.body is not None and row.body.pk in {body.pk for body in others}
    if others and not known:
        row.notes.append(_("Registered already for: %(body)s") % {"body": others[0].name})
    if row.faults or row.body is None:
        row.kind = Kind.FAULT
    elif known:
        row.kind = Kind.KNOWN
    elif others:
        row.kind = Kind.NEW if sure else Kind.ASK


def _find_body(
    row: TableRow, chosen: str, ground: Ground, around: tuple[bool, Organisation | None]
) -> None:
    by_slug = {body.slug: body for body in ground.bodies}
    if chosen == OTHER and ground.own is not None:
        row.body = ground.own
        return
    if chosen in by_slug:
        row.body = by_slug[chosen]
        return
    if not row.said:
        named, above = around
        if named or ground.own is None:  # often one of merged cells: whose it is, nobody guesses
            row.near = (above,) if above is not None and above.slug in by_slug else ()
            row.faults.append(_("The row names no organisation. Choose one."))
        else:
            row.body = ground.own
        return
    mentions = ground.recogniser.read(row.said)
    found = [body for mention in mentions for body in mention.bodies]
    sure = len(mentions) == 1 and mentions[0].certainty is Certainty.CERTAIN
    row.near = tuple(body for body in found if body.slug in by_slug)
    if sure and found[0].slug in by_slug:
        row.body = by_slug[found[0].slug]
    elif sure:
        row.faults.append(_("You do not register participants of this organisation."))
    else:
        row.faults.append(_("The organisation was not recognised. Choose it."))


def _person(
    said: Mapping[str, str], row: TableRow, ground: Ground
) -> tuple[Person, list[BadInput]]:
    opens, number = opening_of(said.get("opening", ""))
    topic = ground.topics.get(number) if number else None
    if number and topic is None:
        text = _("There is no topic %(number)d on the agenda: the opening’s topic stays open.")
        row.notes.append(text % {"number": number})
    other = row.body is not None and row.body == ground.own and not _is_own(row, ground)
    name, email = _addressed(said.get("email", ""))
    person = Person(
        title=said.get("title", ""),
        email=email,
        name=said.get("name", "") or name,
        represents=row.said if other and row.said else "",
        language=_known(said, "language", LANGUAGES, row),
        mode=_known(said, "mode", MODES, row) or Participant.Mode.REMOTE,
        mandate=_known(said, "mandate", MANDATES, row),
        gives_opening=opens,
        topic=topic,
    )
    language = row.body.language if row.body is not None else "fi"
    return checked(person, ground.discussion, language)


def _addressed(text: str) -> tuple[str, str]:
    """Name and address of a cell as mail programs copy it: “Aino Esimerkki <aino@b.example>”."""
    name, address = parseaddr(text.removeprefix("mailto:"))
    return (name, address) if "@" in address else ("", text)


def _is_own(row: TableRow, ground: Ground) -> bool:
    """Whether the words name the very body that registers, not another stakeholder of it."""
    found = [body for mention in ground.recogniser.read(row.said) for body in mention.bodies]
    return ground.own in found


def _known(said: Mapping[str, str], key: str, words: Mapping[str, str], row: TableRow) -> str:
    text = said.get(key, "").casefold()
    if text and text not in words:
        told = _("%(column)s: “%(text)s” is not known and is left out.")
        row.notes.append(told % {"column": COLUMNS[key], "text": said[key]})
    return words.get(text, "")


def _mark_repeated(rows: Iterable[TableRow]) -> None:
    seen: dict[tuple[int, str], int] = {}
    for row in rows:
        if (
            row.kind not in {Kind.NEW, Kind.ASK, Kind.FAULT}
            or row.body is None
            or not row.person.email
        ):
            continue
        key = (row.body.pk, row.person.email)
        if key in seen:
            row.kind = Kind.FAULT
            text = _("The same address stands in row %(number)d, too.")
            row.faults.append(text % {"number": seen[key]})
        seen.setdefault(key, row.number)
