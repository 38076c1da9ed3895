"""Bodies in running text: what papers write, and which body is meant."""

import pytest

from alke.domain.people.models import Organisation, OrganisationAlias
from alke.domain.people.recognition import Certainty, Mention, Recogniser
from tests.cast import Cast

pytestmark = pytest.mark.either_database
Read = list[tuple[str, str, list[str]]]


@pytest.fixture
def recogniser(cast: Cast) -> Recogniser:
    """Knows all bodies of the shipped file."""
    aliases: dict[int, list[str]] = {}
    for row in OrganisationAlias.objects.all():
        aliases.setdefault(row.organisation_id, []).append(row.text)
    bodies = Organisation.objects.all()
    return Recogniser(
        bodies,
        councils=[cast.organisation("kainuu"), cast.organisation("lappi")],
        ministries=[cast.organisation("tem"), cast.organisation("vm")],
        aliases=aliases,
    )


def slugs(found: list[Mention]) -> list[str]:
    """The bodies that are certain, in order."""
    return [row.bodies[0].slug for row in found if row.certainty is Certainty.CERTAIN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TEM", ["tem"]),
        ("TEM, LVM ja VM", ["tem", "lvm", "vm"]),
        ("TEM:n, OKM:lle / YM", ["tem", "okm", "ym"]),
        ("Työ- ja elinkeinoministeriö, Maa- ja metsätalousministeriön", ["tem", "mmm"]),
        ("Lapin liitto", ["lappi"]),
        ("Lappi, Kainuu", ["lappi", "kainuu"]),
        ("Lapin ja Kainuun liitot", ["lappi", "kainuu"]),
        ("Pohjois-Karjalan maakuntaliitto", ["pohjois-karjala"]),
        ("Pohjois-Karjalan liiton", ["pohjois-karjala"]),
        ("Satakunnan liitto; Satakuntaliitolle", ["satakunta"]),
        ("Uudenmaan liitto - Nylands förbund", ["uusimaa"]),
        ("Etelä-Savon Liitto", ["etela-savo"]),
        ("Kanta-Hämeen liitto + Hämeen liitto", ["kanta-hame"]),
        ("Lapin ELY-keskuksen", ["ely-lappi"]),
        ("Etelä-Savon ELY", ["ely-etela-savo"]),
        ("Hämeen elinkeino-, liikenne- ja ympäristökeskus", ["ely-hame"]),
        ("ANM och Lapplands förbund", ["tem", "lappi"]),
        ("Ministry of Finance", ["vm"]),
        ("TEM\nVM", ["tem", "vm"]),
    ],
)
def test_names_are_known_in_all_their_forms(
    recogniser: Recogniser, text: str, expected: list[str]
) -> None:
    found = recogniser.read(text)
    assert slugs(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("text", ["TEM (vastuu), VM", "TEM*, VM", "TEM (vast.), VM"])
def test_a_mark_of_lead_belongs_to_the_body_before_it(recogniser: Recogniser, text: str) -> None:
    assert [(row.bodies[0].slug, row.lead) for row in recogniser.read(text)] == [
        ("tem", True),
        ("vm", False),
    ]


@pytest.mark.parametrize("text", ["maakuntien liitot", "Maakuntaliitot", "kaikki maakunnat"])
def test_councils_together_are_those_of_the_discussion(recogniser: Recogniser, text: str) -> None:
    (found,) = recogniser.read(text)
    assert found.certainty is Certainty.GROUP
    assert [body.slug for body in found.bodies] == ["kainuu", "lappi"]


def test_ministries_together_are_those_that_take_part(recogniser: Recogniser) -> None:
    (found,) = recogniser.read("Ministeriöt")
    assert [body.slug for body in found.bodies] == ["tem", "vm"]


def test_a_slip_of_the_pen_is_likely_and_must_be_confirmed(recogniser: Recogniser) -> None:
    (found,) = recogniser.read("Pohjois-Karjlan maakuntalitto")
    assert found.certainty is Certainty.LIKELY
    assert found.bodies[0].slug == "pohjois-karjala"


@pytest.mark.parametrize("text", ["Itä-Suomen kunnat", "kaupungit", "yritykset", "om", "sm"])
def test_what_is_no_known_body_stays_unknown(recogniser: Recogniser, text: str) -> None:
    (found,) = recogniser.read(text)
    assert (found.text, found.certainty, found.bodies) == (text, Certainty.UNKNOWN, ())


def test_a_longer_name_around_a_known_one_is_only_likely(recogniser: Recogniser) -> None:
    found = recogniser.read("TEM, Lapin yliopisto, VM alueosasto")
    assert [(row.text, row.certainty.value) for row in found] == [
        ("TEM", "certain"),
        ("Lapin yliopisto", "likely"),
        ("VM alueosasto", "likely"),
    ]
    assert [row.bodies[0].slug for row in found] == ["tem", "lappi", "vm"]


def test_every_body_of_the_file_knows_its_own_names(recogniser: Recogniser, cast: Cast) -> None:
    for body in Organisation.objects.all():
        for name in filter(None, (body.name_fi, body.name_sv, body.short_fi, body.short_sv)):
            found = recogniser.read(name)
            assert len(found) == 1, name
            assert body.pk in {row.pk for row in found[0].bodies}, name


def test_nothing_names_nobody(recogniser: Recogniser) -> None:
    assert recogniser.read(" – , ") == []
