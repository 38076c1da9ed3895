"""How the tests of these pages read them."""

import re
from typing import Any

from django.test import Client

LIST = "/2024/seuranta/"
PAGE = "/2024/seuranta/helmikuu-2024/"
HTMX = {"HX-Request": "true"}


def plain(response: Any) -> str:
    """The answer without tags, no-break spaces as spaces."""
    body = response.content.decode().replace("\u00a0", " ")
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def text_of(client: Client, where: str, status: int = 200) -> str:
    """A page as it is read."""
    response = client.get(where)
    assert response.status_code == status
    return plain(response)


def numbers(response: Any) -> list[int]:
    """The numbers of the actions on the page, in its order."""
    return [int(found) for found in re.findall(r'<tr id="t(\d+)"', response.content.decode())]


def cell_of(response: Any, pk: int) -> str:
    """The HTML of one cell: from its beginning to the next cell."""
    html: str = response.content.decode()
    start = html.index(f'id="r{pk}"')
    return html[start : html.find('class="c"', start + 1)]
