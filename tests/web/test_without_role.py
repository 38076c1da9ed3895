"""Somebody signed in without any role in force reads what anyone reads, and nothing else (R13)."""

from collections.abc import Callable

import pytest
from django.test import Client

from alke.domain.outcomes import operations as outcomes
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.actors import Actor
from alke.domain.topics.action_models import Action
from alke.domain.topics.operations import save_text
from alke.web.people.backend import BACKEND
from tests.cast import Cast, ClientFor
from tests.factories.outcomes import confirm_both, decide_all, make_held, make_outcome
from tests.factories.people import make_former
from tests.factories.topics import publish

SYSTEM = Actor.system()
SECRET = "Keskeneräinen korjaus."
WORKING = {
    "the correction of an outcome": lambda c: c.post("/2024/ita/lopputulos/tila/", {"state": "x"}),
    "versions of a sheet": lambda c: c.get("/2024/ita/asialista/1/versiot/"),
    "changes of a sheet": lambda c: c.get("/2024/ita/asialista/1/muutokset/"),
    "a field of a sheet": lambda c: c.get("/2024/ita/asialista/1/kohta/goals/"),
    "the history of an action": lambda c: c.post(
        f"/toimenpiteet/{Action.objects.get().number}/jaa/"
    ),
    "an action’s form": lambda c: c.get(f"/toimenpiteet/{Action.objects.get().number}/muokkaa/"),
    "a new action’s form": lambda c: c.get("/2024/ita/toimenpiteet/uusi/"),
    "the proposals": lambda c: c.get("/2024/ita/ehdotukset/"),
    "the notice record": lambda c: c.get("/2024/ita/asialista/tiedoksianto/"),
}


@pytest.fixture
def corrected(cast: Cast) -> Outcome:
    """An outcome that was published, and is being corrected; its sheet has an earlier version."""
    discussion = make_held(cast.user("vastuuhenkilo-ita"))
    topic = discussion.topics.get()
    save_text(topic, "goals", "fi", "Nyt näin.", by=cast["kainuu"], base_version=1)
    outcome = make_outcome(publish(discussion))
    decide_all(outcome)
    confirm_both(outcome)
    outcomes.publish_outcome(outcome, by=SYSTEM)
    outcome.refresh_from_db()
    outcomes.reopen_outcome(outcome, by=SYSTEM, reason="Virhe.")
    item = OutcomeItem.objects.first()
    assert item is not None
    outcomes.edit_item(item, by=SYSTEM, text=SECRET, base_version=item.version)
    return outcome


@pytest.fixture(params=["yllapito", "a role that has ended"])
def client(request: pytest.FixtureRequest, client_for: ClientFor) -> Client:
    """Somebody signed in whose roles read nothing."""
    if request.param == "yllapito":
        return client_for("yllapito")
    made = Client()
    made.force_login(make_former(), backend=BACKEND)
    return made


@pytest.mark.parametrize("ask", WORKING.values(), ids=WORKING)
def test_a_page_of_work_is_not_there(
    corrected: Outcome, client: Client, ask: Callable[[Client], object]
) -> None:
    assert ask(client).status_code == 404  # type: ignore[attr-defined]


def test_the_published_part_is_read_as_anyone_reads_it(corrected: Outcome, client: Client) -> None:
    page = client.get("/2024/ita/johtopaatokset/").content.decode()
    assert "Nyt näin." in page
    assert SECRET not in page
    number = Action.objects.get().number
    assert client.get(f"/toimenpiteet/{number}/").status_code == 200
    assert client.get("/2024/ita/asialista/1/").status_code == 200


def test_the_desk_of_who_has_no_role_names_no_discussion(
    corrected: Outcome, client: Client
) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Itäinen Suomi" not in answer.content.decode()


def test_people_are_named_to_whom_reads_or_manages(client_for: ClientFor) -> None:
    former = Client()
    former.force_login(make_former(), backend=BACKEND)
    address = 'href="mailto:lvm@lvm.example"'
    found = [
        address in client.get("/organisaatiot/lvm/").content.decode()
        for client in (former, client_for("yllapito"), client_for("kainuu"), Client())
    ]
    assert found == [False, True, True, False]
