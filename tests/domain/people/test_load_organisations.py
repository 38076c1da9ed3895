"""Loading the reference organisations."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.utils import translation

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, OrganisationAlias, Region, Side
from alke.domain.people.operations import load_organisations
from alke.domain.people.reference import FILE, FaultyReference, read_reference
from tests.cast import Cast


def test_the_file_gives_nineteen_regions_and_sixty_six_bodies(world: None) -> None:
    assert Region.objects.count() == 19
    assert Organisation.objects.count() == 66
    assert Organisation.objects.ministries().count() == 12
    assert Organisation.objects.councils().count() == 18


def test_a_second_load_changes_and_records_nothing(world: None) -> None:
    events = AuditEvent.objects.count()
    assert load_organisations(by=Actor.system()) == 0
    assert AuditEvent.objects.count() == events


def test_a_load_brings_an_altered_row_back_and_records_before_and_after(world: None) -> None:
    Organisation.objects.filter(slug="lvm").update(name_fi="Liikenneministeriö")
    assert load_organisations(by=Actor.system()) == 1
    assert AuditEvent.objects.latest("seq").changes == {
        "organisation:lvm": [
            {"name_fi": "Liikenneministeriö"},
            {"name_fi": "Liikenne- ja viestintäministeriö"},
        ]
    }


def test_a_load_takes_away_a_region_that_the_file_gave_up(world: None) -> None:
    kainuu = Organisation.objects.get(slug="kainuu")
    kainuu.regions.add(Region.objects.get(slug="lappi"))
    load_organisations(by=Actor.system())
    assert [region.slug for region in kainuu.regions.all()] == ["kainuu"]


def test_a_load_leaves_rows_and_spellings_that_people_added(world: None) -> None:
    own = Organisation.objects.create(slug="oulu", kind="other", name_fi="Oulu", short_fi="Oulu")
    OrganisationAlias.objects.create(organisation=own, text="Oulun kaupunki")
    assert load_organisations(by=Actor.system()) == 0
    assert own.aliases.count() == 1


def test_hameen_ely_has_two_successors(world: None) -> None:
    ely = Organisation.objects.get(slug="ely-hame")
    assert ely.valid_to == dt.date(2025, 12, 31)
    assert sorted(row.successor.slug for row in ely.successions.all()) == [
        "evk-kaakkois-suomi",
        "evk-sisa-suomi",
    ]


def test_the_letters_spellings_are_aliases(world: None) -> None:
    def found(text: str) -> str:
        return Organisation.objects.get(aliases__text=text).slug

    assert found("Satakunnan liitto") == "satakunta"
    assert found("Etelä-Savon Liitto") == "etela-savo"
    assert found("Uudenmaan liitto - Nylands förbund") == "uusimaa"
    assert found("Alueiden uudistuminen neuvottelukunta") == "aune"


def test_a_body_is_known_by_its_short_name_in_three_languages(world: None) -> None:
    council = Organisation.objects.get(slug="pohjanmaa")
    ministry = Organisation.objects.get(slug="lvm")
    for language, names in {
        "fi": ("Pohjanmaa", "Pohjanmaan liitto", "LVM"),
        "sv": ("Österbotten", "Österbottens förbund", "KM"),
        "en": ("Ostrobothnia", "Regional Council of Ostrobothnia", "MTC"),
    }.items():
        with translation.override(language):
            assert (council.short, council.name, ministry.short) == names


def test_the_councils_of_ostrobothnia_and_aland_are_written_to_in_swedish(world: None) -> None:
    swedish = Organisation.objects.filter(language="sv")
    assert {row.slug for row in swedish} == {"ahvenanmaa", "pohjanmaa"}


def test_a_body_without_an_english_name_shows_its_finnish_one(world: None) -> None:
    with translation.override("en"):
        assert Organisation.objects.get(slug="tkhk").name.startswith("Työllisyys-")


def test_ministries_stand_on_one_side_and_all_others_on_the_regions(world: None) -> None:
    sides = {row.kind: row.side for row in Organisation.objects.all()}
    assert [kind for kind, side in sides.items() if side is Side.VN] == ["ministry"]


@pytest.mark.parametrize("account", ["lappi", "koordinaattori", "aune", "public"])
def test_only_the_administrator_and_the_command_line_may_load(cast: Cast, account: str) -> None:
    with pytest.raises(Refused, match="administrator"):
        load_organisations(by=cast[account])


def _altered(folder: Path, **change: object) -> Path:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    data["organisations"][0] |= change
    copy = folder / "organisations.json"
    copy.write_text(json.dumps(data), encoding="utf-8")
    return copy


def test_a_faulty_file_is_refused_with_every_fault(tmp_path: Path) -> None:
    copy = _altered(
        tmp_path,
        slug="okm",
        kind="kingdom",
        regions=["atlantis"],
        successors=["nobody"],
        valid_from="2024-02-30",
    )
    with pytest.raises(FaultyReference) as fault:
        read_reference(copy)
    assert str(fault.value) == (
        "okm: stands twice; okm: unknown kind kingdom; okm: regions: atlantis is unknown; "
        "okm: successors: nobody is unknown; okm: day is out of range for month"
    )


def test_a_body_that_ends_before_it_begins_is_a_fault(tmp_path: Path) -> None:
    copy = _altered(tmp_path, valid_from="2024-02-02", valid_to="2024-02-01")
    with pytest.raises(FaultyReference, match="vnk: ends before it begins"):
        read_reference(copy)
