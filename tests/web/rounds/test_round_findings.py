"""The findings on the round's page: what they lead to, and those that are left as they are."""

import re
from pathlib import Path
from typing import Any

import pytest

from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import load_round, publish_round
from tests.cast import ClientFor

SYSTEM = Actor.system()
FORMAT = Path("rounds/2024.toml").read_text(encoding="utf-8")


@pytest.fixture
def round_2024(world: None) -> Round:
    """The 2024 round as the letter gives it, published."""
    made = load_round(FORMAT, by=SYSTEM)
    return publish_round(made.round, by=SYSTEM)


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_the_coordinator_sees_the_findings_of_the_letter(
    round_2024: Round, client_for: ClientFor
) -> None:
    page = text(client_for("koordinaattori").get("/2024/"))
    assert "14.3.2023" in page
    assert "Korjaa päiväys" in page
    assert "Jätä ennalleen" in page


def test_a_finding_leads_to_the_date_whose_move_is_its_remedy(
    round_2024: Round, client_for: ClientFor
) -> None:
    findings = text(client_for("koordinaattori").get("/2024/")).partition('id="huom"')[2]
    for address in (
        "/2024/aikataulu/asialista-ita/siirra/",  # due right after Easter
        "/2024/aikataulu/keskustelu/webinaari/siirra/",  # before the decision that it rests on
        "/2024/aikataulu/#siirra",  # several dates on one day
    ):
        assert f'href="{address}"' in findings
    assert "/siirra/" not in text(client_for("kainuu").get("/2024/"))


def test_the_preview_says_that_an_agenda_would_be_known_too_late(
    round_2024: Round, client_for: ClientFor
) -> None:
    address = "/2024/aikataulu/asialista-ita/siirra/"
    page = text(client_for("koordinaattori").post(address, {"day": "2024-04-05"}))
    assert "Itäinen Suomi: asialistan määräaika on liian myöhään" in page
    assert "on 11 päivää ennen keskustelua" in page


def test_others_see_findings_without_buttons(round_2024: Round, client_for: ClientFor) -> None:
    page = text(client_for("kainuu").get("/2024/"))
    assert "14.3.2023" in page
    assert "Jätä ennalleen" not in page


def test_a_finding_is_left_as_it_is_and_shown_again(
    round_2024: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    data = {"code": "weekday-mismatch", "subject": "discussion:webinaari"}
    assert client.post("/2024/havainnot/", data).status_code == 302
    assert round_2024.accepted_findings.count() == 1
    assert "Ennalleen jätetyt" in text(client.get("/2024/"))
    assert client.post("/2024/havainnot/", data | {"reopen": "1"}).status_code == 302
    assert round_2024.accepted_findings.count() == 0


def test_a_finding_left_as_it_is_says_who_left_it_and_why(
    round_2024: Round, client_for: ClientFor
) -> None:
    data = {"code": "weekday-mismatch", "subject": "discussion:webinaari"}
    client_for("koordinaattori").post("/2024/havainnot/", data | {"reason": "Painovirhe."})
    title = User.objects.get(demo_account="koordinaattori").title
    left = text(client_for("kainuu").get("/2024/")).partition("Ennalleen jätetyt")[2]
    note = re.search(r'<p class="small mt2">(.*?)</p>', left)
    assert note is not None
    assert note[1].startswith("Jätetty ennalleen tänään ")
    assert note[1].endswith(f", {title}. Perustelu: Painovirhe.")


def test_a_reason_that_is_too_long_stays_in_its_field(
    round_2024: Round, client_for: ClientFor
) -> None:
    reason = "Kirjeen painovirhe. " * 20
    data = {"code": "weekday-mismatch", "subject": "discussion:webinaari", "reason": reason}
    answer = client_for("koordinaattori").post("/2024/havainnot/", data)
    assert answer.status_code == 422
    assert text(answer).count(f'value="{reason}"') == 1
    assert round_2024.accepted_findings.count() == 0


def test_the_misprint_is_corrected_with_one_button(
    round_2024: Round, client_for: ClientFor
) -> None:
    data = {"code": "weekday-mismatch", "subject": "discussion:webinaari", "correct": "1"}
    client_for("koordinaattori").post("/2024/havainnot/", data)
    assert Discussion.objects.get(slug="webinaari", round=round_2024).stated == ""


def test_a_finding_that_is_not_there_is_refused(round_2024: Round, client_for: ClientFor) -> None:
    data = {"code": "weekday-mismatch", "subject": "discussion:ita"}
    answer = client_for("koordinaattori").post("/2024/havainnot/", data)
    assert answer.status_code == 403
