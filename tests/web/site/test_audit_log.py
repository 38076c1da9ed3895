"""The record of changes as a page: who, what and when, never what was written (R14, R13)."""

import pytest
from django.test import Client

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.operations import record
from alke.domain.followup import operations
from alke.domain.people.actors import Actor
from alke.domain.topics import operations as topics
from tests.cast import Cast, ClientFor
from tests.factories.followup import cell, make_february
from tests.factories.topics import make_meeting
from tests.web.followup.pages import plain

PAGE = "/muutosloki/"


def rows(page: str) -> list[str]:
    """The lines of the table, without tags."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [plain_text(row) for row in body.split("</tr>")[:-1]]


def plain_text(html: str) -> str:
    """Without tags."""

    class Answer:
        content = html.encode()

    return plain(Answer())


def listed(client: Client, query: str = "") -> list[str]:
    """The events on the page."""
    return rows(client.get(PAGE + query).content.decode())


@pytest.mark.parametrize("account", ["koordinaattori", "yllapito"])
def test_the_newest_event_stands_first_with_who_what_and_which_fields(
    client_for: ClientFor, cast: Cast, account: str
) -> None:
    february = make_february()
    row = cell(february, "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Salainen teksti.", base_version=1)
    page = client_for(account).get(PAGE).content.decode()
    first = rows(page)[0]
    assert "Kainuun liitto" in first
    assert "lähetti seurantatiedon" in first
    assert "Teksti" in first
    assert "text" not in first
    assert "Salainen teksti." not in page
    assert "alke audit verify" in page


def test_drafts_of_a_side_are_events_of_that_side_only(client_for: ClientFor, cast: Cast) -> None:
    february = make_february()
    operations.save_draft(cell(february, "kainuu"), by=cast["kainuu"], text="K.", base_version=1)
    operations.save_draft(cell(february, "lvm"), by=cast["lvm"], text="V.", base_version=1)
    saved = "tallensi seurantatiedon luonnoksen"
    told = [row for row in listed(client_for("koordinaattori")) if saved in row]
    assert len(told) == 1
    assert "Liikenne- ja viestintäministeriö" in told[0]
    assert not [row for row in listed(client_for("yllapito")) if saved in row]


def test_the_subject_is_named_only_to_who_may_open_it(client_for: ClientFor, cast: Cast) -> None:
    topics.propose_topic(make_meeting(), by=cast["tem"], title="Ratayhteys itään")
    (told,) = [row for row in listed(client_for("koordinaattori")) if "ehdotti" in row]
    assert "Ratayhteys itään" in told
    page = client_for("yllapito").get(PAGE).content.decode()
    assert "Ratayhteys itään" not in page


def test_the_list_is_narrowed_and_goes_on_by_events(client_for: ClientFor, cast: Cast) -> None:
    row = cell(make_february(), "kainuu")
    operations.submit_report(row, by=cast["kainuu"], text="Valmista.", base_version=1)
    for number in range(60):
        record("round.state-set", "round:1", by=Actor.system(), changes={"state": [number, 1]})
    client = client_for("koordinaattori")
    page = client.get(f"{PAGE}?laji=round")
    assert len(rows(page.content.decode())) == 50
    seq = AuditEvent.objects.latest("seq").seq - 49
    assert f'href="?laji=round&amp;ennen={seq}"' in page.content.decode()
    older = listed(client, f"?laji=round&ennen={seq}")
    assert len(older) >= 10
    assert all("muutti kierrosta" in row for row in older[:10])
    bodies = listed(client, "?taho=kainuu")
    assert bodies
    assert all("Kainuun liitto" in row for row in bodies)
    followups = listed(client, "?vuosi=2024&laji=followup")
    assert any("avasi seurannan" in row for row in followups)


@pytest.mark.parametrize(
    "query", ["?ennen=x", "?vuosi=9999", "?taho=ei", "?laji=ei", "?keskustelu=x"]
)
def test_unknown_choices_are_passed_over(client_for: ClientFor, query: str) -> None:
    assert client_for("yllapito").get(f"{PAGE}?{query}").status_code == 200


def test_the_own_menu_leads_there_for_those_who_may(client_for: ClientFor) -> None:
    for account, there in {"koordinaattori": True, "yllapito": True, "kainuu": False}.items():
        page = client_for(account).get("/roolit/").content.decode()
        assert ('href="/muutosloki/"' in page) is there
