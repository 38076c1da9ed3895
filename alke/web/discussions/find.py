"""How the pages of discussions find what their addresses name."""

from typing import Any

from django.shortcuts import get_object_or_404

from alke.domain.insight.discussion_page import discussion_rows, with_published_contents
from alke.web.access import Request


def find(request: Request, year: int, slug: str) -> Any:
    """The discussion with its deadline, publication and outcome at hand; else 404."""
    rows = discussion_rows(request.actor)
    return get_object_or_404(rows, round__year=year, slug=slug)


def find_public(request: Request, year: int, slug: str) -> Any:
    """The same with the published contents."""
    rows = with_published_contents(discussion_rows(request.actor))
    return get_object_or_404(rows, round__year=year, slug=slug)
