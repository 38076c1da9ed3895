"""Addresses that people bring along: only those of this site are followed."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, address: str) -> str:
    """`address` when it is a path of this site, else "" (no open redirect)."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if safe and address.startswith("/") else ""
