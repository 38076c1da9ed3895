"""The page of one organisation."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.domain.insight import organisation_page
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.action_operations import answer_responsibility
from alke.web.people.backend import BACKEND
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import body, make_action
from tests.factories.people import make_person
from tests.factories.topics import make_meeting

EMPTY = "Organisaatiota ei löytynyt"


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode().replace("\u00a0", " "))


def _published(action: Action) -> Action:
    Action.objects.filter(pk=action.pk).update(published_at=action.created_at)
    return action


def _hame(
    number: int = 1, council: str = "paijat-hame", meeting: Discussion | None = None
) -> list[Action]:
    """Open actions for which Hämeen ELY answers beside a council."""
    meeting = meeting or make_meeting()
    bodies = [body("tem", lead=True), body(council, lead=True), body("ely-hame")]
    return [make_action(meeting, responsibles=bodies, title=f"Toimi {n}") for n in range(number)]


def test_a_page_shows_names_spellings_regions_and_kin(client: Client, cast: Cast) -> None:
    page = text(client.get("/organisaatiot/uusimaa/"))
    assert '<span lang="sv">Nylands förbund</span>' in page
    assert "Uudenmaan liitto - Nylands förbund" in page
    page = text(client.get("/organisaatiot/ely-hame/"))
    assert "Kanta-Häme, Päijät-Häme" in page
    assert "Sisä-Suomen elinvoimakeskus" in page
    assert "Kaakkois-Suomen elinvoimakeskus" in page
    assert "Hämeen elinkeino-" in text(client.get("/organisaatiot/evk-sisa-suomi/"))


def test_an_unknown_body_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/organisaatiot/atlantis/").status_code == 404


def test_contacts_are_for_those_who_are_signed_in(client_for: ClientFor) -> None:
    assert "kainuu@kainuu.example" not in text(client_for("public").get("/organisaatiot/kainuu/"))
    assert "kainuu@kainuu.example" in text(client_for("lvm").get("/organisaatiot/kainuu/"))


def test_a_body_without_contacts_says_so(client_for: ClientFor) -> None:
    page = text(client_for("lvm").get("/organisaatiot/um/"))
    assert "ei ole vielä yhteyshenkilöä" in page


def test_the_public_sees_published_actions_only(client_for: ClientFor) -> None:
    first, second = _hame(2)
    _published(first)
    page = text(client_for("public").get("/organisaatiot/paijat-hame/"))
    assert "Toimi 0" in page
    assert "Toimi 1" not in page
    page = text(client_for("kainuu").get("/organisaatiot/paijat-hame/"))
    assert "Toimi 1" in page
    assert second.number != first.number


def test_a_draft_of_one_side_is_not_seen_by_the_other(client_for: ClientFor, cast: Cast) -> None:
    (action,) = _hame()
    Action.objects.filter(pk=action.pk).update(draft_side="vn")
    assert "Toimi 0" not in text(client_for("kainuu").get("/organisaatiot/paijat-hame/"))
    assert "Toimi 0" in text(client_for("lvm").get("/organisaatiot/paijat-hame/"))


def test_actions_that_are_done_are_not_listed(client_for: ClientFor) -> None:
    (action,) = _hame()
    Action.objects.filter(pk=action.pk).update(state=Action.State.DONE)
    assert "Ei avoimia toimenpiteitä" in text(
        client_for("kainuu").get("/organisaatiot/paijat-hame/")
    )


def test_a_long_list_of_actions_has_pages_and_the_same_queries(
    client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for("kainuu")
    _hame(30)
    with django_assert_max_num_queries(12):
        page = text(client.get("/organisaatiot/paijat-hame/"))
    assert "30 toimenpidettä" in page
    assert "Toimi 29" not in page
    assert "Toimi 29" in text(client.get("/organisaatiot/paijat-hame/?sivu=2"))


@pytest.mark.parametrize("many", [0, 1000])
@pytest.mark.parametrize(("account", "seen"), [("public", 26), ("kainuu", 27), ("lvm", 28)])
def test_a_body_with_few_or_many_actions_has_its_own_in_order(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, many: int, account: str, seen: int
) -> None:
    monkeypatch.setattr(organisation_page, "MANY", many)
    meeting = make_meeting()
    _published(make_action(meeting, responsibles=[body("tem"), body("lappi")]))
    *published, shared, draft, done = _hame(29, meeting=meeting)
    for action in published:
        _published(action)
    Action.objects.filter(pk=draft.pk).update(draft_side="vn")
    Action.objects.filter(pk=done.pk).update(state=Action.State.DONE)
    client, address = client_for(account), "/organisaatiot/paijat-hame/"
    pages = [text(client.get(f"{address}?sivu={number}")) for number in (1, 2)]
    numbers = [
        [int(n) for n in re.findall(r'<a href="/toimenpiteet/(\d+)/">', page)] for page in pages
    ]
    shown = [*published, shared, draft][:seen]
    assert numbers == [[row.number for row in shown[:25]], [row.number for row in shown[25:]]]
    assert f"{seen} toimenpidettä" in pages[0]


def test_the_public_page_takes_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for action in _hame(5):
        _published(action)
    with django_assert_max_num_queries(7):
        client.get("/organisaatiot/paijat-hame/")


def test_before_its_end_a_body_asks_for_no_successor(client_for: ClientFor) -> None:
    _hame()
    page = text(client_for("koordinaattori").get("/organisaatiot/ely-hame/"))
    assert "Siirrä toimenpiteet" not in page


ADDRESS = "/organisaatiot/ely-hame/seuraajat/"
BOX = '<input type="checkbox" name="seuraaja-{number}" value="{slug}"'


def _form(picked: dict[int, list[str]]) -> dict[str, Any]:
    """The form as it is sent when these successors are ticked."""
    boxes = {f"seuraaja-{number}": slugs for number, slugs in picked.items()}
    return {"toimenpide": list(picked)} | boxes


def _ticked(page: str, number: int) -> list[str]:
    """The successors whose boxes are ticked in an action's row."""
    box = re.escape(BOX.format(number=number, slug="SLUG")).replace("SLUG", "([a-z-]+)")
    return re.findall(f"{box} checked", page)


@pytest.mark.parametrize(
    ("councils", "successors"),
    [
        (["paijat-hame"], ["evk-kaakkois-suomi"]),
        (["kanta-hame"], ["evk-sisa-suomi"]),
        (["kanta-hame", "paijat-hame"], ["evk-kaakkois-suomi", "evk-sisa-suomi"]),
        (["paijat-hame", "pirkanmaa"], ["evk-kaakkois-suomi"]),
        (["lappi"], []),
    ],
)
def test_the_successors_of_the_actions_own_regions_are_proposed(
    client_for: ClientFor, at: SetClock, councils: list[str], successors: list[str]
) -> None:
    named = [body("tem", lead=True), *map(body, councils), body("ely-hame")]
    action = make_action(make_meeting(), responsibles=named)
    at("2026-01-02")
    page = text(client_for("koordinaattori").get("/organisaatiot/ely-hame/"))
    assert _ticked(page, action.number) == successors
    assert ("choose yourself" in page or "valitse itse" in page) is not bool(successors)


def test_an_action_that_has_been_done_meanwhile_is_not_handed_over(
    client_for: ClientFor, at: SetClock
) -> None:
    first, second = _hame(2)
    Action.objects.filter(pk=second.pk).update(state=Action.State.DONE)
    at("2026-01-02")
    form = _form({row.number: ["evk-sisa-suomi"] for row in (first, second)})
    page = text(client_for("koordinaattori").post(ADDRESS, form, follow=True))
    assert "1 toimenpide siirrettiin." in page
    assert _bodies(second) == ["ely-hame", "paijat-hame", "tem"]


def test_the_coordinator_hands_each_action_to_one_successor_or_both(
    client_for: ClientFor, at: SetClock
) -> None:
    first, second = _hame(2)
    at("2026-01-02")
    client = client_for("koordinaattori")
    both = ["evk-kaakkois-suomi", "evk-sisa-suomi"]
    form = _form({first.number: ["evk-sisa-suomi"], second.number: both})
    page = text(client.post(ADDRESS, form, follow=True))
    assert "2 toimenpidettä siirrettiin." in page
    assert _bodies(first) == ["evk-sisa-suomi", "paijat-hame", "tem"]
    assert _bodies(second) == [*both, "paijat-hame", "tem"]
    assert "Ei avoimia toimenpiteitä" in page


def _bodies(action: Action) -> list[str]:
    rows = Responsibility.objects.filter(action=action)
    return sorted(rows.values_list("organisation__slug", flat=True))


def test_an_action_without_a_pick_stays_with_the_reason_beside_it(
    client_for: ClientFor, at: SetClock
) -> None:
    first, second = _hame(2)
    at("2026-01-02")
    form = _form({first.number: ["evk-sisa-suomi"], second.number: []})
    answer = client_for("koordinaattori").post(ADDRESS, form)
    page = text(answer)
    assert answer.status_code == 422
    assert "1 toimenpide siirrettiin." in page
    assert f'id="s{second.number}-e"' in page
    assert "Valitse ainakin yksi seuraaja." in page
    assert _ticked(page, second.number) == []
    assert BOX.format(number=first.number, slug="evk-sisa-suomi") not in page
    assert _bodies(second) == ["ely-hame", "paijat-hame", "tem"]


def test_a_refused_hand_over_keeps_what_was_ticked(client_for: ClientFor, at: SetClock) -> None:
    (action,) = _hame()
    at("2026-01-02")
    ended = Organisation.objects.filter(slug="evk-sisa-suomi")
    ended.update(valid_from=dt.date(2026, 2, 1))
    answer = client_for("koordinaattori").post(ADDRESS, _form({action.number: ["evk-sisa-suomi"]}))
    assert answer.status_code == 422
    assert "Valitse taho, joka on nyt olemassa." in text(answer)
    assert _ticked(text(answer), action.number) == ["evk-sisa-suomi"]


def test_faults_of_a_later_page_are_shown_on_it(client_for: ClientFor, at: SetClock) -> None:
    last = _hame(30)[-1]
    at("2026-01-02")
    client = client_for("koordinaattori")
    assert f'action="{ADDRESS}?sivu=2"' in text(client.get("/organisaatiot/ely-hame/?sivu=2"))
    page = text(client.post(f"{ADDRESS}?sivu=2", _form({last.number: []})))
    assert f'id="s{last.number}-e"' in page


@pytest.mark.parametrize("slug", ["evk-lappi", "nobody"])
def test_who_is_no_successor_cannot_be_picked(
    client_for: ClientFor, at: SetClock, slug: str
) -> None:
    (action,) = _hame()
    at("2026-01-02")
    answer = client_for("koordinaattori").post(ADDRESS, _form({action.number: [slug]}))
    assert answer.status_code == 422
    assert "ely-hame" in _bodies(action)


@pytest.mark.parametrize("number", ["x", "99999999999999999999", "-1", "999"])
def test_forged_numbers_change_nothing(client_for: ClientFor, at: SetClock, number: str) -> None:
    (action,) = _hame()
    at("2026-01-02")
    form = {"toimenpide": number, f"seuraaja-{number}": "evk-sisa-suomi"}
    assert client_for("koordinaattori").post(ADDRESS, form).status_code == 302
    assert "ely-hame" in _bodies(action)


def test_before_the_end_a_hand_over_is_refused_with_the_reason(client_for: ClientFor) -> None:
    (action,) = _hame()
    form = _form({action.number: ["evk-sisa-suomi"]})
    page = text(client_for("koordinaattori").post(ADDRESS, form, follow=True))
    assert "Organisaation toiminta jatkuu vielä" in page
    assert "ely-hame" in _bodies(action)


def test_an_ended_body_looks_for_no_contact_and_says_where_its_actions_went(
    client_for: ClientFor, at: SetClock
) -> None:
    (action,) = _hame()
    at("2026-01-02")
    client = client_for("koordinaattori")
    client.post(ADDRESS, _form({action.number: ["evk-sisa-suomi"]}))
    page = text(client.get("/organisaatiot/ely-hame/"))
    assert "Avoimet toimenpiteet ovat siirtyneet seuraajille." in page
    assert "yhteyshenkilöä" not in page


def test_a_second_click_changes_nothing_more(client_for: ClientFor, at: SetClock) -> None:
    (action,) = _hame()
    at("2026-01-02")
    client = client_for("koordinaattori")
    form = _form({action.number: ["evk-sisa-suomi"]})
    client.post(ADDRESS, form)
    answer = client.post(ADDRESS, form)
    assert answer.status_code == 302
    assert _bodies(action) == ["evk-sisa-suomi", "paijat-hame", "tem"]


@pytest.mark.parametrize("account", ["kainuu", "lvm", "aune", "yllapito", "ely-lappi"])
def test_others_see_that_actions_wait_but_hand_nothing_over(
    client_for: ClientFor, at: SetClock, account: str
) -> None:
    (action,) = _hame()
    at("2026-01-02")
    client = client_for(account)
    assert "Siirrä toimenpiteet" not in text(client.get("/organisaatiot/ely-hame/"))
    form = _form({action.number: ["evk-sisa-suomi"]})
    assert client.post(ADDRESS, form).status_code == 403
    assert "ely-hame" in _bodies(action)


def test_the_public_is_asked_to_sign_in_before_handing_over(client: Client, cast: Cast) -> None:
    answer = client.post(ADDRESS, {})
    assert answer.status_code == 401
    assert "/kirjaudu/?next=" in answer.content.decode()


def test_handing_over_takes_the_same_queries_for_many_rows(
    client_for: ClientFor, at: SetClock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for("koordinaattori")
    _hame(25)
    at("2026-01-02")
    with django_assert_max_num_queries(14):
        client.get("/organisaatiot/ely-hame/")


def test_a_body_that_ended_without_successors_says_whom_to_ask(
    client_for: ClientFor, at: SetClock
) -> None:
    meeting = make_meeting()
    make_action(meeting, responsibles=[body("tem", lead=True), body("te")])
    at("2025-01-02")
    page = text(client_for("koordinaattori").get("/organisaatiot/te/"))
    assert "Pyydä ylläpitoa lisäämään seuraaja." in page


def test_an_open_answer_is_shown_to_those_who_are_signed_in(
    client_for: ClientFor, cast: Cast
) -> None:
    (action,) = _hame()
    page = text(client_for("kainuu").get("/organisaatiot/paijat-hame/"))
    assert "Ei vastattu" in page
    council = cast.organisation("paijat-hame")
    answer_responsibility(action, council, "accepted", by=cast["paijat-hame"])
    assert "Ei vastattu" not in text(client_for("kainuu").get("/organisaatiot/paijat-hame/"))


def test_what_waits_for_an_answer_stands_first_with_a_button_for_who_may_give_it(
    client_for: ClientFor, cast: Cast
) -> None:
    first, second = _hame(2)
    council = cast.organisation("paijat-hame")
    answer_responsibility(first, council, "accepted", by=cast["paijat-hame"])
    address = "/organisaatiot/paijat-hame/"
    page = text(client_for("paijat-hame").get(address))
    assert page.index(second.title) < page.index(first.title)
    assert page.count("Ota kantaa") == 1
    others = text(client_for("kainuu").get(address))
    assert others.index(first.title) < others.index(second.title)
    assert "Ota kantaa" not in others


def test_an_account_without_a_role_sees_the_directory(client: Client, cast: Cast) -> None:
    user = make_person("kainuu", "editor")
    user.memberships.all().delete()
    client.force_login(user, backend=BACKEND)
    assert client.get("/organisaatiot/").status_code == 200
    assert Organisation.objects.exists()
