"""A named body accepts or declines on the action's page (B1)."""

import pytest

from alke.domain.topics.action_models import Action
from tests.cast import Cast, ClientFor
from tests.factories.actions import body, make_action
from tests.factories.topics import make_meeting
from tests.web.actions.pages import address, plain


def answer_of(action: Action, slug: str) -> tuple[str, str]:
    """What the body has answered, and why."""
    row = action.responsibilities.get(organisation__slug=slug)
    return row.answer, row.reason


def test_the_body_accepts(action: Action, client_for: ClientFor) -> None:
    form = {"organisation": "tem", "answer": "accepted"}
    answer = client_for("tem").post(address(action, "vastaus/"), form, follow=True)
    assert "Vastaus on kirjattu." in plain(answer)
    assert answer_of(action, "tem") == ("accepted", "")


def test_declining_without_a_reason_comes_back_with_the_form_open(
    action: Action, client_for: ClientFor
) -> None:
    client = client_for("tem")
    form = {"organisation": "tem", "answer": "declined", "reason": " "}
    answer = client.post(address(action, "vastaus/"), form)
    assert answer.status_code == 422
    assert "Perustele, miksi ette ota vastuuta." in plain(answer)
    assert 'value="declined" checked' in plain(answer)
    client.post(address(action, "vastaus/"), form | {"reason": "LVM hoitaa"})
    assert answer_of(action, "tem") == ("declined", "LVM hoitaa")


def test_an_over_long_reason_is_not_lost(action: Action, client_for: ClientFor) -> None:
    long = "Perustelu. " * 60
    form = {"organisation": "tem", "answer": "declined", "reason": long}
    answer = client_for("tem").post(address(action, "vastaus/"), form)
    assert answer.status_code == 422
    assert long.strip() in plain(answer)


@pytest.mark.parametrize("account", ["lvm", "kainuu", "koordinaattori", "vastuuhenkilo-ita"])
def test_nobody_answers_for_another(action: Action, client_for: ClientFor, account: str) -> None:
    form = {"organisation": "tem", "answer": "accepted"}
    assert client_for(account).post(address(action, "vastaus/"), form).status_code == 403
    assert answer_of(action, "tem") == ("open", "")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"organisation": "lvm", "answer": "accepted"}, 404),
        ({"organisation": "ei-ole", "answer": "accepted"}, 404),
        ({}, 404),
        ({"organisation": "tem", "answer": "ehkä"}, 422),
    ],
)
def test_a_forged_answer_is_refused(
    action: Action, client_for: ClientFor, form: dict[str, str], status: int
) -> None:
    assert client_for("tem").post(address(action, "vastaus/"), form).status_code == status


def test_the_other_sides_draft_is_not_answered(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    topic = action.origins.get().topic
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")  # type: ignore[arg-type]
    form = {"organisation": "tem", "answer": "accepted"}
    assert client_for("tem").post(address(draft, "vastaus/"), form).status_code == 404


def test_a_page_that_only_takes_answers_shows_nothing(
    action: Action, client_for: ClientFor
) -> None:
    assert client_for("tem").get(address(action, "vastaus/")).status_code == 405


def test_a_council_accepts_for_its_regions_stakeholder_in_its_own_name(
    client_for: ClientFor, cast: Cast
) -> None:
    action = make_action(make_meeting(), responsibles=[body("tem", lead=True), body("ely-kainuu")])
    page = plain(client_for("kainuu").get(address(action)))
    assert "Maakuntasi sidosryhmä on nimetty toimenpiteen vastuutahoksi" in page
    form = {"organisation": "ely-kainuu", "answer": "accepted"}
    client_for("kainuu").post(address(action, "vastaus/"), form)
    row = action.responsibilities.get(organisation__slug="ely-kainuu")
    assert (row.answer, row.given_by) == ("accepted", cast.organisation("kainuu"))
    page = plain(client_for("lvm").get(address(action)))
    start = page.index("Vastuutahot")
    assert "Kainuun liitto" in page[start : page.index("Seuranta", start)]


@pytest.mark.parametrize("account", ["lappi", "kainuu-valmistelija", "tem", "koordinaattori"])
def test_others_than_its_council_do_not_answer_for_a_stakeholder(
    client_for: ClientFor, cast: Cast, account: str
) -> None:
    action = make_action(make_meeting(), responsibles=[body("tem", lead=True), body("ely-kainuu")])
    form = {"organisation": "ely-kainuu", "answer": "accepted"}
    assert client_for(account).post(address(action, "vastaus/"), form).status_code == 403
    assert answer_of(action, "ely-kainuu") == ("open", "")


def test_the_coordinator_accepts_for_who_is_no_ministry_on_the_governments_side(
    client_for: ClientFor, cast: Cast
) -> None:
    named = [body("tem", lead=True), body("ely-kainuu")._replace(side="vn")]
    action = make_action(make_meeting(), responsibles=named)
    client = client_for("koordinaattori")
    asked = "VN:n puolelle on nimetty taho, joka ei ole ministeriö"
    assert asked in plain(client.get(address(action)))
    assert asked not in plain(client_for("kainuu").get(address(action)))
    client.post(address(action, "vastaus/"), {"organisation": "ely-kainuu", "answer": "accepted"})
    row = action.responsibilities.get(organisation__slug="ely-kainuu")
    assert (row.answer, row.given_by) == ("accepted", cast.organisation("tem"))
