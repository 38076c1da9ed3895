"""The shipped formats say what the letter and the earlier rounds were."""

import datetime as dt
import json
from dataclasses import fields, is_dataclass

import pytest

from alke.base import holidays
from alke.base.languages import CODES
from alke.domain.people.reference import FILE
from alke.domain.rounds.formats_schedule import Schedule
from alke.domain.rounds.formats_shapes import Names, RoundFormat
from tests.domain.rounds.formats_help import parse
from tests.factories.rounds import shipped

OWNER_OF_EAST = (
    'title = { fi = "TEM-vastuuhenkilö, Itä-Suomi", sv = "ANM-ansvarig, Östra Finland", '
    'en = "MEAE, in charge of Eastern Finland" }'
)
EVERY = ("2022", "2023", "2024", "follow-up-only")


@pytest.fixture(scope="module")
def format_2024() -> RoundFormat:
    """The round of 2024."""
    return parse(shipped("2024"))


@pytest.mark.parametrize("name", EVERY)
def test_a_shipped_format_has_every_name_in_three_languages(name: str) -> None:
    missing = [text for text in names_in(parse(shipped(name))) if "" in text.as_dict().values()]
    assert missing == []


def names_in(thing: object) -> list[Names]:
    """All texts in three languages of a format; a help that is missing is none."""
    if isinstance(thing, Names):
        return [thing] if thing.fi else []
    if isinstance(thing, tuple):
        return [text for item in thing for text in names_in(item)]
    if is_dataclass(thing):
        return [t for f in fields(thing) for t in names_in(getattr(thing, f.name))]
    return []


def test_the_four_joint_discussions_are_on_the_letters_days(format_2024: RoundFormat) -> None:
    joint = [d for d in format_2024.discussions if d.kind == "joint"]
    assert [(d.slug, d.date, d.starts, d.ends, d.place) for d in joint] == [
        ("lansi", dt.date(2024, 4, 10), dt.time(9), dt.time(11, 30), "Teams"),
        ("ita", dt.date(2024, 4, 16), dt.time(9), dt.time(11, 30), "Teams"),
        ("pohjoinen", dt.date(2024, 4, 18), dt.time(9), dt.time(11, 30), "Teams"),
        ("etela", dt.date(2024, 4, 24), dt.time(9), dt.time(11, 30), "Teams"),
    ]


def test_the_webinar_keeps_the_letters_misprint_beside_the_right_day(
    format_2024: RoundFormat,
) -> None:
    webinar = format_2024.discussions[0]
    assert (webinar.date, webinar.starts, webinar.ends) == (
        dt.date(2024, 3, 14),
        dt.time(9, 30),
        dt.time(11, 30),
    )
    assert webinar.stated == "to 14.3.2023 klo 9.30-11.30"


def test_the_deadlines_are_the_letters_and_two_weeks_before(format_2024: RoundFormat) -> None:
    assert {due.spec.key: due.day for due in Schedule(format_2024).due()} == {
        "seuranta": dt.date(2024, 3, 8),
        "varaukset": dt.date(2024, 3, 20),
        "osallistuminen": dt.date(2024, 3, 26),
        "asialista-lansi": dt.date(2024, 3, 27),
        "asialista-ita": dt.date(2024, 4, 2),
        "asialista-pohjoinen": dt.date(2024, 4, 4),
        "asialista-etela": dt.date(2024, 4, 10),
    }


def test_the_decision_came_after_the_webinar_that_opens_it(format_2024: RoundFormat) -> None:
    decision = format_2024.basis[0]
    assert decision.expected is not None
    assert decision.expected < dt.date(2024, 3, 14)
    assert decision.adopted == dt.date(2024, 3, 27)
    assert decision.opened_by == "webinaari"


def test_limits_and_outcomes_are_the_letters(format_2024: RoundFormat) -> None:
    assert {k.key: (k.max_topics, k.outcome, k.must_attend) for k in format_2024.kinds} == {
        "joint": (2, "conclusions", ()),
        "regional": (1, "memo", ("tem",)),
        "webinar": (None, "none", ()),
    }
    assert format_2024.regional is not None
    assert format_2024.regional.starts == dt.time(12, 30)
    assert format_2024.regional.booking == "varaukset"


def test_all_eighteen_regions_have_one_primary_group(format_2024: RoundFormat) -> None:
    members = [code for group in format_2024.groups for code in group.members]
    assert len(members) == len(set(members)) == 18
    also = {group.slug: group.also for group in format_2024.groups}
    assert also["ita"] == ("18",)  # Kainuu takes part in the North and the East


def test_the_distribution_list_is_the_letters(format_2024: RoundFormat) -> None:
    action = [row.organisation for row in format_2024.distribution if row.purpose == "action"]
    assert len(action) == 42
    assert sum(slug.startswith("ely-") for slug in action) == 15
    assert {"um", "om", "tem"}.isdisjoint(action)
    information = [
        row.organisation for row in format_2024.distribution if row.purpose == "information"
    ]
    assert information == ["aune", "kaupunki-yr", "mane", "sank", "tem"]
    stated = {row.organisation: row.stated for row in format_2024.distribution if row.stated}
    assert stated["satakunta"] == "Satakunnan liitto"


def test_the_sheet_has_the_annexs_columns(format_2024: RoundFormat) -> None:
    sheet = format_2024.sheet
    assert sheet is not None
    assert [field.label.fi for field in sheet.fields if field.place] == [
        "Keskusteluteema/käsillä olevan tilanteen kuvaus",
        "Kehittämiskärjet/haasteet ja mahdollisuudet",
        "Tavoitteet",
    ]
    assert [(c.label.fi, c.two_sided) for c in sheet.columns] == [
        ("Käynnissä olevat toimenpiteet", False),
        ("Vastuutahot", True),
        ("Ehdotukset uusiksi toimenpiteiksi", False),
        ("Vastuutahot", True),
        ("Toimenpiteet (käynnissä olevat ja ehdotukset uusiksi toimenpiteiksi)", False),
        ("Etenemisen tilanne", True),
        ("Vastuutahot", True),
    ]


def test_officials_are_named_by_their_roles_with_example_addresses(
    format_2024: RoundFormat,
) -> None:
    for discussion in format_2024.discussions:
        if discussion.owner is not None:
            assert discussion.owner.title.fi.startswith("TEM-vastuuhenkilö, ")
            assert discussion.owner.title.sv.startswith("ANM-ansvarig, ")
            assert discussion.owner.email.endswith("@tem.example")


def test_a_title_may_be_one_text_for_all_languages() -> None:
    found = parse(shipped("2024").replace(OWNER_OF_EAST, 'title = "Vastuuhenkilö"'))
    east = next(row for row in found.discussions if row.slug == "ita")
    assert east.owner is not None
    assert east.owner.title == Names("Vastuuhenkilö")


def test_the_follow_up_of_2023_is_due_on_the_eighth_of_march(format_2024: RoundFormat) -> None:
    followup = format_2024.followups[0]
    assert (followup.slug, followup.scope, followup.nothing_new) == ("helmikuu-2024", 2023, True)
    assert Schedule(format_2024).day(followup.deadline) == dt.date(2024, 3, 8)


def test_2023_is_one_event_of_two_days_by_themes() -> None:
    found = parse(shipped("2023"))
    (event,) = found.discussions
    assert (event.kind, event.date, event.until) == (
        "event",
        dt.date(2023, 2, 8),
        dt.date(2023, 2, 9),
    )
    themes = [theme for theme in found.themes if not theme.cross_cutting]
    assert len(themes) == 3
    assert len({region for theme in themes for region in theme.regions}) == 18
    assert [theme.key for theme in found.themes if theme.cross_cutting] == ["tki"]
    assert [followup.slug for followup in found.followups] == ["syksy-2023"]


def test_2022_is_eighteen_regional_discussions_with_money() -> None:
    found = parse(shipped("2022"))
    assert len({d.region for d in found.discussions}) == 18
    kind = found.kind("regional")
    assert kind is not None
    assert (kind.outcome, kind.money, kind.minutes) == ("agreement", True, 120)
    money = {d.slug: d.money for d in found.discussions if d.money}
    assert money == {"satakunta": 866_000, "etela-pohjanmaa": 843_000, "etela-savo": 626_000}
    days = {d.slug: d.date for d in found.discussions if d.date}
    assert days["satakunta"] == dt.date(2022, 2, 3)
    assert all(holidays.is_working_day(day) for day in days.values())
    assert min(days.values()) == dt.date(2022, 2, 1)
    assert max(days.values()) == dt.date(2022, 2, 17)


@pytest.mark.parametrize(
    ("name", "ministries"),
    [
        ("2022", "lvm mmm okm plm stm vm ym"),
        ("2023", "lvm mmm okm plm sm stm vm vnk ym"),
    ],
)
def test_earlier_rounds_were_distributed_to_ministries_councils_and_ely_centres(
    name: str, ministries: str
) -> None:
    rows = [
        row.organisation for row in parse(shipped(name)).distribution if row.purpose == "action"
    ]
    kinds = {
        row["slug"]: row["kind"] for row in json.loads(FILE.read_text("utf-8"))["organisations"]
    }
    named = {kind: [slug for slug in rows if kinds[slug] == kind] for kind in kinds.values()}
    assert named["ministry"] == ministries.split()
    assert (len(named["council"]), len(named["ely"])) == (18, 15)


def test_a_light_year_has_follow_up_and_nothing_else() -> None:
    found = parse(shipped("follow-up-only"))
    assert (found.discussions, found.groups, found.regional) == ((), (), None)
    assert [f.slug for f in found.followups] == ["kevat-2025", "syksy-2025"]
    # 210 days from the spring's Friday is a Friday; the round would move a holiday after it
    assert Schedule(found).day("seuranta-syksy") == dt.date(2025, 10, 10)


@pytest.mark.parametrize("name", EVERY)
def test_languages_are_those_of_the_product(name: str) -> None:
    assert set(parse(shipped(name)).languages) <= set(CODES)
