"""One side's drafts are seen by that side alone, wherever and however one asks (R13)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests.access.places import PLACES
from tests.access.secrets import MOMENTS, Planter
from tests.access.table import ROWS
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.files import text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # the pages' answers; the querysets are tested on both
]
SIDES = {"vn": "okm", "mk": "pohjois-savo"}  # who plants; organisations of the same name
OF_SIDE = {
    "koordinaattori": "vn",
    "vastuuhenkilo-ita": "vn",
    "okm": "vn",
    "kainuu": "mk",
    "pohjois-savo": "mk",
    "ely-lappi": "",
    "aune": "",
    "yllapito": "",
    "public": "",
}
# Pages that show nothing of a round.
STILL = re.compile(r"account_|accessibility$|demo_page$|health$|privacy$|role_table$|styleguide$")
HTMX = {"HX-Request": "true"}
# What pages can be asked for besides what they show first.
ASKED: dict[str, list[dict[str, str]]] = {
    "action_new": [{"aihe": "1"}],
    "agenda_detail": [{"tilanne": moment} for moment in MOMENTS],
    "agenda_document": [{"tilanne": moment} for moment in MOMENTS[::2]],
    "discussion_actions": [
        *({"tilanne": moment} for moment in MOMENTS),
        {"tila": "proposed"},
        {"taho": "okm"},
        {"taho": "pohjois-savo"},
    ],
    "followup_document": [{"taho": "okm"}, {"taho": "pohjois-savo"}],
    "followup_detail": [
        {"taho": "okm"},
        {"taho": "pohjois-savo"},
        {"taho": "kaikki"},
        {"taho": "kaikki", "nayta": "puuttuu"},
        {"taho": "okm", "myos": "pohjois-savo"},
    ],
    "organisation_list": [{"haku": "salaisuus"}],
    "pool_topic": [{"polku": "1"}],
    "report_cell": [{"muokkaa": "1"}],
    "sheet_document": [{"seuranta": "1"}],
    "topic_changes": [{"alkaen": "2024-03-04T09:00", "avoinna": "goals.fi"}],
    "topic_detail": [{"tilanne": moment} for moment in MOMENTS],
    "topic_edit": [{"kohta": "goals"}],
    "topic_field": [{"muokkaa": "1"}],
    "topic_history": [{"kohta": "goals"}, {"kohta": "goals", "versio": "1", "vertaa": "2"}],
}


Planted = dict[str, Planter]


@pytest.fixture
def planted(cast: Cast, at: SetClock) -> Planted:
    """The drafts of both sides; afterwards it is noon."""
    found = {side: Planter(cast[account], account, side) for side, account in SIDES.items()}
    for planter in found.values():
        planter.plant()
    at("2024-03-04 12:00")
    return found


def addresses(planted: Planted) -> list[str]:
    """Every page that can be asked for, those of the drafts themselves included."""
    places: list[tuple[str, dict[str, Any]]] = [
        (row.name, PLACES[row.place]())
        for row in ROWS
        if row.method == "GET" and not STILL.match(row.name) and set(row.statuses.values()) != {405}
    ]
    places.append(("discussion_bundle", {"year": 2024, "slug": "ita"}))
    for planter in planted.values():
        places += pages_of(planter)
    found = []
    for name, place in {f"{name} {place}": (name, place) for name, place in places}.values():
        address = reverse(name, kwargs=place)
        found += [address, *(f"{address}?{urlencode(query)}" for query in ASKED.get(name, []))]
    return found


def pages_of(planter: Planter) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of what was planted, which others should not find."""
    for topic in planter.topics:
        yield "pool_topic", {"year": 2024, "slug": "ita", "pk": topic.pk}
    for action in planter.actions:
        yield "action_detail", {"number": action.number}
        yield "action_edit", {"number": action.number}
    for cell in planter.reports:
        yield "action_detail", {"number": cell.action.number}
        yield "report_cell", {"year": 2024, "slug": "helmikuu-2024", "report_id": cell.pk}
    for import_ in planter.imports:
        if import_.followup is not None:
            yield "followup_review", {"year": 2024, "slug": "helmikuu-2024", "pk": import_.pk}
        else:
            yield "word_review", {"year": 2024, "slug": "ita", "number": 1, "pk": import_.pk}
    yield "organisation_detail", {"slug": planter.organisation.slug}


def seen(client: Client, address: str, **headers: str) -> str:
    """All that the answer carries, headers too; of files what stands in them."""
    response = client.get(address, headers=headers)
    return f"{response.headers}\n{response.cookies}\n{text_of(response)}"


@pytest.fixture
def read(planted: Planted, client_for: ClientFor) -> dict[str, dict[str, str]]:
    """All that each account is shown, by the address; by the script, too."""
    pages = addresses(planted)
    found: dict[str, dict[str, str]] = {}
    for account in OF_SIDE:
        client = client_for(account)
        found[account] = {page: seen(client, page) for page in pages}
        if account in SIDES.values():
            found[account] |= {f"{page} by htmx": seen(client, page, **HTMX) for page in pages}
    return found


def test_drafts_are_seen_by_their_own_side_alone(
    planted: Planted, read: dict[str, dict[str, str]]
) -> None:
    leaks = [
        f"{account} reads {kind} of {planter.side} at {page}"
        for account, side in OF_SIDE.items()
        for planter in planted.values()
        if planter.side != side
        for kind, word in planter.secrets.items()
        for page, text in read[account].items()
        if word in text
    ]
    assert leaks == []
    unseen = [  # so the words are such that pages show them
        f"nobody of {planter.side} sees {kind}"
        for planter in planted.values()
        for kind in planter.shown
        if not any(
            planter.secrets[kind] in text
            for account, side in OF_SIDE.items()
            if side == planter.side
            for text in read[account].values()
        )
    ]
    assert unseen == []
