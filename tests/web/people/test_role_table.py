"""The table of roles and powers."""

import html
import re

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.domain.people.roles import POWER_LABELS, ROLES
from tests.cast import ClientFor


def test_every_role_and_power_stands_in_the_table(client: Client, db: None) -> None:
    page = html.unescape(client.get("/en/roolit/").content.decode())
    assert all(f'<th scope="col">{role.label}</th>' in page for role in ROLES)
    assert all(f'<th scope="row">{label}</th>' in page for label in POWER_LABELS.values())


def test_the_editor_confirms_nothing(client: Client, db: None) -> None:
    page = html.unescape(client.get("/en/roolit/").content.decode())
    row = re.search(r'<th scope="row">Confirm on behalf of.*?</tr>', page, re.DOTALL)
    assert row
    cells = dict(re.findall(r'data-l="([^"]+)">(.*?)</td>', row[0]))
    assert "no" in cells["Editor"]
    assert cells["Council contact"] == "on one's own side"


def test_ones_own_role_is_marked(client_for: ClientFor) -> None:
    page = client_for("kainuu").get("/roolit/").content.decode()
    assert page.count('<span class="tag">Oma</span>') == 1


def test_the_table_is_public_and_asks_the_database_nothing_of_its_own(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(1):
        answer = client.get("/roolit/")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "ETag" in answer.headers
