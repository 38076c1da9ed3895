"""What a round format holds: plain frozen values, named as in the TOML file."""

import datetime as dt
from dataclasses import dataclass, field

YEARS = range(2000, 2100)  # of rounds
KEY_LIMIT = 60  # characters of a deadline's key
RETENTION_YEARS = 2  # so long personal data is needed after a round: for its follow-up (R17)
AGENDA_DAYS = 14  # letter 2024, Keskusteluteemojen valmistelu: two weeks before the discussion


@dataclass(frozen=True)
class Names:
    """A text in three languages; Swedish and English may be missing."""

    fi: str
    sv: str = ""
    en: str = ""

    def as_dict(self) -> dict[str, str]:
        """For a JSON field: {"fi": …, "sv": …, "en": …}."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}


@dataclass(frozen=True)
class Letter:
    """The guidance letter."""

    date: dt.date | None = None
    number: str = ""
    case_number: str = ""


@dataclass(frozen=True)
class BasisSpec:
    """A base document; `yearly` ones are made anew for every round."""

    key: str
    title: Names
    number: str = ""
    expected: dt.date | None = None
    adopted: dt.date | None = None
    opened_by: str = ""  # slug of the discussion that opens it, and so rests on it
    yearly: bool = False


@dataclass(frozen=True)
class KindSpec:
    """What a kind of discussion allows in this round."""

    key: str
    outcome: str
    max_topics: int | None = None
    minutes: int | None = None
    must_attend: tuple[str, ...] = ()
    money: bool = False


@dataclass(frozen=True)
class GroupSpec:
    """A group of regions: `members` have it as their primary one, `also` come too."""

    slug: str
    name: Names
    members: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactSpec:
    """Who answers for a discussion, by role."""

    organisation: str
    title: Names
    email: str = ""


@dataclass(frozen=True)
class DiscussionSpec:
    """One discussion; a regional one is named after its region unless it says otherwise."""

    slug: str
    kind: str
    name: Names | None = None
    group: str = ""
    region: str = ""
    parent: str = ""
    date: dt.date | None = None
    until: dt.date | None = None  # the last day, when it is another
    starts: dt.time | None = None
    ends: dt.time | None = None
    place: str = ""
    link: str = ""
    stated: str = ""
    money: int | None = None  # euros tied to its co-operation document
    invited: tuple[str, ...] = ()
    owner: ContactSpec | None = None
    contacts: tuple[ContactSpec, ...] = ()


@dataclass(frozen=True)
class RegionalRule:
    """Meetings of every region on the day of its group's discussion, to be booked."""

    starts: dt.time
    minutes: int
    booking: str  # key of the deadline for booking
    gap: int = 0
    slots: int = 1  # a day and track
    tracks: int = 1
    staff: int | None = None  # at how many at once those can be who attend them all; else at each
    place: str = ""


@dataclass(frozen=True)
class ThemeSpec:
    """A theme of the round and the regions that speak about it."""

    key: str
    name: Names
    regions: tuple[str, ...] = ()
    cross_cutting: bool = False
    money: int | None = None  # euros tied to it


@dataclass(frozen=True)
class DeadlineSpec:
    """A deadline: on a date, or so many days from something else."""

    key: str
    name: Names
    purpose: str
    owner: str
    date: dt.date | None = None
    time: dt.time | None = None
    anchor: str = ""  # "discussion:ita", "basis:paatos" or "deadline:varaukset"
    each: str = ""  # one for every discussion of this kind, counted from its day
    offset: int | None = None
    discussion: str = ""
    hard: bool = False
    reminders: tuple[int, ...] = ()
    stated: str = ""


@dataclass(frozen=True)
class FollowUpSpec:
    """A round of follow-up of one year's actions."""

    slug: str
    name: Names
    scope: int
    opens: dt.date
    deadline: str
    previous: str = ""
    questions: tuple[Names, ...] = ()
    nothing_new: bool = True


@dataclass(frozen=True)
class SectionSpec:
    """A part of the sheet: the topic, the actions, or their follow-up."""

    key: str
    name: Names


@dataclass(frozen=True)
class FieldSpec:
    """A field of the sheet; `place` is its column in the annex, 0 when it is not in it."""

    key: str
    label: Names
    help: Names
    limit: int
    place: int = 0


@dataclass(frozen=True)
class ColumnSpec:
    """A column of the sheet's action tables; a two-sided one stands for VN and regions."""

    key: str
    section: str
    table: str
    label: Names
    two_sided: bool = False


@dataclass(frozen=True)
class SheetSpec:
    """The sheet's template."""

    sections: tuple[SectionSpec, ...]
    fields: tuple[FieldSpec, ...]
    columns: tuple[ColumnSpec, ...]


@dataclass(frozen=True)
class PrioritySpec:
    """A priority, cross-cutting view or precondition of the decision."""

    key: str
    kind: str
    name: Names


@dataclass(frozen=True)
class DistributionSpec:
    """A body on the distribution list; `stated` is the letter's wording, if it differs."""

    organisation: str
    purpose: str
    stated: str = ""


@dataclass(frozen=True)
class AgendaSpec:
    """When the agenda is known to the participants, and what its standing parts take in minutes."""

    days: int = AGENDA_DAYS  # before the discussion, at least
    opening: int = 10
    closing: int = 10
    topic_opening: int = 5  # of one side


@dataclass(frozen=True)
class StateSpec:
    """The round's own word for a state of actions."""

    key: str
    name: Names


@dataclass(frozen=True)
class RoundFormat:
    """All that makes a year's round (R1)."""

    year: int
    title: Names
    legal_basis: Names
    deciding_body: Names
    state: str = "preparation"
    weekends: str = "flag"
    retention_years: int = RETENTION_YEARS  # personal data after the round's end
    languages: tuple[str, ...] = ("fi", "sv")
    letter: Letter = field(default_factory=Letter)
    basis: tuple[BasisSpec, ...] = ()
    kinds: tuple[KindSpec, ...] = ()
    groups: tuple[GroupSpec, ...] = ()
    discussions: tuple[DiscussionSpec, ...] = ()
    regional: RegionalRule | None = None
    themes: tuple[ThemeSpec, ...] = ()
    deadlines: tuple[DeadlineSpec, ...] = ()
    followups: tuple[FollowUpSpec, ...] = ()
    sheet: SheetSpec | None = None
    priorities: tuple[PrioritySpec, ...] = ()
    distribution: tuple[DistributionSpec, ...] = ()
    agenda: AgendaSpec = field(default_factory=AgendaSpec)
    states: tuple[StateSpec, ...] = ()

    def kind(self, key: str) -> KindSpec | None:
        """What the kind `key` allows."""
        return next((kind for kind in self.kinds if kind.key == key), None)
