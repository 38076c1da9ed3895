"""The sheet's page: what each reader sees of it, now and as it stood, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.domain.topics.action_operations import create_action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.topics import make_meeting, make_owner, make_topic, publish

URL = "/2024/ita/asialista/1/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic with a text in both languages and both openings."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    topic = make_topic(discussion, cast["kainuu"], title="Rata ja raja")
    operations.save_text(topic, "goals", "fi", "- Tavoite", by=cast["kainuu"], base_version=0)
    operations.save_text(topic, "goals", "sv", "- Målet", by=cast["lvm"], base_version=0)
    for account, side in (("kainuu", "mk"), ("lvm", "vn")):
        operations.set_opening(
            topic,
            side,
            by=cast[account],
            organisation=cast.organisation(account),
            speaker=f"{account}n johtaja",
        )
    return topic


def text_of(client_for: ClientFor, account: str, url: str = URL) -> str:
    """The page as the account reads it."""
    response = client_for(account).get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_both_sides_and_readers_read_the_draft(topic: Topic, client_for: ClientFor) -> None:
    for account in ("kainuu", "lvm", "vastuuhenkilo-ita", "koordinaattori", "aune"):
        assert "<li>Tavoite</li>" in text_of(client_for, account)


def test_the_public_finds_nothing_before_publication(topic: Topic, client_for: ClientFor) -> None:
    assert client_for("public").get(URL).status_code == 404


def test_an_uninvited_guest_finds_nothing(topic: Topic, client_for: ClientFor) -> None:
    assert client_for("ely-lappi").get(URL).status_code == 404


def test_the_public_reads_the_published_sheet_without_work_on_it(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.add_comment(topic, "goals", "Sisäinen huomautus", by=cast["kainuu"])
    publish(topic.discussion)
    page = text_of(client_for, "public")
    assert "<li>Tavoite</li>" in page
    assert "kainuun johtaja" in page
    for hidden in ("Sisäinen huomautus", "Vahvistukset", "1 kommentti", "muokkaa/", "Versiot"):
        assert hidden not in page


def test_a_change_after_publication_is_marked_for_everybody(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-04-02 10:00")
    publish(topic.discussion)
    assert "Muutettu julkaisun jälkeen" not in text_of(client_for, "public")
    at("2024-04-03 10:00")
    operations.save_text(
        topic, "goals", "fi", "Oikaistu", by=cast["lvm"], base_version=1, late_reason="Virhe"
    )
    for account in ("public", "kainuu"):
        page = text_of(client_for, account)
        assert page.count("Muutettu julkaisun jälkeen tänään 10.00") == 1


def test_a_swedish_reader_gets_the_swedish_text_with_the_finnish_beside(
    topic: Topic, client_for: ClientFor
) -> None:
    page = text_of(client_for, "kainuu", f"/sv{URL}")
    assert page.index("<li>Målet</li>") < page.index("<li>Tavoite</li>")
    assert '<div class="prose" lang="fi">' in page


def test_a_missing_translation_falls_back_and_says_its_language(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.save_text(topic, "situation", "fi", "Tilanne", by=cast["kainuu"], base_version=0)
    assert '<div class="prose" lang="fi"><p>Tilanne</p>' in text_of(
        client_for, "kainuu", f"/sv{URL}"
    )


def test_a_withdrawn_confirmation_stays_struck_with_its_reason(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.save_text(topic, "goals", "fi", "Toinen", by=cast["lvm"], base_version=1)
    page = text_of(client_for, "kainuu")
    assert "<del>Vahvistettu Kainuu, tänään 9.00</del>" in page
    assert "Tekstiä muutettiin: LVM, tänään 9.00" in page


def test_an_empty_sheet_says_that_nothing_is_written(cast: Cast, client_for: ClientFor) -> None:
    make_topic(make_meeting())
    assert text_of(client_for, "kainuu").count("Ei vielä kirjoitettu.") == 4


@pytest.mark.parametrize("number", [0, 3, 99999])
def test_a_place_that_is_not_on_the_agenda_is_not_found(
    topic: Topic, client_for: ClientFor, number: int
) -> None:
    assert client_for("kainuu").get(f"/2024/ita/asialista/{number}/").status_code == 404


def test_markup_in_a_text_is_shown_never_run(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    text = "<script>alert(1)</script> <b>x</b> [y](javascript:z)"
    operations.save_text(topic, "situation", "fi", text, by=cast["kainuu"], base_version=0)
    page = text_of(client_for, "kainuu")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="javascript:' not in page


def test_the_sheet_as_of_a_day_shows_the_text_of_that_day(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-08 10:00")
    operations.save_text(topic, "goals", "fi", "- Uusi", by=cast["lvm"], base_version=1)
    page = text_of(client_for, "kainuu", f"{URL}?tilanne=2024-03-05")
    assert "<li>Tavoite</li>" in page
    assert "<li>Uusi</li>" not in page
    assert "ti 5.3.2024" in page


def test_the_day_is_read_as_it_is_written_in_finland(
    topic: Topic, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-08 10:00")
    for day in ("5.3.2024", "05.03.2024", "5. 3. 2024"):
        assert "ti 5.3.2024" in text_of(client_for, "kainuu", f"{URL}?tilanne={day}")


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-01-01", "Tuolta päivältä ei ole tietoja."),
        ("0001-01-01", "Tuolta päivältä ei ole tietoja."),
        ("0001-01-01T00:00", "Tuolta päivältä ei ole tietoja."),
        ("9999-12-31", "Päivä on vasta tulossa."),
        ("9999-12-31T23:59-12:00", "Päivä on vasta tulossa."),
        ("5.3.2024", "Päivä on vasta tulossa."),
        ("eilen", "Kirjoita päivä muodossa 26.2.2024."),
        ("2024-02-30", "Kirjoita päivä muodossa 26.2.2024."),
        ("30.2.2024", "Kirjoita päivä muodossa 26.2.2024."),
        ("0000-00-00", "Kirjoita päivä muodossa 26.2.2024."),
        ("%00", "Kirjoita päivä muodossa 26.2.2024."),
    ],
)
def test_a_day_that_cannot_be_shown_keeps_the_page_and_says_why(
    topic: Topic, client_for: ClientFor, day: str, reason: str
) -> None:
    for page in (URL, "/2024/ita/asialista/", "/2024/ita/toimenpiteet/"):
        if day != "2024-01-01" or page == URL:
            assert reason in text_of(client_for, "kainuu", f"{page}?tilanne={day}")


def test_today_is_the_page_itself(topic: Topic, client_for: ClientFor) -> None:
    page = text_of(client_for, "kainuu", f"{URL}?tilanne=4.3.2024")
    assert "Tavoite" in page
    assert "tulossa" not in page


def test_the_public_sees_no_moment_before_publication(
    topic: Topic, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-04-02 10:00")
    publish(topic.discussion)
    at("2024-04-05 10:00")
    nothing = "Tuolta päivältä ei ole tietoja."
    assert nothing in text_of(client_for, "public", f"{URL}?tilanne=2024-04-01")
    assert nothing not in text_of(client_for, "public", f"{URL}?tilanne=2024-04-02")


def add_actions(topic: Topic, cast: Cast, count: int) -> None:
    """Actions with a responsible body on each side."""
    bodies = [(cast.organisation(slug), "", True) for slug in ("lvm", "kainuu")]
    for number in range(count):
        create_action(topic, by=cast["system"], title=f"Toimi {number}", responsibles=bodies)


@pytest.mark.parametrize("count", [5, 60])
def test_a_signed_in_reader_costs_at_most_fifteen_queries(
    topic: Topic, cast: Cast, client_for: ClientFor, count: int
) -> None:
    add_actions(topic, cast, count)
    client = client_for("kainuu")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(URL).status_code == 200
    assert len(queries) <= 15


@pytest.mark.parametrize("count", [5, 60])
def test_the_public_costs_at_most_five_queries(
    topic: Topic,
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    add_actions(topic, cast, count)
    publish(topic.discussion)
    client = client_for("public")
    with django_assert_max_num_queries(5):
        assert client.get(URL).status_code == 200


def test_the_reader_is_not_offered_to_write(topic: Topic, client_for: ClientFor) -> None:
    page = text_of(client_for, "aune")
    assert "muokkaa/" not in page
    assert "Roolisi ei salli tätä." in page


def test_a_cancelled_discussion_gives_its_reason(topic: Topic, client_for: ClientFor) -> None:
    Discussion.objects.update(cancelled_at="2024-03-01T12:00:00+02:00")
    assert "Keskustelu on peruttu." in text_of(client_for, "kainuu")
