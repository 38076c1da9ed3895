"""Pages of long lists; the page asked for is the parameter `sivu`."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_asked(request: HttpRequest, total: int, size: int, *, first: int = 1) -> Page[int]:
    """The page asked for of a list of `total` rows: positions, to cut the rows with.

    Without a page asked for, `first`; a wrong one gives the first page, a late one the last.
    """
    return Paginator(range(total), size).get_page(request.GET.get("sivu") or first)


def rows_on(page: Page[int]) -> slice:
    """Which of the rows stand on the page."""
    return slice(page.start_index() - 1 if page.paginator.count else 0, page.end_index())
