"""The outcome's page: recorded together, confirmed, published, read by anyone."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.base import clock
from alke.domain.outcomes import operations
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.actors import Actor
from alke.domain.people.models import Region
from alke.domain.topics.action_models import Action
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.outcomes import confirm_both, decide_all, make_held, make_outcome
from tests.factories.topics import make_meeting, make_topic

PAGE = "/2024/ita/johtopaatokset/"
SYSTEM = Actor.system()


@pytest.fixture
def outcome(cast: Cast) -> Outcome:
    """An outcome of the eastern discussion, open for comment."""
    return make_outcome(make_held(cast.user("vastuuhenkilo-ita")))


def marks(answer: Any) -> list[str]:
    """What the page's forms say was seen: each action's decision, then the whole outcome."""
    return re.findall(r'name="nahty" value="(\w*)"', answer.content.decode())


def publish(outcome: Outcome) -> None:
    """Everything that publication waits for, and publication."""
    decide_all(outcome)
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)


def test_the_owner_draws_up_the_conclusions_with_one_button(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    make_held(cast.user("vastuuhenkilo-ita"))
    at("2024-04-17")
    client = client_for("vastuuhenkilo-ita")
    assert "Laadi johtopäätökset" in client.get(PAGE).content.decode()
    answer = client.post("/2024/ita/lopputulos/laadi/", follow=True)
    assert "Verkko vahvistuu." in answer.content.decode()


def test_a_blocked_button_says_why(cast: Cast, client_for: ClientFor) -> None:
    make_held(cast.user("vastuuhenkilo-ita"))
    page = client_for("kainuu").get(PAGE).content.decode()
    assert "Laadi johtopäätökset" not in page
    assert "Johtopäätöksiä ei ole vielä laadittu" in page


def test_the_public_sees_nothing_before_publication(outcome: Outcome, client: Client) -> None:
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("page", ["/2024/", "/2024/keskustelut/"])
def test_the_round_says_how_far_an_outcome_is_to_those_who_work_on_it(
    page: str, outcome: Outcome, client: Client, client_for: ClientFor
) -> None:
    assert "Lopputulos: kommentoitavana" in client_for("kainuu").get(page).content.decode()
    assert "kommentoitavana" not in client.get(page).content.decode()


def test_the_public_reads_what_was_published(outcome: Outcome, client: Client) -> None:
    publish(outcome)
    answer = client.get(PAGE)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Verkko vahvistuu." in page
    assert "Kantaverkon vahvistaminen" in page
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(PAGE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_public_page_keeps_the_published_text_during_a_correction(
    outcome: Outcome, client: Client
) -> None:
    publish(outcome)
    outcome.refresh_from_db()
    operations.reopen_outcome(outcome, by=SYSTEM, reason="Virhe.")
    item = OutcomeItem.objects.first()
    assert item is not None
    operations.edit_item(item, by=SYSTEM, text="Keskeneräinen korjaus.", base_version=item.version)
    page = client.get(PAGE).content.decode()
    assert "Verkko vahvistuu." in page
    assert "Keskeneräinen korjaus." not in page


def test_conclusions_and_memo_are_not_found_at_each_others_address(
    outcome: Outcome, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    assert client.get("/2024/ita/muistio/").status_code == 404
    region = Region.objects.get(slug="kainuu")
    meeting = make_meeting(
        slug="kainuu", kind="regional", group=None, region=region, outcome="memo"
    )
    make_topic(meeting)
    assert client.get("/2024/kainuu/johtopaatokset/").status_code == 404
    assert client.get("/2024/kainuu/muistio/").status_code == 200


def test_a_council_records_an_item(outcome: Outcome, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(
        "/2024/ita/lopputulos/kohta/",
        {"topic": "1", "kind": "conclusion", "text": "Uusi kirjaus."},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}#osa-1"
    assert OutcomeItem.objects.filter(text="Uusi kirjaus.", topic__number=1).count() == 1


@pytest.mark.parametrize("text", ["x" * 2001, "vika\x07merkki", "   "])
def test_a_bad_text_is_explained_and_kept(
    outcome: Outcome, client_for: ClientFor, text: str
) -> None:
    answer = client_for("kainuu").post(
        "/2024/ita/lopputulos/kohta/", {"topic": "1", "kind": "conclusion", "text": text}
    )
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert OutcomeItem.objects.count() == 2


def test_a_forged_topic_is_not_found(outcome: Outcome, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(
        "/2024/ita/lopputulos/kohta/", {"topic": "99", "kind": "conclusion", "text": "x"}
    )
    assert answer.status_code == 404


def test_an_item_of_another_discussion_is_not_found(
    outcome: Outcome, cast: Cast, client_for: ClientFor
) -> None:
    other = make_outcome(make_held(cast.user("vastuuhenkilo-pohjoinen"), slug="pohjoinen"))
    item = other.items.first()
    assert item is not None
    answer = client_for("kainuu").post(
        f"/2024/ita/lopputulos/kohta/{item.pk}/", {"text": "Kaapattu.", "version": "1"}
    )
    assert answer.status_code == 404


def test_two_tabs_show_both_texts(outcome: Outcome, client_for: ClientFor) -> None:
    item = outcome.items.first()
    assert item is not None
    address = f"/2024/ita/lopputulos/kohta/{item.pk}/"
    first, second = client_for("okm"), client_for("kainuu")
    assert first.post(address, {"text": "Ensin tallennettu.", "version": "1"}).status_code == 302
    answer = second.post(address, {"text": "Myöhemmin kirjoitettu.", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ensin tallennettu." in page
    assert "Myöhemmin kirjoitettu." in page


def test_another_regions_council_may_read_but_not_record(
    outcome: Outcome, client_for: ClientFor
) -> None:
    client = client_for("lappi")
    assert client.get(PAGE).status_code == 200
    answer = client.post("/2024/ita/lopputulos/kohta/", {"topic": "1", "text": "x"})
    assert answer.status_code == 403
    assert "Organisaatiosi ei osallistu tähän keskusteluun." in answer.content.decode()


def test_publishing_says_what_is_missing(outcome: Outcome, client_for: ClientFor) -> None:
    client = client_for("vastuuhenkilo-ita")
    number = Action.objects.get().number
    answer = client.post("/2024/ita/lopputulos/julkaise/")
    assert answer.status_code == 403
    assert f"Näistä ehdotuksista ei ole vielä päätetty: {number}." in answer.content.decode()


def test_a_correction_is_offered_to_those_who_may_begin_it(
    outcome: Outcome, client_for: ClientFor
) -> None:
    publish(outcome)
    assert 'href="#korjaus"' in client_for("vastuuhenkilo-ita").get(PAGE).content.decode()
    for account in ("kainuu", "aune"):
        assert "korjaus" not in client_for(account).get(PAGE).content.decode()


def test_a_confirmation_is_withdrawn_with_a_reason_that_all_at_work_read(
    outcome: Outcome, client_for: ClientFor
) -> None:
    confirm_both(outcome)
    client, address = client_for("kainuu"), "/2024/ita/lopputulos/vahvistus/peru/"
    page = client.get(PAGE).content.decode()
    assert page.count(f'action="{address}"') == 1  # of the own side only
    assert address not in client_for("aune").get(PAGE).content.decode()
    answer = client.post(address, {"side": "mk", "syy": "Luku tarkistetaan."})
    assert answer.headers["Location"] == PAGE
    page = client_for("okm").get(PAGE).content.decode()
    assert "Puoli perui itse" in page
    assert "Perustelu: Luku tarkistetaan." in page


def test_a_reason_of_a_withdrawal_that_is_too_long_stays_in_its_field(
    outcome: Outcome, client_for: ClientFor
) -> None:
    confirm_both(outcome)
    reason = "Luku tarkistetaan. " * 20
    sent = {"side": "mk", "syy": reason}
    answer = client_for("kainuu").post("/2024/ita/lopputulos/vahvistus/peru/", sent)
    assert answer.status_code == 422
    assert f'value="{reason}"' in answer.content.decode()
    assert outcome.confirmations.filter(withdrawn_at=None).count() == 2


def test_a_double_confirmation_is_one(outcome: Outcome, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    form = {"side": "mk", "nahty": marks(client.get(PAGE))[-1]}
    for _time in range(2):
        assert client.post("/2024/ita/lopputulos/vahvista/", form).status_code == 302
    assert outcome.confirmations.count() == 1


def test_a_text_that_changed_after_the_page_was_opened_is_read_before_it_is_confirmed(
    outcome: Outcome, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    form = {"side": "mk", "nahty": marks(client.get(PAGE))[-1]}
    operations.record_item(outcome, by=SYSTEM, kind="note", text="Välissä kirjattu.")
    answer = client.post("/2024/ita/lopputulos/vahvista/", form)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Lopputulos muuttui sen jälkeen, kun avasit sen." in page
    assert "Välissä kirjattu." in page
    assert outcome.confirmations.count() == 0
    form["nahty"] = marks(answer)[-1]
    assert client.post("/2024/ita/lopputulos/vahvista/", form).status_code == 302


def test_of_two_decisions_the_later_is_shown_the_earlier(
    outcome: Outcome, client_for: ClientFor
) -> None:
    number = Action.objects.get().number
    address = f"/2024/ita/lopputulos/paatos/{number}/"
    first, second = client_for("okm"), client_for("kainuu")
    seen = marks(second.get(PAGE))[0]
    assert first.post(address, {"decision": "taken", "nahty": seen}).status_code == 302
    form = {"decision": "later", "reason": "Rahoitus puuttuu.", "nahty": seen}
    answer = second.post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Joku muu päätti tällä välin tästä toimenpiteestä." in page
    assert "Rahoitus puuttuu." in page
    assert outcome.decisions.get().decision == "taken"
    form["nahty"] = marks(answer)[0]
    assert second.post(address, form).status_code == 302
    assert outcome.decisions.get().decision == "later"


def test_a_removed_item_is_told_word_for_word(outcome: Outcome, client_for: ClientFor) -> None:
    item = OutcomeItem.objects.get(outcome=outcome, text="Verkko vahvistuu.")
    answer = client_for("kainuu").post(
        f"/2024/ita/lopputulos/kohta/{item.pk}/poista/", {"version": item.version}, follow=True
    )
    assert "Poistettu: ”Verkko vahvistuu.”" in answer.content.decode()


@pytest.mark.parametrize(
    ("account", "own", "publishes"),
    [
        ("vastuuhenkilo-ita", ["VN:n"], True),
        ("okm", ["VN:n"], False),
        ("kainuu", ["maakuntien"], False),
        ("koordinaattori", [], True),
    ],
)
def test_each_is_offered_what_the_own_role_does(
    outcome: Outcome, client_for: ClientFor, account: str, own: list[str], *, publishes: bool
) -> None:
    page = client_for(account).get(PAGE).content.decode()
    assert re.findall(r"Vahvista (VN:n|maakuntien) puolesta", page) == own
    assert ("Julkaise johtopäätökset" in page) is publishes
    assert ("Keskustelun vastuuhenkilö julkaisee" in page) is not publishes
    assert "VN ei ole vahvistanut." in page
    assert "Maakunnat eivät ole vahvistaneet." in page


def test_an_edited_item_is_not_removed_unread(outcome: Outcome, client_for: ClientFor) -> None:
    item = outcome.items.first()
    assert item is not None
    operations.edit_item(item, by=SYSTEM, text="Välissä muutettu.", base_version=1)
    client = client_for("kainuu")
    address = f"/2024/ita/lopputulos/kohta/{item.pk}/poista/"
    answer = client.post(address, {"version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Joku muu muutti tätä kohtaa." in page
    assert "Välissä muutettu." in page
    assert client.post(address, {"version": "2"}).status_code == 302


def test_the_page_asks_the_same_number_of_questions_for_many_rows(
    outcome: Outcome, client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for("vastuuhenkilo-ita")
    for number in range(40):
        operations.record_item(outcome, by=SYSTEM, kind="note", text=f"Kirjaus {number}")
    with clock.at(clock.now()), django_assert_max_num_queries(15):
        assert client.get(PAGE).status_code == 200
    publish(outcome)
    with django_assert_max_num_queries(5):
        assert Client().get(PAGE).status_code == 200


def test_no_outcome_is_drawn_up_when_the_round_has_ended(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    held = make_held(cast.user("vastuuhenkilo-ita"))
    held.round.state = "ended"
    held.round.save()
    at("2024-04-17")
    client = client_for("koordinaattori")
    answer = client.post("/2024/ita/lopputulos/laadi/")
    assert answer.status_code == 403
    assert "Kierros on päättynyt. Sen lopputuloksia ei enää muuteta." in answer.content.decode()
    page = client.get(PAGE).content.decode()
    assert "Laadi johtopäätökset" not in page
    assert "Sen lopputuloksia ei enää muuteta." in page
    assert Outcome.objects.count() == 0


def test_an_item_that_is_sent_twice_is_recorded_once(
    outcome: Outcome, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    tokens = re.findall(r'name="kerran" value="(\w+)"', client.get(PAGE).content.decode())
    add, form = "/2024/ita/lopputulos/kohta/", {"topic": "1", "kind": "note", "kerran": tokens[0]}
    assert client.post(add, form | {"text": ""}).status_code == 422
    for _press in range(2):
        assert client.post(add, form | {"text": "Sovittiin."}).status_code == 302
    assert outcome.items.filter(text="Sovittiin.").count() == 1
    assert "Kohta oli jo kirjattu." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("number", ["²", "9" * 5000, "٣", "-1", "1\n"])
def test_a_number_that_is_none_is_no_fault(
    number: str, outcome: Outcome, client_for: ClientFor
) -> None:
    client, item = client_for("kainuu"), outcome.items.all()[0]
    form = {"text": "Sovittiin.", "kind": "note"}
    assert client.get(PAGE, {"muokkaa": number}).status_code == 200
    added = client.post("/2024/ita/lopputulos/kohta/", form | {"topic": number})
    assert added.status_code == (302 if number == "1\n" else 404)
    stale = client.post(f"/2024/ita/lopputulos/kohta/{item.pk}/", form | {"version": number})
    assert stale.status_code == (302 if number == "1\n" else 409)
