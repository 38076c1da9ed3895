"""Contacts of a discussion are named and taken away in the browser."""

import pytest
from django.test import Client

from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.operations import give_access
from alke.domain.rounds.models import Contact, Discussion, Round
from alke.domain.rounds.operations import name_contact, publish_round
from alke.domain.topics.agenda_queries import checklist
from tests.cast import Cast, ClientFor
from tests.factories.rounds import discussion, make_round

SYSTEM = Actor.system()
ADDRESS = "/2024/ita/yhteyshenkilot/"


@pytest.fixture
def letter(world: None) -> Round:
    """The 2024 round as the letter gives it: owners, no contacts of the regions."""
    return publish_round(make_round("2024"), by=SYSTEM)


def shown(client: Client, path: str = ADDRESS) -> str:
    """The page with plain spaces."""
    return client.get(path).content.decode().replace("\u00a0", " ")


def named(slug: str = "ita") -> list[tuple[str, str, str, str]]:
    """Organisation, duty, title and address of the contacts."""
    rows = Contact.objects.filter(discussion__slug=slug).order_by("pk")
    return list(rows.values_list("organisation__slug", "duty", "title", "email"))


OWNER = ("tem", "owner", "TEM-vastuuhenkilö, Itä-Suomi", "ita-suomi@tem.example")


def test_a_council_names_its_contact_and_the_checklist_is_satisfied(
    letter: Round, client_for: ClientFor
) -> None:
    client = client_for("pohjois-savo")
    page = shown(client)
    assert 'value="Yhteyshenkilö"' in page
    assert 'value="pohjois-savo@pohjois-savo.example"' in page
    assert "<strong>Pohjois-Savon liitto</strong>" in page
    data = {
        "organisation": "pohjois-savo",
        "title": "Yhteyshenkilö",
        "email": "Pohjois-Savo@pohjois-savo.example",
    }
    answer = client.post(ADDRESS, data)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert "Nimetty: Yhteyshenkilö, Pohjois-Savon liitto." in shown(client)
    contact = Contact.objects.get(organisation__slug="pohjois-savo")
    assert contact.user is not None
    assert (contact.side, contact.email) == ("mk", contact.user.email)
    ita = discussion(letter, "ita")
    assert [item.done for item in checklist(ita) if item.key == "contacts"] == [True]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title": " "}, "Täytä tämä kohta."),
        ({"email": "nimi ilman ätmerkkiä"}, "Kirjoita koko sähköpostiosoite"),
        ({"title": "x" * 121}, "enintään 120 merkkiä, nyt 121."),
        ({"organisation": "lappi"}, "vaihtoehtojen joukossa"),
    ],
)
def test_what_cannot_be_taken_is_explained_in_its_place_and_kept(
    letter: Round, client_for: ClientFor, data: dict[str, str], words: str
) -> None:
    sent = {"organisation": "pohjois-savo", "title": "Päällikkö", "email": "p@ps.example"} | data
    answer = client_for("pohjois-savo").post(ADDRESS, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent["email"] in page
    assert named() == [OWNER]


def test_a_council_takes_away_its_own_contact_only(letter: Round, client_for: ClientFor) -> None:
    ita = discussion(letter, "ita")
    bodies = {row.slug: row for row in Organisation.objects.councils()}
    own = name_contact(ita, bodies["pohjois-savo"], "Yhteyshenkilö", by=SYSTEM)
    other = name_contact(ita, bodies["kainuu"], "Yhteyshenkilö", by=SYSTEM)
    client = client_for("pohjois-savo")
    assert shown(client).count("/poista/") == 1
    assert client.post(f"{ADDRESS}{other.pk}/poista/").status_code == 403
    assert client.post(f"{ADDRESS}{own.pk}/poista/").status_code == 302
    assert named() == [OWNER, ("kainuu", "contact", "Yhteyshenkilö", "")]


def test_a_contact_of_another_discussion_is_not_found(letter: Round, client_for: ClientFor) -> None:
    owner = Contact.objects.get(discussion__slug="lansi")
    assert client_for("koordinaattori").post(f"{ADDRESS}{owner.pk}/poista/").status_code == 404
    assert Contact.objects.filter(pk=owner.pk).exists()


@pytest.mark.parametrize("account", ["tem", "pohjois-savo"])
def test_the_owners_duty_is_given_and_taken_by_those_who_run_the_discussion(
    letter: Round, client_for: ClientFor, account: str
) -> None:
    owner = Contact.objects.get(discussion__slug="ita", duty="owner")
    client = client_for(account)
    assert "Tehtävä keskustelussa" not in shown(client)
    assert client.post(f"{ADDRESS}{owner.pk}/poista/").status_code == 403
    data = {"organisation": account, "title": "Vastuuhenkilö", "duty": "owner"}
    assert client.post(ADDRESS, data).status_code == 422
    assert named() == [OWNER]


def test_the_coordinator_names_an_owner_from_a_ministry(
    letter: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    data = {"organisation": "kainuu", "title": "Vastuuhenkilö", "duty": "owner"}
    answer = client.post(ADDRESS, data)
    assert answer.status_code == 422
    assert "Keskustelun vastuuhenkilö on ministeriöstä." in answer.content.decode()
    assert client.post(ADDRESS, data | {"organisation": "tem"}).status_code == 302
    assert named() == [OWNER, ("tem", "owner", "Vastuuhenkilö", "")]


@pytest.mark.parametrize("account", ["lappi", "aune", "pohjois-savo-valmistelija"])
def test_others_read_the_contacts_and_are_told_why_they_name_none(
    letter: Round, client_for: ClientFor, account: str
) -> None:
    client = client_for(account)
    page = shown(client)
    assert "ita-suomi@tem.example" in page
    assert 'name="title"' not in page
    assert "/poista/" not in page
    assert "Organisaatio nimeää omat yhteyshenkilönsä" in page
    assert client.post(ADDRESS, {"title": "Yhteyshenkilö"}).status_code == 403


def test_who_does_not_read_what_is_prepared_sees_no_contacts(
    letter: Round, client_for: ClientFor
) -> None:
    answer = client_for("yllapito").get(ADDRESS)
    assert answer.status_code == 404
    assert "ita-suomi@tem.example" not in answer.content.decode()


def test_the_form_is_one_click_from_where_the_contact_is_missed(
    letter: Round, client_for: ClientFor
) -> None:
    link = f'href="{ADDRESS}'
    ita = shown(client_for("pohjois-savo"), "/2024/ita/")
    checks = ita.partition("Yhteyshenkilöt nimetty")[2].partition("</li>")[0]
    assert link in checks
    assert link not in shown(client_for("lappi"), "/2024/ita/")
    assert link in shown(client_for("koordinaattori"), "/2024/")
    assert link not in shown(client_for("pohjois-savo"), "/2024/")


def test_the_page_speaks_swedish(letter: Round, client_for: ClientFor) -> None:
    page = shown(client_for("pohjanmaa"), "/sv/2024/lansi/yhteyshenkilot/")
    assert 'value="Kontaktperson"' in page
    assert "Österbottens förbund" in page


@pytest.mark.parametrize("first", ["account", "duty"])
def test_an_owner_gets_the_powers_whichever_comes_first(
    letter: Round, cast: Cast, first: str
) -> None:
    ita, tem = discussion(letter, "ita"), cast.organisation("tem")
    Contact.objects.filter(discussion=ita).delete()

    def open_account() -> Actor:
        role = Membership.Role.OWNER
        given = give_access(tem, by=SYSTEM, email="uusi@tem.example", role=role)
        return Actor.of(given.user)

    def give_duty() -> None:
        name_contact(ita, tem, "Vastuu", by=SYSTEM, email="Uusi@tem.example", duty="owner")

    if first == "account":
        actor = open_account()
        give_duty()
    else:
        give_duty()
        actor = open_account()
    name_contact(ita, cast.organisation("kainuu"), "Yhteyshenkilö", by=actor)
    assert Discussion.objects.get(pk=ita.pk).contacts.count() == 2


def test_an_owner_whom_the_file_names_before_the_account_is_opened_has_the_powers(
    world: None, cast: Cast
) -> None:
    letter = make_round("2024", ("ita-suomi@tem.example", "Toinen@tem.example"))
    role = Membership.Role.OWNER
    tem = cast.organisation("tem")
    given = give_access(tem, by=SYSTEM, email="toinen@tem.example", role=role)
    actor = Actor.of(given.user)
    ita = discussion(letter, "ita")
    assert name_contact(ita, cast.organisation("kainuu"), "Yhteyshenkilö", by=actor).pk


def test_an_owner_named_to_the_meeting_too_is_there_once(
    letter: Round, client_for: ClientFor
) -> None:
    kainuu = Discussion.objects.get(slug="kainuu")
    tem = Organisation.objects.get(slug="tem")
    title, email = "TEM-vastuuhenkilö, Pohjois-Suomi", "pohjois-suomi@tem.example"
    assert shown(client_for("kainuu"), "/2024/kainuu/").count(title) == 1
    name_contact(kainuu, tem, title, email=email, by=SYSTEM)
    assert shown(client_for("kainuu"), "/2024/kainuu/").count(title) == 1
