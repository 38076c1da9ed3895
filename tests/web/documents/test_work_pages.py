"""Packages of a round on their page: asked for, watched, cancelled and fetched."""

import io
import re
import zipfile

import pytest

from alke.base.jobs import PATIENCE, SILENCE
from alke.domain.documents.work_models import Work
from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.factories.works import asked, worked
from tests.files import content_of

PAGE = "/2024/asiakirjat/kooste/"
COORDINATOR = "koordinaattori"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def work(meeting: Discussion, cast: Cast) -> Work:
    """A bundle that waits."""
    return asked(meeting.round, cast[COORDINATOR])


def test_a_bundle_is_asked_for_in_a_language_and_waits_on_the_page(
    meeting: Discussion, client_for: ClientFor
) -> None:
    client = client_for(COORDINATOR)
    response = client.post(PAGE, {"laji": "bundle", "language": "sv"}, follow=True)
    work = Work.objects.get()
    assert response.redirect_chain == [(PAGE, 302)]
    assert (work.kind, work.language, work.state) == ("bundle", "sv", "waiting")
    page = response.content.decode()
    assert f'hx-get="{PAGE}{work.pk}/"' in page
    assert "Odottaa vuoroaan." in page
    assert f'action="{PAGE}{work.pk}/peru/"' in page


def test_an_archive_package_is_asked_for_beside_it(work: Work, client_for: ClientFor) -> None:
    client_for(COORDINATOR).post(PAGE, {"laji": "archive"})
    assert {row.kind for row in Work.objects.all()} == {"bundle", "archive"}


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"laji": "bundle", "language": "fi"}, 403, "Samaa valmistetaan jo."),
        ({"laji": "kaikki", "language": "fi"}, 422, "Valitse, mitä valmistetaan"),
        ({"laji": "bundle", "language": "de"}, 422, "Valitse, mitä valmistetaan"),
    ],
)
def test_what_is_not_taken_is_told_on_the_page(
    typed: dict[str, str], status: int, said: str, work: Work, client_for: ClientFor
) -> None:
    response = client_for(COORDINATOR).post(PAGE, typed)
    assert response.status_code == status
    assert said in response.content.decode()
    assert Work.objects.count() == 1


def test_the_part_that_is_asked_for_every_second_tells_how_far_it_is(
    work: Work, client_for: ClientFor
) -> None:
    Work.objects.update(state="running", done=7, total=63, current="Sapluuna 1: Energia")
    part = client_for(COORDINATOR).get(f"{PAGE}{work.pk}/", headers=HTMX).content.decode()
    assert '<progress max="63" value="7"' in part
    assert "7/63 asiakirjaa: Sapluuna 1: Energia" in re.sub(r"<[^>]+>", "", part)
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part


def test_without_a_script_the_part_leads_to_the_page(work: Work, client_for: ClientFor) -> None:
    response = client_for(COORDINATOR).get(f"{PAGE}{work.pk}/")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert ">Päivitä<" in client_for(COORDINATOR).get(PAGE).content.decode()


def test_what_is_done_is_fetched_and_asks_no_more(work: Work, client_for: ClientFor) -> None:
    worked(work)
    client = client_for(COORDINATOR)
    part = client.get(f"{PAGE}{work.pk}/", headers=HTMX).content.decode()
    assert "hx-trigger" not in part
    assert f'href="{PAGE}{work.pk}/tiedosto/"' in part
    file = client.get(f"{PAGE}{work.pk}/tiedosto/")
    assert file["Content-Disposition"] == 'attachment; filename="alke-2024-kooste.zip"'
    assert "no-store" in file["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(content_of(file))) as packed:
        assert packed.testzip() is None
        assert "00 Sisällys.pdf" in packed.namelist()


def test_what_is_not_done_has_no_file(work: Work, client_for: ClientFor) -> None:
    assert client_for(COORDINATOR).get(f"{PAGE}{work.pk}/tiedosto/").status_code == 404


def test_a_work_is_cancelled_on_the_page(work: Work, client_for: ClientFor) -> None:
    client = client_for(COORDINATOR)
    response = client.post(f"{PAGE}{work.pk}/peru/", follow=True)
    assert "Työ peruttiin." in response.content.decode()
    assert Work.objects.get().state == "cancelled"
    again = client.post(f"{PAGE}{work.pk}/peru/")
    assert (again.status_code, "jo päättynyt" in again.content.decode()) == (403, True)


def test_without_a_worker_the_page_says_that_the_work_waits(
    work: Work, client_for: ClientFor
) -> None:
    Work.objects.update(touched_at=work.touched_at - PATIENCE)
    page = client_for(COORDINATOR).get(PAGE).content.decode()
    assert "Odottaa taustaprosessia. Työ alkaa, kun ”alke worker” on käynnissä." in page


def test_a_work_whose_worker_died_is_shown_as_failed(work: Work, client_for: ClientFor) -> None:
    Work.objects.update(state="running", touched_at=work.touched_at - SILENCE)
    page = client_for(COORDINATOR).get(PAGE).content.decode()
    assert "Taustaprosessista ei ole kuulunut viiteen minuuttiin. Pyydä uudelleen." in page
    assert "hx-trigger" not in page


def test_a_document_that_failed_stands_on_the_page_by_its_name(
    work: Work, client_for: ClientFor
) -> None:
    Work.objects.update(state="failed", fault="Asiakirjaa ”Sapluuna 1” ei voitu laatia.")
    part = client_for(COORDINATOR).get(f"{PAGE}{work.pk}/", headers=HTMX).content.decode()
    assert "Asiakirjaa ”Sapluuna 1” ei voitu laatia." in part


@pytest.mark.parametrize(
    ("account", "status"),
    [("vastuuhenkilo-ita", 403), ("vm", 403), ("kainuu", 403), ("aune", 403), ("yllapito", 404)],
)
def test_nobody_else_sees_or_fetches_a_package_of_the_round(
    account: str, status: int, work: Work, client_for: ClientFor
) -> None:
    worked(work)
    client = client_for(account)
    own = f"{PAGE}{work.pk}/"
    found = [client.get(PAGE), client.get(own, headers=HTMX), client.get(f"{own}tiedosto/")]
    found += [client.post(PAGE, {"laji": "bundle"}), client.post(f"{own}peru/")]
    assert [response.status_code for response in found] == [status] * 5
    assert Work.objects.count() == 1


def test_the_work_of_another_round_is_not_found(
    work: Work, client_for: ClientFor, cast: Cast
) -> None:
    Work.objects.update(round=make_other(work))
    assert client_for(COORDINATOR).get(f"{PAGE}{work.pk}/", headers=HTMX).status_code == 404


def make_other(work: Work) -> object:
    """A round of another year."""
    return type(work.round).objects.create(year=2023, name_fi="Kierros 2023")


def test_the_folders_of_the_round_lead_to_its_packages(
    meeting: Discussion, client_for: ClientFor
) -> None:
    link = f'href="{PAGE}"'
    assert link in client_for(COORDINATOR).get("/2024/asiakirjat/").content.decode()
    assert link not in client_for("kainuu").get("/2024/asiakirjat/").content.decode()
