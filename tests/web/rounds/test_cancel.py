"""A discussion is cancelled with a reason, shown as cancelled, and restored."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alke.domain.audit.models import AuditEvent
from alke.domain.insight.changes import recent_changes
from alke.domain.insight.desk_queries import desk_of
from alke.domain.insight.tasks import tasks_of
from alke.domain.outcomes.rules import can_draw_up_outcome
from alke.domain.people.actors import Actor
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import cancel_discussion, publish_round, restore_discussion
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import make_action, make_published
from tests.factories.rounds import discussion, make_round

CANCEL = "/2024/aikataulu/keskustelu/ita/peru/"
ANSWER = "Ota kantaa toimenpiteiden vastuisiin"
RESTORE = "/2024/aikataulu/keskustelu/ita/palauta/"


@pytest.fixture
def letter(world: None) -> Round:
    """The 2024 round as the letter gives it, published."""
    return publish_round(make_round("2024"), by=Actor.system())


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode()).replace("\u00a0", " ")


def cancel(client_for: ClientFor) -> Any:
    """The coordinator cancels the East's discussion."""
    return client_for("koordinaattori").post(CANCEL, {"reason": "Lakko."}, follow=True)


def test_what_hangs_on_it_is_shown_before(letter: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    assert f'href="{CANCEL}"' in text(client.get("/2024/aikataulu/keskustelu/ita/siirra/"))
    page = text(client.get(CANCEL))
    assert "5 maakuntakohtaista tapaamista pidetään silti" in page
    assert "Pohjois-Savo" in page
    assert discussion(letter, "ita").cancelled_at is None


def test_it_is_cancelled_with_its_reason(letter: Round, client_for: ClientFor) -> None:
    page = text(cancel(client_for))
    assert "Keskustelu peruttiin." in page
    assert discussion(letter, "ita").cancelled_at is not None
    event = AuditEvent.objects.get(event="discussion.cancelled")
    assert event.changes["reason"] == [None, "Lakko."]
    for client in (client_for("pohjois-savo"), Client()):
        assert "Keskustelu on peruttu. Perustelu: Lakko." in text(client.get("/2024/ita/"))


def test_a_cancellation_without_a_reason_is_refused(letter: Round, client_for: ClientFor) -> None:
    answer = client_for("koordinaattori").post(CANCEL, {"reason": " "})
    assert answer.status_code == 422
    assert "Anna perustelu." in text(answer)
    assert discussion(letter, "ita").cancelled_at is None


def test_it_is_shown_as_cancelled_where_people_look_for_it(
    letter: Round, client_for: ClientFor, cast: Cast
) -> None:
    cancel(client_for)
    tag = '<span class="tag">Peruttu</span>'
    for path in ("/", "/2024/", "/2024/aikataulu/", "/2024/keskustelut/"):
        assert text(client_for("pohjois-savo").get(path)).count(tag) == 1, path
    for path in ("/", "/2024/", "/2024/keskustelut/", "/2024/aikataulu/"):
        assert text(Client().get(path)).count(tag) == 1, path
    desk = desk_of(cast["pohjois-savo"])
    assert "ita" not in [line.discussion.slug for line in desk.lines]
    assert "asialista-ita" not in [row.key for row in desk.deadlines]


def test_it_has_no_findings_of_its_own_any_more(letter: Round, client_for: ClientFor) -> None:
    cancel(client_for)
    subjects = {row.subject for row in findings_of(letter)}
    assert not subjects & {"deadline:asialista-ita", "discussion:ita"}


def test_it_is_restored_as_it_was(letter: Round, client_for: ClientFor) -> None:
    before = discussion(letter, "ita")
    cancel(client_for)
    client = client_for("koordinaattori")
    assert f'action="{RESTORE}"' in text(client.get("/2024/ita/"))
    assert f'action="{RESTORE}"' not in text(client_for("kainuu").get("/2024/ita/"))
    assert "Keskustelu pidetään sittenkin." in text(client.post(RESTORE, follow=True))
    after = discussion(letter, "ita")
    assert (after.cancelled_at, after.starts_at) == (None, before.starts_at)
    assert "Peruttu" not in text(client.get("/2024/keskustelut/"))
    assert "ei ole peruttu" in text(client.post(RESTORE, follow=True))


def test_one_that_has_begun_is_not_cancelled(
    letter: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-04-16 09:00")
    assert client_for("koordinaattori").post(CANCEL, {"reason": "Lakko."}).status_code == 422
    assert discussion(letter, "ita").cancelled_at is None


@pytest.mark.parametrize(
    ("account", "status"),
    [("kainuu", 403), ("okm", 403), ("vastuuhenkilo-ita", 403), ("aune", 403), ("yllapito", 404)],
)
def test_only_the_coordinator_cancels(
    letter: Round, client_for: ClientFor, account: str, status: int
) -> None:
    client = client_for(account)
    assert client.get(CANCEL).status_code == status
    assert client.post(CANCEL, {"reason": "Lakko."}).status_code == status
    assert client.post(RESTORE).status_code == status
    assert discussion(letter, "ita").cancelled_at is None


def test_the_next_day_of_the_front_page_is_one_that_is_held(
    letter: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-04-12")
    assert "<strong>4 pv jäljellä" in text(Client().get("/"))
    cancel(client_for)
    assert "<strong>4 pv jäljellä" not in text(Client().get("/"))
    assert "<strong>6 pv jäljellä" in text(Client().get("/"))


def test_the_timetable_names_meetings_that_are_not_held(
    letter: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    client.post("/2024/aikataulu/keskustelu/kainuu/peru/", {"reason": "Lakko."})
    page = text(Client().get("/2024/aikataulu/"))
    assert page.count('<span class="tag">Peruttu</span>') == 1
    assert "17 keskustelulla ei ole vielä aikaa" in page


def test_those_concerned_read_of_it_on_their_desk(letter: Round, cast: Cast) -> None:
    east = discussion(letter, "ita")
    make_published(east)
    cancel_discussion(east, by=cast["koordinaattori"], reason="Lakko.")
    told = [("perui keskustelun", "/2024/ita/", "Lakko.")]
    for account in ("kainuu", "okm", "vastuuhenkilo-ita"):
        assert lines(cast[account]) == told, account
    assert lines(cast["uusimaa"]) == []
    restore_discussion(east, by=cast["koordinaattori"])
    assert ("palautti perutun keskustelun", "/2024/ita/", "") in lines(cast["kainuu"])


def lines(actor: Actor) -> list[tuple[str, str, str]]:
    """What the desk tells of cancelling and restoring."""
    found = recent_changes(actor, desk_of(actor), since=None)
    return [(row.what, row.url, row.reason) for row in found if "peru" in row.what]


@pytest.mark.parametrize("account", ["pohjois-savo", "tem", "vastuuhenkilo-ita"])
def test_it_asks_nobody_for_anything(letter: Round, cast: Cast, account: str) -> None:
    east = discussion(letter, "ita")
    assert "ita" in asked(cast[account])
    cancel_discussion(east, by=cast["koordinaattori"], reason="Lakko.")
    assert "ita" not in asked(cast[account])


def asked(actor: Actor) -> set[str]:
    """The discussions of the actor's tasks."""
    return {str(row.args[1]) for row in tasks_of(actor, desk_of(actor)) if len(row.args) == 2}


def test_bodies_are_not_asked_to_answer_for_its_actions(letter: Round, cast: Cast) -> None:
    east, south = discussion(letter, "ita"), discussion(letter, "etela")
    make_action(east)
    assert ANSWER in titles(cast["pohjois-savo"])
    cancel_discussion(east, by=cast["koordinaattori"], reason="Lakko.")
    assert ANSWER not in titles(cast["pohjois-savo"])
    make_action(south)
    assert ANSWER in titles(cast["pohjois-savo"])


def titles(actor: Actor) -> list[str]:
    """The actor's tasks."""
    return [row.title for row in tasks_of(actor, desk_of(actor))]


def test_its_page_asks_for_nothing_either(letter: Round, client_for: ClientFor) -> None:
    before = text(client_for("vastuuhenkilo-ita").get("/2024/ita/"))
    assert "Nimeä tai poista yhteyshenkilöitä" in before
    assert 'id="lopputulos"' in before
    cancel(client_for)
    after = text(client_for("vastuuhenkilo-ita").get("/2024/ita/"))
    assert "Nimeä" not in after
    assert 'id="lopputulos"' not in after
    public = text(Client().get("/2024/ita/"))
    assert "Keskustelu peruttiin ennen kuin sen asialista julkaistiin." in public
    assert "Valmisteilla" not in public


def test_no_outcome_is_drawn_up_of_it(letter: Round, cast: Cast, at: SetClock) -> None:
    east = cancel_discussion(discussion(letter, "ita"), by=cast["koordinaattori"], reason="Lakko.")
    at("2024-04-17")
    verdict = can_draw_up_outcome(cast["vastuuhenkilo-ita"], east)
    assert str(verdict.reason) == "Keskustelu on peruttu."


@pytest.mark.parametrize(
    ("account", "most"), [("public", 5), ("kainuu", 15), ("koordinaattori", 15)]
)
def test_its_pages_ask_few_questions(
    letter: Round, client_for: ClientFor, account: str, most: int
) -> None:
    make_published(discussion(letter, "ita"))
    cancel(client_for)
    client = client_for(account)
    for path in ("/2024/ita/", "/", "/2024/"):
        client.get(path)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= most, path
