"""Addresses of many things at once, and those that people bring along."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from alke.base.links import link

PLACE = "---"


def addresses(name: str, *args: Any) -> Callable[[str], str]:
    """The addresses of a page, by the slug that comes last: found once for all rows of a list."""
    before, after = link(name, *args, PLACE).split(PLACE)
    return lambda slug: f"{before}{slug}{after}"


def own_address(request: HttpRequest, address: str) -> str:
    """`address` when it is a path of this site, else "" (no open redirect)."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if safe and address.startswith("/") else ""
