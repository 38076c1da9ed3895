"""Who takes part in a discussion: what each reader sees, registering, who is missing."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client

from alke.domain.notices.models import Mail, Notice
from alke.domain.notices.sending_operations import mark_bounced, send_waiting
from alke.domain.participants.link_operations import send_link
from alke.domain.participants.models import Enrolment, Participant
from alke.domain.participants.operations import edit_participant
from alke.domain.participants.person import Person
from alke.domain.participants.queries import listed
from alke.domain.rounds.operations import cancel_discussion
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.topics import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
PAGE = "/2024/ita/osallistujat/"
NEW = {"organisation": "pohjois-savo", "title": "Hallintojohtaja", "email": "uusi@savo.example"}


def text(client: Client, page: str = PAGE) -> str:
    """The page as it is sent."""
    return client.get(page).content.decode()


def east() -> list[Participant]:
    """Everybody on the East's list."""
    rows = Participant.objects.filter(discussion__slug="ita", discussion__round__year=2024)
    return list(rows.select_related("organisation", "discussion"))


@pytest.mark.either_database
def test_those_who_take_part_see_titles_and_openings_and_what_is_missing(
    client_for: ClientFor,
) -> None:
    page = text(client_for("pohjois-savo"))
    assert "Maakuntajohtaja, yhteyshenkilö" in page
    assert "9 henkilöä, 5 organisaatiota" in page
    assert "14 henkilöä, 6 organisaatiota" in page
    assert "Avaa teeman 2" in page
    assert "muistutettu to" in page
    assert "ilmoitti: ei osallistu" in page
    assert "@" not in page.split("<main")[1]


def test_of_many_people_of_a_body_the_list_names_some_and_counts_the_rest(
    client_for: ClientFor,
) -> None:
    discussion, client = east()[0].discussion, client_for("pohjois-savo")
    for number in range(14):
        email = f"asiantuntija{number}@kainuu.example"
        make_participant(discussion, title=f"Asiantuntija {number:02}", email=email)
    assert "asiantuntija 13" in text(client)
    make_participant(discussion, title="Asiantuntija 14", email="asiantuntija14@kainuu.example")
    page = text(client)
    assert "asiantuntija 10 ja 4 muuta" in page
    assert "asiantuntija 11" not in page


@pytest.mark.either_database
@pytest.mark.parametrize("account", ["aune", "lappi"])
def test_those_who_read_for_information_see_bodies_and_counts(
    account: str, client_for: ClientFor
) -> None:
    page = text(client_for(account))
    assert "Pohjois-Savon liitto" in page
    assert "14 henkilöä, 6 organisaatiota" in page
    assert "Yhteyshenkilö" not in page
    assert "aakuntajohtaja" not in page


@pytest.mark.either_database
def test_the_public_sees_bodies_once_the_agenda_is_published(client: Client) -> None:
    page = text(client)
    assert "kun asialista on julkaistu" in page
    assert "Pohjois-Savon liitto" not in page
    publish(east()[0].discussion)
    page = text(client, f"{PAGE}?x=1")
    assert "14 henkilöä, 6 organisaatiota" in page
    assert "aakuntajohtaja" not in page


@pytest.mark.parametrize("account", ["pohjois-savo", "lappi"])
def test_the_ministry_in_charge_stands_first(account: str, client_for: ClientFor) -> None:
    page = text(client_for(account)).partition('aria-label="VN"')[2].partition("</section>")[0]
    names = re.findall(r"<strong>(?:<a [^>]*>)?([^<]+)", page)
    assert names == ["TEM", "LVM", "OKM", "PLM", "YM"]
    assert listed(east()[0].discussion)[0].organisation.slug == "tem"


def test_ones_own_ministry_stands_before_the_one_in_charge(client_for: ClientFor) -> None:
    page = text(client_for("okm")).partition('aria-label="VN"')[2].partition("</section>")[0]
    assert re.findall(r"<strong>(?:<a [^>]*>)?([^<]+)", page)[:2] == ["OKM", "TEM"]


def test_a_person_is_registered_by_the_form(client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    answer = client.post(f"{PAGE}lisaa/", NEW | {"opening": "2", "mandate": "home"}, follow=True)
    assert "Ilmoitettu: Hallintojohtaja, Pohjois-Savon liitto." in answer.content.decode()
    row = Participant.objects.get(title="Hallintojohtaja")
    assert (row.topic and row.topic.number, row.mandate, row.language) == (2, "home", "fi")


def test_one_registers_for_the_body_from_whose_page_one_comes(client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    body = client.get(f"{PAGE}taho/ely-pohjois-savo/").content.decode()
    assert f'href="{PAGE}?taho=ely-pohjois-savo#lisaa"' in body
    page = client.get(f"{PAGE}?taho=ely-pohjois-savo").content.decode()
    assert '<option value="ely-pohjois-savo" selected>' in page


@pytest.mark.either_database
def test_what_cannot_be_taken_comes_back_with_all_that_was_typed(client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    answer = client.post(f"{PAGE}lisaa/", NEW | {"email": "maakuntajohtaja@pohjois-savo.example"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "on ilmoitettu jo tälle organisaatiolle" in page
    assert 'value="Hallintojohtaja"' in page


def test_the_same_person_for_another_body_is_asked_about_and_then_taken(
    client_for: ClientFor,
) -> None:
    client = client_for("pohjois-savo")
    sent = NEW | {"organisation": "ely-pohjois-savo", "email": "yhteyshenkilo@pohjois-savo.example"}
    answer = client.post(f"{PAGE}lisaa/", sent)
    assert answer.status_code == 422
    assert "Edustaako henkilö myös tätä tahoa?" in answer.content.decode()
    assert client.post(f"{PAGE}lisaa/", sent | {"varma": "1"}).status_code == 302
    assert Participant.objects.filter(email=sent["email"]).count() == 2


def test_another_stakeholder_is_registered_under_its_council(client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    assert client.post(f"{PAGE}lisaa/", NEW | {"organisation": "muu"}).status_code == 422
    client.post(f"{PAGE}lisaa/", NEW | {"organisation": "muu", "represents": "Kuopion kaupunki"})
    row = Participant.objects.get(represents="Kuopion kaupunki")
    assert row.organisation.slug == "pohjois-savo"
    assert "Kuopion kaupunki" in text(client)


def test_the_owner_reminds_a_silent_body_once_a_day(client_for: ClientFor) -> None:
    owner = client_for("vastuuhenkilo-ita")
    before = Notice.objects.count()
    told = [owner.post(f"{PAGE}taho/vm/muistuta/", follow=True).content.decode() for _n in "12"]
    assert "Muistutettu: Valtiovarainministeriö." in told[0]
    assert "on muistutettu jo tänään" in told[1]
    notice = Notice.objects.latest("pk")
    assert Notice.objects.count() == before + 1
    assert (notice.to.demo_account, notice.kind, notice.path) == ("vm", "nudge", PAGE)
    assert "Östra Finland" in notice.text_sv
    assert Enrolment.objects.get(organisation__slug="vm", discussion__slug="ita").nudged_at


@pytest.mark.either_database
def test_for_a_stakeholder_without_an_account_its_council_is_reminded(
    client_for: ClientFor,
) -> None:
    client_for("vastuuhenkilo-ita").post(f"{PAGE}taho/ely-etela-savo/muistuta/")
    assert Notice.objects.latest("pk").to.demo_account == "etela-savo"


def test_a_body_tells_that_it_takes_no_part_and_is_not_reminded(client_for: ClientFor) -> None:
    vm = client_for("vm")
    page = f"{PAGE}taho/vm/"
    vm.post(f"{page}ei-osallistu/", {"syy": "Ei koske."})
    assert "Ei koske." in text(client_for("kainuu"), page)
    owner = client_for("vastuuhenkilo-ita")
    assert "on jo vastannut" in owner.post(f"{page}muistuta/", follow=True).content.decode()
    vm.post(f"{page}ei-osallistu/", {"teko": "peru"})
    assert "Ei koske." not in text(client_for("kainuu"), page)


@pytest.mark.either_database
def test_registration_that_has_ended_says_so(client_for: ClientFor, at: SetClock) -> None:
    at("2024-04-16 10:00")
    page = text(client_for("pohjois-savo"))
    assert "Ilmoittautuminen päättyi" in page
    assert 'id="lisaa"' not in page
    assert 'id="lisaa"' in text(client_for("vastuuhenkilo-ita"))


def test_a_person_is_edited_cancelled_restored_and_replaced(client_for: ClientFor) -> None:
    client = client_for("kainuu")
    row = Participant.objects.get(organisation__slug="kainuu", discussion__slug="ita")
    page = f"{PAGE}{row.pk}/"
    values = {"title": "Vt. aluekehitysjohtaja", "email": row.email, "language": "fi"}
    assert client.post(page, values | {"seen": "0"}).status_code == 302
    stale = client.post(page, values | {"title": "Johtaja", "seen": "0"})
    assert stale.status_code == 409
    client.post(f"{page}peru/")
    assert "Palauta" in text(client, f"{PAGE}taho/kainuu/")
    client.post(f"{page}palauta/")
    client.post(f"{page}sijainen/", {"sijainen-title": "Suunnittelujohtaja"})
    deputy = Participant.objects.get(title="Suunnittelujohtaja")
    row.refresh_from_db()
    assert (deputy.deputy_for, row.reply, row.title) == (row, "declined", "Vt. aluekehitysjohtaja")
    assert len(mail.outbox) == 0


@pytest.mark.either_database
def test_addresses_are_seen_by_who_registers_for_the_body(client_for: ClientFor) -> None:
    address = "maakuntajohtaja@pohjois-savo.example"
    page = f"{PAGE}taho/pohjois-savo/"
    assert address in text(client_for("pohjois-savo"), page)
    assert address in text(client_for("koordinaattori"), page)
    assert address not in text(client_for("kainuu"), page)
    own = text(client_for("kainuu"), "/2024/ita/osallistujat.csv")
    assert address not in own
    assert "aluekehitysjohtaja@kainuu.example" in own


@pytest.mark.either_database
def test_no_cell_of_an_exported_table_is_a_formula(client_for: ClientFor) -> None:
    client_for("kainuu").post(f"{PAGE}lisaa/", {"organisation": "kainuu", "title": "=1+1"})
    assert "'=1+1" in text(client_for("kainuu"), "/2024/ita/osallistujat.csv")


def test_attendance_is_taken_on_the_day_and_listed_in_the_conclusions(
    client_for: ClientFor, at: SetClock
) -> None:
    at("2024-04-16 09:30")
    owner = client_for("vastuuhenkilo-ita")
    row = Participant.objects.get(organisation__slug="kainuu", discussion__slug="ita")
    page = f"{PAGE}lasnaolo/"
    assert "Läsnäolo" in text(owner, page)
    owner.post(page, {"lasna-1": [str(row.pk)], "lasna-2": []})
    assert [there.topic and there.topic.number for there in row.attendances.all()] == [1]


def test_of_a_cancelled_discussion_nobody_is_missing(client_for: ClientFor, cast: Cast) -> None:
    discussion = east()[0].discussion
    cancel_discussion(discussion, by=cast["koordinaattori"], reason="Lakko.")
    page = text(client_for("pohjois-savo"))
    assert page.count("Keskustelu on peruttu.") == 1
    assert "Ei vielä ilmoitettu" not in page
    assert "Puuttuvat avaukset" not in page


def test_who_can_mend_an_address_sees_that_a_mail_did_not_arrive(
    cast: Cast, client_for: ClientFor
) -> None:
    row = make_participant(east()[0].discussion, email="vanha@kainuu.example")
    send_link(row, by=cast["kainuu"])
    send_waiting({})
    [mail] = Mail.objects.filter(to="vanha@kainuu.example")
    client, told = client_for("kainuu"), "Viesti tähän osoitteeseen ei mennyt perille."
    pages = ("/2024/ita/osallistujat/taho/kainuu/", row.get_absolute_url())
    assert all(told not in client.get(page).content.decode() for page in pages)
    mark_bounced(mail.message_id, "550 User unknown", {})
    assert all(told in client.get(page).content.decode() for page in pages)
    assert "550 User unknown" in client.get(row.get_absolute_url()).content.decode()
    assert told not in client_for("lappi").get(pages[0]).content.decode()
    listed = client_for("koordinaattori").get("/viestit/?taho=kainuu").content.decode()
    assert "vanha@kainuu.example" in listed
    person = replace(Person.of(row), email="uusi@kainuu.example")
    edit_participant(row, person, by=cast["kainuu"])
    assert all(told not in client.get(page).content.decode() for page in pages)
