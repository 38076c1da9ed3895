"""Rows of a related table as one JSON value, so that a page need not ask again for them."""

import datetime as dt
from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class JsonRows(Subquery):
    """A list of objects, one for each row, in the order of the query; empty without rows.

    `JsonRows(rows, "text", name="region__name_fi")` gives [{"text": …, "name": …}, …].
    """

    output_field = JSONField()
    template = "(SELECT json_group_array(json(r.item)) FROM (%(subquery)s) r)"

    def __init__(self, rows: QuerySet[Any], *names: str, **paths: str) -> None:
        fields = {name: name for name in names} | paths
        super().__init__(rows.values(item=JSONObject(**fields)))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same for PostgreSQL, which names the function otherwise."""
        template = "(SELECT coalesce(jsonb_agg(r.item), '[]') FROM (%(subquery)s) r)"
        return self.as_sql(compiler, connection, template=template, **extra)


def moment_of(text: str) -> dt.datetime:
    """A moment out of the database's JSON, where one without a zone is in UTC."""
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
