"""The coordinator returns and accepts answers, in the page and without script."""

import pytest
from django.test import Client

from alke.domain.followup import operations
from alke.domain.followup.models import ProgressReport
from tests.cast import Cast, ClientFor
from tests.factories.followup import SYSTEM, cell, make_event, make_february
from tests.factories.topics import make_owner
from tests.web.followup.pages import HTMX, PAGE, cell_of, plain


@pytest.fixture
def row(cast: Cast) -> ProgressReport:
    """What Kainuu has answered of action 1."""
    return operations.submit_report(
        cell(make_february(2), "kainuu"), by=SYSTEM, text="Etenee.", base_version=1
    )


@pytest.fixture
def coordinator(row: ProgressReport, client_for: ClientFor) -> Client:
    """Who runs the round."""
    return client_for("koordinaattori")


def review(row: ProgressReport) -> str:
    """Where the answer is reviewed."""
    return f"{PAGE}{row.pk}/tarkistus/"


def test_the_coordinator_accepts_with_one_press(row: ProgressReport, coordinator: Client) -> None:
    assert "Hyväksy" in cell_of(coordinator.get(PAGE), row.pk)
    response = coordinator.post(review(row), {"teko": "hyvaksy"}, headers=HTMX)
    row.refresh_from_db()
    assert row.state == "accepted"
    assert "Hyväksytty tänään 9.00" in plain(response)
    assert "Tarkistettavat" not in plain(response)


def test_a_return_asks_for_a_comment_and_keeps_it_when_refused(
    row: ProgressReport, coordinator: Client
) -> None:
    opened = coordinator.get(f"{PAGE}{row.pk}/", {"palauta": "1"}, headers=HTMX)
    assert "Mitä pitäisi täydentää" in plain(opened)
    refused = coordinator.post(review(row), {"teko": "palauta", "kommentti": "x" * 501})
    assert refused.status_code == 422
    assert "x" * 501 in refused.content.decode()
    assert "liian pitkä" in plain(refused)
    empty = coordinator.post(review(row), {"teko": "palauta", "kommentti": " "})
    assert "Kirjoita, mitä pitäisi täydentää." in plain(empty)
    done = coordinator.post(review(row), {"teko": "palauta", "kommentti": "Milloin?"}, follow=True)
    row.refresh_from_db()
    assert (row.state, row.return_comment) == ("returned", "Milloin?")
    assert "1. Kainuu: Palautettu. Vastaaja näkee kommentin." in plain(done)


@pytest.mark.parametrize("account", ["kainuu", "lvm", "aune", "vastuuhenkilo-ita"])
def test_others_review_nothing(row: ProgressReport, client_for: ClientFor, account: str) -> None:
    client = client_for(account)
    assert "tarkistus/" not in client.get(PAGE).content.decode()
    assert client.post(review(row), {"teko": "hyvaksy"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "submitted"


def test_the_owner_reviews_the_own_discussions_answers(
    row: ProgressReport, cast: Cast, client_for: ClientFor
) -> None:
    make_owner(make_event(), cast.user("vastuuhenkilo-ita"))
    client = client_for("vastuuhenkilo-ita")
    assert "tarkistus/" in client.get(PAGE).content.decode()
    assert client.post(review(row), {"teko": "hyvaksy"}).status_code == 302


def test_several_who_say_nothing_new_are_reviewed_on_their_own_pages(
    cast: Cast, client_for: ClientFor
) -> None:
    followup = make_february()
    say = {"by": SYSTEM, "answer": "nothing-new", "base_version": 1}
    action = cell(followup, "kainuu").action
    old = cell(followup, "kainuu").since
    action.responsibilities.create(organisation=cast.organisation("lappi"), side="mk")
    operations.open_followup(followup, by=SYSTEM)
    followup.reports.filter(organisation__slug="lappi").update(since=old)
    for slug in ("kainuu", "lappi"):
        operations.submit_report(cell(followup, slug), **say)  # type: ignore[arg-type]
    page = client_for("koordinaattori").get(PAGE).content.decode()
    address = f"{PAGE}{cell(followup, 'lappi').pk}/"
    assert f'<a href="{address}">' in page
    assert "Hyväksy" in plain(client_for("koordinaattori").get(address))
