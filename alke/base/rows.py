"""Rows of a prepared statement become objects; what Django works out anew each time stands ready.

They are the objects that Django makes, with one difference: where several rows name the same
related row, it is one object.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


class Objects:
    """Stands where a queryset has the class that goes through its rows."""

    def __init__(self, compiler: Any, converters: dict[int, Any]) -> None:
        self._own = _Columns(compiler.klass_info, compiler.select, converters)
        self._beside = [
            (name, place, converters.get(place, ((), None)))
            for name, place in compiler.annotation_col_map.items()
        ]

    def __call__(self, queryset: QuerySet[Any, Any], **_fetching: Any) -> Iterator[Model]:
        """The objects of one call."""
        compiler = queryset.query.get_compiler(using=queryset.db)
        connection = compiler.connection
        known: dict[Any, Model] = {}
        for row in chain.from_iterable(compiler.execute_sql()):
            made = self._own.read(row, known, connection)
            for name, place, converter in self._beside:
                setattr(made, name, _converted(row[place], converter, connection))
            yield made


class _Columns:
    """The columns of one model in the statement, and those of what is read with it."""

    def __init__(self, info: Any, select: Any, converters: dict[int, Any]) -> None:
        self._model = info["model"]
        places = info["select_fields"]
        self._span = slice(places[0], places[-1] + 1)
        self._names = [select[place][0].target.attname for place in places]
        self._converted = [(n, converters[p]) for n, p in enumerate(places) if p in converters]
        self._key = places[self._names.index(self._model._meta.pk.attname)]  # noqa: SLF001
        self._related = [
            (_Columns(each, select, converters), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", ())
        ]

    def read(self, row: Any, known: dict[Any, Model], connection: Any) -> Model:
        """A new object with its related ones."""
        values = list(row[self._span])
        for number, converter in self._converted:
            values[number] = _converted(values[number], converter, connection)
        made: Model = stored(
            self._model, zip(self._names, values, strict=True), using=connection.alias
        )
        for columns, set_here, set_there in self._related:
            other = columns.one(row, known, connection)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made

    def one(self, row: Any, known: dict[Any, Model], connection: Any) -> Model | None:
        """The related object, made when it is first named."""
        key = row[self._key]
        if key is None:
            return None
        found = known.get((self, key))
        if found is None:
            found = known[self, key] = self.read(row, known, connection)
        return found


def stored(model: type[M], values: Iterable[tuple[str, Any]], *, using: str) -> M:
    """An object as `Model.from_db` makes it, past its `__init__`, which takes the most time.

    What is not among the values is read when it is asked for.
    """
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, using
    made.__dict__.update(values, _state=state)
    return made


def _converted(value: Any, converter: Any, connection: Any) -> Any:
    converts, expression = converter
    for convert in converts:
        value = convert(value, expression, connection)
    return value
