"""A discussion is cancelled with a reason, shown as cancelled, and restored."""

from typing import Any

import pytest
from django.test import Client

from alke.domain.audit.models import AuditEvent
from alke.domain.insight.desk_queries import desk_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import publish_round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.rounds import discussion, make_round

CANCEL = "/2024/aikataulu/keskustelu/ita/peru/"
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
    for path in ("/2024/keskustelut/", "/2024/aikataulu/"):
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


@pytest.mark.parametrize("account", ["kainuu", "okm", "vastuuhenkilo-ita", "aune", "yllapito"])
def test_only_the_coordinator_cancels(letter: Round, client_for: ClientFor, account: str) -> None:
    client = client_for(account)
    assert client.get(CANCEL).status_code == 403
    assert client.post(CANCEL, {"reason": "Lakko."}).status_code == 403
    assert client.post(RESTORE).status_code == 403
    assert discussion(letter, "ita").cancelled_at is None
