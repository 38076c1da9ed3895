"""The desk in the browser's eyes: tasks, own discussions, changes."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.operations import load_round, publish_round
from alke.domain.topics import operations as topics
from alke.domain.topics.action_operations import answer_responsibility, create_action
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_owner

SYSTEM = Actor.system()


@pytest.fixture
def east(world: None) -> Discussion:
    """The eastern discussion of the 2024 round."""
    file = Path("rounds/2024.toml").read_text(encoding="utf-8")
    publish_round(load_round(file, by=SYSTEM).round, by=SYSTEM)
    return Discussion.objects.get(slug="ita")


def shown(client: Client, path: str = "/") -> str:
    """The page with plain spaces."""
    return client.get(path).content.decode().replace("\u00a0", " ")


def changes(client: Client) -> str:
    """The part of the desk that tells of changes."""
    return shown(client).partition("Viimeisimmät muutokset")[2].partition("</section>")[0]


def test_the_desk_counts_days_and_leads_to_the_place(
    east: Discussion, client_for: ClientFor
) -> None:
    page = shown(client_for("kainuu"))
    assert "Viimeistele asialista: Itäinen Suomi" in page
    assert "ti 2.4." in page
    assert 'href="/2024/ita/"' in page


def test_a_topic_and_an_agenda_say_their_state_in_words(
    east: Discussion, client_for: ClientFor
) -> None:
    for page in (shown(client_for("kainuu")), shown(client_for("kainuu"), "/2024/keskustelut/")):
        assert "Asialista: ei alkanut" in page
    topic = topics.propose_topic(east, by=SYSTEM, title="Saavutettavuus")
    topics.take_topic_to_agenda(topic, by=SYSTEM)
    page = shown(client_for("kainuu"))
    assert "Asiakokonaisuus 1: luonnos" in page
    assert "Asialista: luonnos" in page


def test_changes_of_the_other_side_are_told_and_own_ones_are_not(
    east: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = topics.propose_topic(east, by=SYSTEM, title="Saavutettavuus")
    topics.take_topic_to_agenda(topic, by=SYSTEM)
    topics.save_text(topic, "goals", "fi", "Uusi tavoite.", by=cast["okm"], base_version=0)
    assert "OKM" in changes(client_for("kainuu"))
    assert "OKM" not in changes(client_for("okm"))


def test_a_topic_of_an_agenda_says_its_state_in_words(
    east: Discussion, client_for: ClientFor
) -> None:
    topics.take_topic_to_agenda(topics.propose_topic(east, by=SYSTEM, title="Luvitus"), by=SYSTEM)
    assert "Asiakokonaisuus 1: luonnos" in shown(client_for("kainuu"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [("accepted", "otti vastuun toimenpiteestä"), ("declined", "kieltäytyi vastuusta")],
)
def test_an_answer_to_a_responsibility_says_which(
    east: Discussion, cast: Cast, client_for: ClientFor, answer: str, words: str
) -> None:
    topic = topics.take_topic_to_agenda(
        topics.propose_topic(east, by=SYSTEM, title="Luvitus"), by=SYSTEM
    )
    okm = Organisation.objects.get(slug="okm")
    action = create_action(topic, by=SYSTEM, title="Pilotti", responsibles=[(okm, "vn", True)])
    answer_responsibility(action, okm, answer, "Ei toimialaa.", by=cast["okm"])
    assert words in changes(client_for("kainuu"))


def test_drafts_of_the_other_side_are_not_among_the_changes(
    east: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topics.propose_topic(east, by=cast["kainuu"], title="Salainen luonnos", draft_side="mk")
    assert "Salainen luonnos" not in shown(client_for("okm"))


@pytest.mark.parametrize("account", ["koordinaattori", "vastuuhenkilo-ita"])
def test_who_runs_the_round_or_a_discussion_has_it_on_the_desk(
    east: Discussion, cast: Cast, client_for: ClientFor, account: str
) -> None:
    make_owner(east, cast.user("vastuuhenkilo-ita"))
    own = shown(client_for(account)).partition("Omat keskustelut")[2].partition("</section>")[0]
    assert 'href="/2024/ita/"' in own
    assert ('href="/2024/lansi/"' in own) is (account == "koordinaattori")


def test_the_administrators_desk_says_nothing_of_discussions(
    east: Discussion, client_for: ClientFor
) -> None:
    told = "Organisaatiosi ei osallistu tämän kierroksen keskusteluihin."
    assert told in shown(client_for("aune"))
    page = shown(client_for("yllapito"))
    assert told not in page
    assert "Omat keskustelut" not in page


def test_changes_are_told_in_the_readers_language(
    east: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = topics.propose_topic(east, by=SYSTEM, title="Saavutettavuus")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    topics.edit_topic(topic, by=cast["okm"], base_version=topic.version, title_sv="Tillgänglighet")
    page = shown(client_for("kainuu"), "/sv/").partition("Senaste ändringar")[2]
    assert "Tillgänglighet" in page
    assert "Saavutettavuus" not in page


def test_a_person_without_an_organisation_is_told_what_to_do(
    east: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    cast.user("kainuu").memberships.all().delete()
    assert "Tunnuksesi ei kuulu mihinkään organisaatioon" in shown(client_for("kainuu"))


@pytest.mark.parametrize("account", ["kainuu", "okm", "koordinaattori", "aune"])
def test_the_desk_asks_at_most_fifteen_questions(
    east: Discussion,
    client_for: ClientFor,
    account: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_for(account)
    with django_assert_max_num_queries(15):  # many things meet here
        assert client.get("/").status_code == 200
