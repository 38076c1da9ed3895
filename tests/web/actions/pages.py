"""How the tests of these pages read them, and what the form holds."""

from typing import Any

from django.test import Client

FORM: dict[str, Any] = {
    "versio": "1",
    "title": "Kantaverkko itään",
    "kind": "proposed",
    "next_step": "Selvitys",
    "state": "proposed",
    "vastaa-vn": "tem",
    "osallistuu-vn": ["tem", "lvm"],
    "vastaa-mk": "pohjois-savo",
    "osallistuu-mk": ["pohjois-savo"],
}


def address(action: Any, more: str = "") -> str:
    """The action's page, or one below it."""
    return f"/toimenpiteet/{action.number}/{more}"


def text_of(client: Client, where: str, status: int = 200) -> str:
    """The page, no-break spaces as spaces."""
    response = client.get(where)
    assert response.status_code == status
    return plain(response)


def plain(response: Any) -> str:
    """A response's text, no-break spaces as spaces."""
    text: str = response.content.decode()
    return text.replace("\u00a0", " ")
