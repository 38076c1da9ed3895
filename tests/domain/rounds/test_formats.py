"""A round format is read whole, or every fault of it is named with its line and key."""

import datetime as dt
import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from alke.domain.rounds import formats_parts as parts
from alke.domain.rounds.formats import LONGEST, FormatFaults, parse_format
from alke.domain.rounds.formats_schedule import Schedule
from alke.domain.rounds.models import Deadline, Discussion, Distribution, Round
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics.action_models import Action
from tests.domain.rounds.formats_help import SMALL, faults, parse, small
from tests.factories.rounds import shipped


def test_the_values_of_formats_are_those_of_the_tables() -> None:
    assert list(parts.ROUND_STATES) == Round.State.values
    assert list(parts.WEEKENDS) == Round.Weekends.values
    assert list(parts.KINDS) == Discussion.Kind.values
    assert list(parts.OUTCOMES) == Discussion.Outcome.values
    assert list(parts.OWNERS) == Deadline.Owner.values
    assert list(parts.DISTRIBUTION) == Distribution.Purpose.values
    assert list(parts.PRIORITIES) == Priority.Kind.values
    assert list(parts.ACTION_STATES) == Action.State.values


def test_a_small_format_is_read() -> None:
    found = parse(SMALL)
    assert (found.year, found.title.fi, found.weekends) == (2024, "Kierros 2024", "flag")
    assert found.groups[0].members == ("10", "11")
    assert found.discussions[0].starts == dt.time(9)
    assert found.discussions[0].ends == dt.time(11, 30)
    assert Schedule(found).day("asialista-ita") == dt.date(2024, 4, 2)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(f"\ufeff{SMALL}").year == 2024


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "reason"),
    [
        ("year = 2024", "year = 1924", 2, "round.year", "“1924” is not a whole number"),
        ("year = 2024", 'year = "2024"', 2, "round.year", "“2024” is not a whole number"),
        ("year = 2024\n", "", 1, "round", "“year” is missing."),
        ('{ fi = "Kierros 2024" }', '{ sv = "Omgång" }', 3, "round.title", "“fi” is missing."),
        ('{ fi = "Kierros 2024" }', '"Kierros"', 3, "round.title", "Here must be a table"),
        ('"Kierros 2024"', '""', 3, "round.title.fi", "The text is empty."),
        ('"Kierros 2024"', '"a\\u0007b"', 3, "round.title.fi", "cannot be shown (U+0007"),
        ('"Kierros 2024"', f'"{"x" * 201}"', 3, "round.title.fi", "1 character too long"),
        ('key = "joint"', 'key = "jiont"', 6, "kinds[1].key", "“jiont” is not possible"),
        ("max_topics = 2", "max_topics = true", 8, "kinds[1].max_topics", "“True” is not a whole"),
        ("max_topics = 2", "max_topisc = 2", 8, "kinds[1].max_topisc", "Is “max_topics” meant?"),
        ("max_topics = 2", "money = 1", 8, "kinds[1].money", "Write true or false"),
        ('["10", "11"]', '["10", "03"]', 13, "groups[1].members[2]", "There is no region “03”"),
        ('["10", "11"]', '["10", 11]', 13, "groups[1].members[2]", "text in quotation marks"),
        ('["10", "11"]', '["10", "10"]', 13, "groups[1].members[2]", "stands here twice"),
        ('["10", "11"]', '"10"', 13, "groups[1].members", "a list in square brackets"),
        ('["10", "11"]', "[]", 10, "groups[1]", "no regions in “members”"),
        ('["18"]', '["10"]', 14, "groups[1].also[1]", "“10” stands here twice."),
        ('slug = "ita"\nkind', 'slug = "Itä"\nkind', 17, "discussions[1].slug", "small letters"),
        ('slug = "ita"\nkind', 'slug = "seuranta"\nkind', 17, "discussions[1].slug", "other page"),
        (
            'kind = "joint"',
            'kind = "event"',
            18,
            "discussions[1].kind",
            "“event” allows is missing",
        ),
        ('group = "ita"', 'group = "lansi"', 19, "discussions[1].group", "not in this file"),
        ("2024-04-16", '"16.4.2024"', 21, "discussions[1].date", "“16.4.2024” is not a date"),
        ("2024-04-16", "2024-04-16T09:00:00", 21, "discussions[1].date", "is not a date"),
        (
            "2024-04-16",
            "2027-04-16",
            21,
            "discussions[1].date",
            "2027 does not fit a round of 2024",
        ),
        ("2024-04-16", "0024-04-16", 21, "discussions[1].date", "The year 24 cannot be right."),
        ('starts = "9"', 'starts = "klo 9"', 22, "discussions[1].starts", "“klo 9” is not a time"),
        ('starts = "9"', 'starts = "25.00"', 22, "discussions[1].starts", "“25.00” is not a time"),
        ('ends = "11.30"', 'ends = "9.00"', 23, "discussions[1].ends", "not after the start"),
        ('starts = "9"\n', "", 16, "discussions[1]", "“starts” is missing."),
        ("date = 2024-04-16\n", "", 16, "discussions[1]", "“date” is missing."),
        ("offset = -14\n", "", 25, "deadlines[1]", "“offset” is missing."),
        (
            'each = "joint"',
            'each = "webinar"',
            28,
            "deadlines[1].each",
            "no discussion of the kind",
        ),
        ('each = "joint"', 'anchor = "ita"', 28, "deadlines[1].anchor", "“ita” is no anchor"),
        (
            'each = "joint"',
            "date = 2024-04-02",
            29,
            "deadlines[1].offset",
            "fixed date has no offset",
        ),
        (
            'each = "joint"',
            'anchor = "basis:x"',
            28,
            "deadlines[1].anchor",
            "“x” is not in this file",
        ),
    ],
)
def test_a_fault_is_named_with_line_and_key(
    old: str, new: str, line: int, path: str, reason: str
) -> None:
    found = faults(small(old, new))
    assert [fault for fault in found if fault[:2] == (line, path) and reason in fault[2]], found


def test_every_fault_is_named_at_once_in_the_order_of_lines() -> None:
    text = small("year = 2024", 'year = "x"')
    text = text.replace("max_topics", "max_topisc").replace('"9"', '"klo 9"')
    found = faults(text)
    assert [(line, path) for line, path, _reason in found] == [
        (2, "round.year"),
        (8, "kinds[1].max_topisc"),
        (22, "discussions[1].starts"),
    ]


def test_a_fault_reads_as_a_sentence_in_finnish() -> None:
    text = small('starts = "9"', 'starts = "klo 9"')
    with translation.override("fi"):
        with pytest.raises(FormatFaults) as caught:
            parse(text)
        assert str(caught.value.faults[0]) == (
            'rivi 22, discussions[1].starts: ”klo 9” ei ole kellonaika. Kirjoita se näin: "9.30".'
        )


def test_an_unknown_table_is_a_fault() -> None:
    assert faults(small(added="[[deadlinse]]\nkey = 1\n")) == [
        (30, "deadlinse", "There is no such key here. Is “deadlines” meant?")
    ]


def test_an_unknown_organisation_is_a_fault_and_the_nearest_is_offered() -> None:
    text = small(added='\n[distribution]\naction = [\n  "tem",\n  "lvmm",\n]\n')
    assert faults(text) == [
        (
            34,
            "distribution.action[2].organisation",
            "There is no organisation “lvmm”. Is “lvm” meant?",
        )
    ]


def test_an_organisation_is_on_the_distribution_list_once() -> None:
    text = small(added='\n[distribution]\naction = ["tem"]\ninformation = ["aune", "tem"]\n')
    assert faults(text) == [(33, "distribution.information[2]", "“tem” stands in the file twice.")]


def test_a_slug_stands_once() -> None:
    again = SMALL[SMALL.index("[[deadlines]]") :].replace('"Asialista"', '"Toinen"')
    assert faults(SMALL + again) == [
        (31, "deadlines[2].key", "“asialista” stands in the file twice.")
    ]


def test_a_region_has_one_primary_group() -> None:
    text = small(added='[[groups]]\nslug = "b"\nname = { fi = "B" }\nmembers = ["11"]\n')
    assert faults(text) == [
        (
            33,
            "groups[2].members[1]",
            "Region 11 is a member of “ita” already; put it into “also” of one of the two.",
        )
    ]


def test_anchors_that_lead_back_to_themselves_are_faults() -> None:
    text = small(
        added="""
[[deadlines]]
key = "a"
name = { fi = "A" }
anchor = "deadline:b"
offset = 1
[[deadlines]]
key = "b"
name = { fi = "B" }
anchor = "deadline:a"
offset = 1
"""
    )
    assert [(line, path) for line, path, _reason in faults(text)] == [
        (34, "deadlines[2].anchor"),
        (39, "deadlines[3].anchor"),
    ]


def test_a_chain_of_hundreds_of_deadlines_is_a_fault_and_no_crash() -> None:
    link = (
        '[[deadlines]]\nkey = "d{}"\nname = {{ fi = "D" }}\nanchor = "deadline:d{}"\noffset = 1\n'
    )
    chain = "".join(link.format(number, number + 1) for number in range(600))
    last = '[[deadlines]]\nkey = "d600"\nname = { fi = "D" }\ndate = 2024-04-02\n'
    found = faults(small(added=chain + last))
    assert found[0][1:] == (
        "deadlines[2].anchor",
        "The day of “d1” cannot be told: it leads back to this deadline or has no date.",
    )


def test_an_anchor_without_a_date_is_a_fault() -> None:
    text = small('date = 2024-04-16\nstarts = "9"\nends = "11.30"\n', "")
    assert faults(text) == [(25, "deadlines[1].each", "“ita” has no date to count from.")]


def test_a_follow_up_that_opens_after_its_deadline_is_a_fault() -> None:
    text = small(
        added="""
[[followups]]
slug = "kevat"
name = { fi = "Kevät" }
scope = 2024
opens = 2024-05-01
deadline = "asialista-ita"
"""
    )
    assert faults(text) == [(35, "followups[1].opens", "It opens after its deadline.")]


def test_a_two_day_event_ends_on_a_later_day_and_may_end_earlier_in_the_day() -> None:
    two_days = "date = 2024-04-16\nuntil = 2024-04-17"
    assert faults(small("date = 2024-04-16", two_days).replace('"11.30"', '"8"')) == []
    back = two_days.replace("-17", "-15")
    assert faults(small("date = 2024-04-16", back)) == [
        (22, "discussions[1].until", "The last day is before the first.")
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[round]\nyear = = 1\n", 2, "cannot be read here"),
        ('[round]\ntitle = "x\n', 2, "cannot be read here"),
        ("[round]\nyear = 1\nyear = 2\n", 3, "stands in the file twice"),
        ("[round]\n[round]\n", 2, "stands in the file twice"),
        ("a = " + "[" * 3000, 1, "too many brackets"),
        (f"a = {'9' * 5000}", 1, "cannot be read here"),
        ("[round]\nx = 2024-02-30T10:00:00\n", 2, "cannot be read here"),
        ("#" * (LONGEST + 1), 1, "too long"),
        ("\x00", 1, "cannot be read here"),
    ],
)
def test_a_file_that_is_no_toml_has_one_fault(text: str, line: int, reason: str) -> None:
    found = faults(text)
    assert len(found) == 1
    assert found[0][0] == line
    assert reason in found[0][2]


@pytest.mark.parametrize(
    "text",
    [
        'a = """' + "\\" * 200_001,
        'a = """' + '\\"""' * 70_000,
        'a = "' + '\\"' * 140_000,
        "a = '''" + "''x" * 90_000,
        'a = """' + "\\" * LONGEST,
    ],
    ids=["backslashes", "escaped marks", "one line", "plain", "too long"],
)
def test_a_text_that_nobody_closed_is_read_through_only_once(text: str) -> None:
    """Else it would be read for years."""
    assert len(faults(text)) == 1


def test_a_date_that_no_calendar_has_is_told_with_its_key_among_all_other_faults() -> None:
    wrong = small("date = 2024-04-16", "date = 2024-04-36  # 2024-04-36").replace('"11.30"', '"x"')
    assert [(line, path) for line, path, _reason in faults(wrong)] == [
        (21, "discussions[1].date"),
        (23, "discussions[1].ends"),
        (28, "deadlines[1].each"),  # it counts from that date
    ]
    assert "“2024-04-36” is not a date" in faults(wrong)[0][2]


def test_an_empty_file_lacks_the_round() -> None:
    assert faults("") == [(1, "", "“round” is missing.")]


@settings(deadline=None)
@given(data=st.data())
def test_a_mangled_file_gives_faults_or_a_format_and_nothing_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([SMALL, shipped("2024"), shipped("follow-up-only")]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 60)))
        pieces = st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                [
                    "[",
                    "]",
                    "{",
                    "}",
                    '"',
                    "'''",
                    '"""',
                    "=",
                    "\n",
                    "#",
                    "1",
                    "true",
                    "-",
                    "2024-01-01",
                ]
            ),
            st.sampled_from(re.findall(r"\S+", text)),
        )
        text = text[:start] + data.draw(pieces) + text[end:]
    assert all(1 <= line <= text.count("\n") + 1 for line, _path, _reason in faults(text))


@settings(deadline=None)
@given(
    st.recursive(
        st.one_of(st.integers(), st.text(max_size=5), st.booleans(), st.dates(), st.floats()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["fi", "key", "slug", "date"]), inner, max_size=3),
        ),
        max_leaves=6,
    ),
    st.sampled_from(sorted(set(re.findall(r"^(\w+) =", shipped("2024"), re.MULTILINE)))),
)
def test_any_value_in_any_place_gives_faults_or_a_format(value: object, key: str) -> None:
    text = re.sub(
        rf"^{key} = .*$", lambda _m: f"{key} = {toml(value)}", shipped("2024"), flags=re.MULTILINE
    )
    assert all(reason for _line, _path, reason in faults(text))


def toml(value: object) -> str:
    """The value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return (
                '"'
                + "".join(f"\\U{ord(c):08X}" for c in value if not 0xD800 <= ord(c) < 0xE000)
                + '"'
            )
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
    return str(value)


def test_organisations_may_be_any_container() -> None:
    found = parse_format(SMALL, organisations=set(), regions={"10": "a", "11": "b", "18": "c"})
    assert found.year == 2024
