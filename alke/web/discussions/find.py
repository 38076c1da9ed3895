"""How the pages of discussions find what their addresses name."""

from typing import Any

from alke.domain.insight.discussion_page import discussion_of, published_discussion_of
from alke.web.access import Request, one_or_404, reader


def find(request: Request, year: int, slug: str) -> Any:
    """The discussion with its deadline, publication and outcome at hand; else 404."""
    return one_or_404(discussion_of(reader(request), year, slug))


def find_public(request: Request, year: int, slug: str) -> Any:
    """The same with the published contents."""
    return one_or_404(published_discussion_of(reader(request), year, slug))
