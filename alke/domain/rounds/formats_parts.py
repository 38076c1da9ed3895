"""Reads each part of a round format from its table."""

import datetime as dt

from alke.base.languages import CODES
from alke.domain.rounds.formats_reader import Table
from alke.domain.rounds.formats_shapes import (
    AGENDA_DAYS,
    KEY_LIMIT,
    RETENTION_YEARS,
    YEARS,
    AgendaSpec,
    BasisSpec,
    ColumnSpec,
    ContactSpec,
    DeadlineSpec,
    DiscussionSpec,
    DistributionSpec,
    FieldSpec,
    FollowUpSpec,
    GroupSpec,
    KindSpec,
    Letter,
    PrioritySpec,
    RegionalRule,
    RoundFormat,
    SectionSpec,
    SheetSpec,
    StateSpec,
    ThemeSpec,
)

# The same values as in the models; a test compares them.
ROUND_STATES = ("preparation", "running", "followup", "ended")
WEEKENDS = ("flag", "move-before", "move-after")
KINDS = ("joint", "regional", "webinar", "event", "written")
OUTCOMES = ("conclusions", "memo", "agreement", "none")
OWNERS = ("councils", "ministries", "both", "coordinator")
PURPOSES = ("agenda", "booking", "attendance", "participants", "followup", "other")
DISTRIBUTION = ("action", "information")
PRIORITIES = ("priority", "view", "precondition")
ACTION_STATES = ("proposed", "not-started", "ongoing", "delayed", "done", "dropped")


def read_format(top: Table) -> RoundFormat:
    """The format as it stands in the file; faults are noted, and defaults stand for them."""
    head = top.table("round", required=True) or top.nothing("round")
    return RoundFormat(
        year=head.number("year", YEARS[0], YEARS[-1]),
        title=head.names("title"),
        legal_basis=head.names("legal_basis", required=False),
        deciding_body=head.names("deciding_body", required=False),
        state=head.choice("state", ROUND_STATES, "preparation"),
        weekends=head.choice("weekends", WEEKENDS, "flag"),
        retention_years=head.number("retention_years", 1, 50, RETENTION_YEARS),
        languages=head.choices("languages", CODES) or ("fi", "sv"),
        letter=_letter(head),
        basis=tuple(map(_basis, top.tables("basis"))),
        kinds=tuple(map(_kind, top.tables("kinds"))),
        groups=tuple(map(_group, top.tables("groups"))),
        discussions=tuple(map(_discussion, top.tables("discussions"))),
        regional=_regional(top),
        themes=tuple(map(_theme, top.tables("themes"))),
        deadlines=tuple(map(_deadline, top.tables("deadlines"))),
        followups=tuple(map(_followup, top.tables("followups"))),
        sheet=_sheet(top),
        priorities=tuple(map(_priority, top.tables("priorities"))),
        distribution=_distribution(top),
        agenda=_agenda(top),
        states=tuple(map(_state, top.tables("states"))),
    )


def _letter(head: Table) -> Letter:
    table = head.table("letter")
    if table is None:
        return Letter()
    return Letter(table.day("date"), table.text("number", 60), table.text("case_number", 60))


def _basis(table: Table) -> BasisSpec:
    return BasisSpec(
        key=table.slug("key"),
        title=table.names("title"),
        number=table.text("number", 60),
        expected=table.day("expected"),
        adopted=table.day("adopted"),
        opened_by=table.text("opened_by", 40),
        yearly=table.flag("yearly"),
    )


def _kind(table: Table) -> KindSpec:
    return KindSpec(
        key=table.choice("key", KINDS),
        outcome=table.choice("outcome", OUTCOMES),
        max_topics=table.integer("max_topics", 1, 50),
        minutes=table.integer("minutes", 5, 6000),
        must_attend=table.organisations("must_attend"),
        money=table.flag("money"),
    )


def _group(table: Table) -> GroupSpec:
    return GroupSpec(
        table.slug("slug"), table.names("name"), table.regions("members"), table.regions("also")
    )


def _discussion(table: Table) -> DiscussionSpec:
    return DiscussionSpec(
        slug=table.slug("slug"),
        kind=table.choice("kind", KINDS),
        name=table.names("name") if table.has("name") else None,
        group=table.text("group", 40),
        region=table.region("region"),
        parent=table.text("parent", 40),
        date=table.day("date"),
        until=table.day("until"),
        starts=table.time("starts"),
        ends=table.time("ends"),
        place=table.text("place", 120),
        link=table.web_address("link"),
        stated=table.text("stated", 120),
        money=table.integer("money", 0, 10**10),
        invited=table.organisations("invited"),
        owner=_contact(table.table("owner")),
        contacts=tuple(found for t in table.tables("contacts") if (found := _contact(t))),
    )


def _contact(table: Table | None) -> ContactSpec | None:
    if table is None:
        return None
    return ContactSpec(
        table.organisation("organisation"),
        table.names_or_text("title", 120),
        table.email("email"),
    )


def _regional(top: Table) -> RegionalRule | None:
    table = top.table("regional")
    if table is None:
        return None
    starts = table.time("from", required=True)
    return RegionalRule(
        starts=starts or dt.time(),
        minutes=table.number("minutes", 5, 600),
        booking=table.text("booking", 60, required=True),
        gap=table.number("gap", 0, 600, 0),
        slots=table.number("slots", 1, 100, 1),
        tracks=table.number("tracks", 1, 20, 1),
        staff=table.integer("staff", 1, 20),
        place=table.text("place", 120),
    )


def _theme(table: Table) -> ThemeSpec:
    return ThemeSpec(
        table.slug("key"),
        table.names("name"),
        table.regions("regions"),
        table.flag("cross_cutting"),
        table.integer("money", 0, 10**10),
    )


def _deadline(table: Table) -> DeadlineSpec:
    return DeadlineSpec(
        key=table.slug("key", KEY_LIMIT),
        name=table.names("name"),
        purpose=table.choice("purpose", PURPOSES, "other"),
        owner=table.choice("owner", OWNERS, "both"),
        date=table.day("date"),
        time=table.time("time"),
        anchor=table.text("anchor", 80),
        each=table.choice("each", KINDS, "") if table.has("each") else "",
        offset=table.integer("offset", -1000, 1000),
        discussion=table.text("discussion", 40),
        hard=table.flag("hard"),
        reminders=table.integers("reminders", 0, 365),
        stated=table.text("stated", 120),
    )


def _followup(table: Table) -> FollowUpSpec:
    return FollowUpSpec(
        slug=table.slug("slug"),
        name=table.names("name"),
        scope=table.number("scope", YEARS[0], YEARS[-1]),
        opens=table.day("opens", required=True) or dt.date.min,
        deadline=table.text("deadline", KEY_LIMIT, required=True),
        previous=table.text("previous", 40),
        questions=table.names_list("questions", 500),
        nothing_new=table.flag("nothing_new", default=True),
    )


def _sheet(top: Table) -> SheetSpec | None:
    table = top.table("sheet")
    if table is None:
        return None
    return SheetSpec(
        tuple(map(_section, table.tables("sections"))),
        tuple(map(_field, table.tables("fields"))),
        tuple(map(_column, table.tables("columns"))),
    )


def _section(table: Table) -> SectionSpec:
    return SectionSpec(table.slug("key"), table.names("name"))


def _field(table: Table) -> FieldSpec:
    return FieldSpec(
        key=table.slug("key"),
        label=table.names("label"),
        help=table.names("help", 500, required=False),
        limit=table.number("limit", 50, 50_000, 4000),
        place=table.number("place", 0, 20, 0),
    )


def _column(table: Table) -> ColumnSpec:
    return ColumnSpec(
        key=table.slug("key"),
        section=table.text("section", 40, required=True),
        table=table.slug("table"),
        label=table.names("label"),
        two_sided=table.flag("two_sided"),
    )


def _priority(table: Table) -> PrioritySpec:
    return PrioritySpec(table.slug("key"), table.choice("kind", PRIORITIES), table.names("name"))


def _distribution(top: Table) -> tuple[DistributionSpec, ...]:
    table = top.table("distribution")
    if table is None:
        return ()
    return tuple(
        DistributionSpec(row.organisation("organisation"), purpose, row.text("stated", 120))
        for purpose in DISTRIBUTION
        for row in table.entries(purpose, "organisation")
    )


def _agenda(top: Table) -> AgendaSpec:
    table = top.table("agenda")
    if table is None:
        return AgendaSpec()
    return AgendaSpec(
        table.number("days", 0, 365, AGENDA_DAYS),
        table.number("opening", 0, 240, 10),
        table.number("closing", 0, 240, 10),
        table.number("topic_opening", 0, 240, 5),
    )


def _state(table: Table) -> StateSpec:
    return StateSpec(table.choice("key", ACTION_STATES), table.names("name"))
