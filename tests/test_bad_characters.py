"""NUL and broken encodings, sent to every address: an answer, never a fault of ours."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse

from alke.domain.people.models import User
from alke.domain.topics.models import TopicText
from alke.web.people.backend import BACKEND
from tests.access.places import AFTER, LATER, PLACES, SENT
from tests.access.table import COLUMNS, ROWS, Row
from tests.conftest import DEMO_DAY, SetClock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.strict_database,  # it takes neither of BAD; SQLite takes NUL
]
WEB = Path(__file__).parent.parent / "alke" / "web"
ASKED = re.compile(r'\.get(?:list)?\(\s*"(\w+)"')
BAD = ("%00", "%ED%A0%80")  # NUL, and half of a surrogate pair
FORM = "application/x-www-form-urlencoded"
FIRST = {(row.name, row.method): row for row in reversed(ROWS)}.values()  # each page once
TAKEN = {200, 302, 400, 409, 422}  # the view itself has answered


def account_of(row: Row) -> str:
    """One who comes through to what the page does."""
    through = (name for name in COLUMNS.values() if row.statuses[name] in TAKEN)
    others = [name for name in through if name != "public"]
    return others[0] if others else "public"


def client_of(account: str) -> Client:
    client = Client(raise_request_exception=False)
    if account != "public":
        client.force_login(User.objects.get(demo_account=account), backend=BACKEND)
    return client


def names(address: str) -> list[str]:
    """What the pages of the address's area look for."""
    view = resolve(address).func
    files = (WEB / view.__module__.split(".")[-2]).glob("*.py")
    return sorted({name for file in files for name in ASKED.findall(file.read_text())} | {"sivu"})


def all_bad(names: Iterable[str]) -> list[str]:
    """Nothing but bad values."""
    return ["&".join(f"{name}={bad}" for name in names) for bad in BAD]


def queries(row: Row, address: str, client: Client) -> Iterator[str]:
    """All parameters bad, then each that the page looks for by itself."""
    yield from all_bad(names(address))
    if 200 in row.statuses.values() and row in FIRST:
        yield from (f"{name}=%00" for name in sorted(looked_for_by(client, address)))


def looked_for_by(client: Client, address: str) -> set[str]:
    """The names of parameters that are asked for while the page is made."""
    found: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            patch.setattr(QueryDict, method, _noting(getattr(QueryDict, method), found))
        client.get(address)
    return found


def _noting(look: Callable[..., Any], found: set[str]) -> Callable[..., Any]:
    def noted(self: QueryDict, name: str, *rest: Any, **options: Any) -> Any:
        found.add(name)
        return look(self, name, *rest, **options)

    return noted


def bodies(row: Row, address: str) -> Iterator[str]:
    """The form with one bad field, each in turn; then nothing but bad fields."""
    sent = SENT.get(row.name, {})
    fields = sent() if callable(sent) else sent
    for bad in BAD:
        for broken in fields:
            yield "&".join(
                f"{name}={quote(text)}{bad if name == broken else ''}"
                for name, text in fields.items()
            )
    yield from all_bad({*fields, *names(address)})


def faults(row: Row) -> Iterator[str]:
    """What is sent there and not answered."""
    address = reverse(row.name, kwargs=PLACES[row.place]())
    client = client_of(account_of(row))
    get = row.method == "GET"
    for words in queries(row, address, client) if get else bodies(row, address):
        point = transaction.savepoint()
        if get:
            status = client.get(f"{address}?{words}").status_code
        else:
            status = client.post(address, words, content_type=FORM).status_code
        transaction.savepoint_rollback(point)
        if status >= 500:
            yield words


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name} {row.place}")
def test_no_address_breaks_at_a_bad_character(row: Row, at: SetClock) -> None:
    at(AFTER if row.place in LATER else DEMO_DAY)
    point = transaction.savepoint()
    try:
        assert list(faults(row)) == []
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("name", ["taho", "myos"])
@pytest.mark.parametrize("bad", BAD)
def test_a_body_of_bad_characters_is_an_unknown_body(client: Client, name: str, bad: str) -> None:
    assert client.get(f"/2023/seuranta/syksy-2023/?{name}={bad}").status_code == 404
    assert client.get(f"/2023/seuranta/syksy-2023/?{name}=ei-ole").status_code == 404


def test_a_session_of_bad_characters_is_nobodys() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 31 + "\0"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("bad", BAD)
def test_a_text_with_a_bad_character_comes_back_with_its_sentence(bad: str) -> None:
    now = TopicText.objects.get(
        topic__discussion__slug="ita",
        topic__discussion__round__year=2024,
        topic__number=1,
        field="goals",
        language="fi",
        current=True,
    )
    form = f"kieli=fi&versio={now.version}&valmis=1&text=Rata{bad}%20kulkee."
    address = "/2024/ita/asialista/1/kohta/goals/"
    answer = client_of("kainuu").post(address, form, content_type=FORM)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "merkki, jota ei voi näyttää" in page
    assert re.search(r"\nRata\ufffd+ kulkee\.</textarea>", page)


def test_a_forged_body_is_told_and_the_typed_opening_kept() -> None:
    form = "organisation=kainuu%00&speaker=maakuntajohtaja&minutes=5"
    client = client_of("kainuu")
    answer = client.post("/2024/ita/asialista/1/avaus/mk/", form, content_type=FORM)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Valitse organisaatio" in page
    assert 'value="maakuntajohtaja"' in page
