"""How the tests of these pages read them."""

from typing import Any

from django.test import Client

PAGE = "/2024/ita/"
AGENDA = "/2024/ita/asialista/"
PUBLISH = "/2024/ita/asialista/julkaise/"
NOTICE = "/2024/ita/asialista/tiedoksianto/"
ACTIONS = "/2024/ita/toimenpiteet/"
OWNER = "vastuuhenkilo-ita"


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page, no-break spaces as spaces."""
    response = client.get(address)
    assert response.status_code == status
    return plain(response)


def plain(response: Any) -> str:
    """A response's text, no-break spaces as spaces."""
    text: str = response.content.decode()
    return text.replace("\u00a0", " ")
