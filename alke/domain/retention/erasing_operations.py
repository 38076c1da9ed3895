"""How the rows of each trace are emptied, in the transaction that erases a round."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Max, QuerySet

from alke.domain.imports.models import WordImport
from alke.domain.retention.terms import Term
from alke.domain.retention.traces import ADDRESS, Trace
from alke.domain.topics.agenda_models import NoticeRecipient

Rows = QuerySet[Any]


def erase_trace(trace: Trace, term: Term, at: dt.datetime) -> int:
    """Empties what the trace finds; says how many rows."""
    rows = trace.left(term, at).order_by()
    own = _OWN_WAYS.get(trace.key)
    return rows.update(**trace.after) if own is None else own(rows, at)


def _drop(rows: Rows, _at: dt.datetime) -> int:
    """Files of lists: the rows go, and the files with them."""
    return rows.delete()[0]


def _cancel_imports(rows: Rows, at: dt.datetime) -> int:
    """Files that wait for review, as if somebody had cancelled them."""
    return rows.update(returned={}, state=WordImport.State.CANCELLED, closed_at=at)


def _clean_format(rows: Rows, _at: dt.datetime) -> int:
    """The file from which the round was loaded: without its addresses it still says the rest."""
    return sum(
        rows.filter(pk=row.pk).update(format_text=text)
        for row in rows
        if (text := ADDRESS.sub("", row.format_text)) != row.format_text
    )


def _number_recipients(rows: Rows, _at: dt.datetime) -> int:
    """Who was told of agendas: each person becomes a number of its agenda, so that counts stay.

    Numbers begin where those given earlier end.
    """
    found = list(rows.select_related("publication").order_by("pk"))
    given = _numbers_given({row.publication.discussion_id for row in found})
    numbers: dict[tuple[int, int], int] = {}
    for row in found:
        place = row.publication.discussion_id
        if row.user_id is not None and (place, row.user_id) not in numbers:
            given[place] = given.get(place, 0) + 1
            numbers[place, row.user_id] = given[place]
        row.person = numbers.get((place, row.user_id), row.person)
        row.user = row.notice = None
    NoticeRecipient.objects.bulk_update(found, ["person", "user", "notice"], batch_size=300)
    return len(found)


def _numbers_given(discussions: set[int]) -> dict[int, int]:
    """The highest number of each agenda."""
    rows = NoticeRecipient.objects.filter(publication__discussion__in=discussions)
    found = rows.exclude(person=None).values_list("publication__discussion").order_by()
    return dict(found.annotate(most=Max("person")))


_OWN_WAYS: Final[dict[str, Callable[[Rows, dt.datetime], int]]] = {
    "files": _drop,
    "format": _clean_format,
    "imports": _cancel_imports,
    "recipients": _number_recipients,
}
