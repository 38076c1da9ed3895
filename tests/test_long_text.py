"""Texts and numbers without end, sent to every form: an answer, never a fault nor a cut text."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Q, TextField
from django.urls import reverse

from tests.access.places import AFTER, LATER, PLACES, SENT
from tests.access.table import ROWS, Row
from tests.conftest import DEMO_DAY, SetClock
from tests.test_bad_characters import FORM, account_of, client_of, names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
WORD, DIGIT = "pitkäsana", "9" * 20  # no hash has as many by chance
POSTS = [row for row in ROWS if row.method == "POST"]


def endless(text: str = "") -> str:
    """Digits without end in place of digits, else a word."""
    return DIGIT * 250 if text.isdigit() else WORD * 3_000


def bodies(row: Row, address: str) -> Iterator[dict[str, str]]:
    """The form with one field without end, each in turn; else nothing but such fields."""
    sent = SENT.get(row.name, {})
    fields = sent() if callable(sent) else sent
    yield from (fields | {name: endless(text)} for name, text in fields.items())
    if not fields:
        yield dict.fromkeys(names(address), endless())


def kept() -> Iterator[str]:
    """Where something of it stands in the database."""
    for model in apps.get_app_config("alke").get_models():
        texts = (row for row in model._meta.fields if isinstance(row, (CharField, TextField)))
        for text in texts:
            held = Q(**{f"{text.name}__contains": WORD}) | Q(**{f"{text.name}__contains": DIGIT})
            if model._base_manager.filter(held).exists():
                yield f"{model.__name__}.{text.name}"


def faults(row: Row) -> Iterator[str]:
    """What is sent there and not answered, or kept."""
    address = reverse(row.name, kwargs=PLACES[row.place]())
    client = client_of(account_of(row))
    for fields in bodies(row, address):
        point = transaction.savepoint()
        status = client.post(address, urlencode(fields), content_type=FORM).status_code
        where = list(kept()) if status < 400 else []
        transaction.savepoint_rollback(point)
        if status >= 500 or where:
            yield f"{status}: {sorted(fields)} {where}"


@pytest.mark.parametrize("row", POSTS, ids=lambda row: f"{row.name} {row.place}")
def test_no_form_breaks_at_a_text_without_end_nor_keeps_a_part_of_it(
    row: Row, at: SetClock
) -> None:
    at(AFTER if row.place in LATER else DEMO_DAY)
    point = transaction.savepoint()
    try:
        assert list(faults(row)) == []
    finally:
        transaction.savepoint_rollback(point)
