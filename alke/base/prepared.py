"""Statements that are put together once: Django needs ten times as long for one as the database.

A function that returns a queryset becomes one that returns its rows. Its positional arguments are
the statement's parameters; its keyword arguments, and how many ids a collection has, are its form:

    @prepared
    def _deadlines(round_id: int, *, done: bool) -> QuerySet[Deadline]: ...

For each form the queryset is built once, with marks in place of the arguments, and what Django's
compiler makes of it is kept. A call puts its own values where the marks stand.
"""

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from itertools import count
from typing import Any, Generic, ParamSpec, Protocol, TypeGuard, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from alke.base.rows import Objects

P = ParamSpec("P")
Row = TypeVar("Row")
Marks = Iterator[int]

FORMS = 300  # kept for one function; a page has few
# Marks are numbers that every integer column can hold and nothing in a statement has by chance.
# Each form is put together twice, with other marks: what differs and is no mark was worked out
# from an argument, which cannot be done later. More values than `MOST` would run together.
FIRST, SECOND, MOST = 30_000, 31_000, 1_000
BITS = {"Int2": 15, "Int4": 31}
EPOCH = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


class Parametric(Protocol):
    """An argument that stands for several parameters, such as who reads."""

    def form(self) -> Hashable:
        """What the statement's form depends on."""

    def parameters(self) -> Sequence[int]:
        """The values, in the order of `with_parameters`."""

    def with_parameters(self, values: Marks) -> Any:
        """The same with other values."""


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> "Prepared[P, Row]":
    """Makes a function that returns a queryset return its rows, the statement kept ready."""
    return Prepared(build)


class Prepared(Generic[P, Row]):
    """The function, with one plan for each form of its arguments."""

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        self.build = build
        self.plans: dict[Hashable, _Plan] = {}
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **form: P.kwargs) -> list[Row]:
        """The rows. Raises ValueError when a parameter is not used as it is.

        With very many values the statement is put together for this call only.
        """
        values = [value for arg in args for value in _parameters(arg)]
        if len(values) > MOST:
            return list(self.build(*args, **form))
        key = (tuple(map(_form, args)), tuple((k, _hashable(v)) for k, v in form.items()))
        plan = self.plans.get(key)
        if plan is None:
            if len(self.plans) >= FORMS:
                self.plans.clear()
            plan = self.plans[key] = _plan(self.build, args, form)
        return plan.rows(values)


def keep_related(row: Model, name: str, related: Sequence[Model]) -> None:
    """Lets `row.<name>.all()` answer with `related`, as `prefetch_related` does."""
    rows = getattr(row, name).all()
    rows._result_cache, rows._prefetch_done = list(related), True  # noqa: SLF001
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


@dataclass(frozen=True)
class _Plan:
    """A statement with its places, and the queryset that reads its rows."""

    rows_of: QuerySet[Any, Any]
    compiler: Any = None  # None: nothing can be found
    sql: str = ""
    fixed: tuple[Any, ...] = ()
    places: tuple[tuple[int, int, Callable[[Any], Any]], ...] = ()  # where, which value, adapted

    def rows(self, values: list[Any]) -> list[Any]:
        """Those of a call."""
        if self.compiler is None:
            return []
        params = list(self.fixed)
        try:
            for place, number, adapt in self.places:
                params[place] = adapt(values[number])
        except OverflowError:  # no column holds such a number, so no row has it
            return []
        found = self.rows_of.__class__.__new__(self.rows_of.__class__)
        found.__dict__ = {**self.rows_of.__dict__, "_query": _Statement(self, tuple(params))}
        return list(found)


class _Statement:
    """Stands where a queryset has its query; need not put it together any more."""

    def __init__(self, plan: _Plan, params: tuple[Any, ...]) -> None:
        self._plan, self._params = plan, params

    def get_compiler(self, using: str, *_args: Any, **_options: Any) -> Any:
        """The compiler that read the form, for this thread's connection."""
        statement = self._plan.sql, self._params
        compiler = object.__new__(type(self._plan.compiler))
        compiler.__dict__ = {
            **self._plan.compiler.__dict__,
            "connection": connections[using],
            "as_sql": lambda *_args, **_options: statement,
        }
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plan.rows_of.query, name)


def _plan(build: Callable[..., QuerySet[Any, Any]], args: tuple[Any, ...], form: Any) -> _Plan:
    rows, compiler, sql, params = _compiled(build, args, form, FIRST)
    *_same, again, others = _compiled(build, args, form, SECOND)
    if compiler is None:
        return _Plan(rows)
    if sql != again or len(params) != len(others):
        raise ValueError(f"{build.__name__}: the statement's form hangs on a parameter")
    kinds = [type(value) for arg in args for value in _parameters(arg)]
    marks = {
        _adapter(kind, compiler.connection)(_mark(kind, FIRST + number)): number
        for number, kind in enumerate(kinds)
    }
    places = []
    for place, (param, other) in enumerate(zip(params, others, strict=True)):
        number = marks.get(param) if isinstance(param, Hashable) else None
        if number is not None and param != other:
            kind = type(param) if isinstance(param, int) else kinds[number]
            places.append((place, number, _adapter(kind, compiler.connection)))
        elif param != other:
            raise ValueError(f"{build.__name__}: parameter {place} is worked out: {param!r}")
    converters = compiler.get_converters([each for each, *_sql in compiler.select])
    compiler.get_converters = lambda _columns: converters
    if rows._iterable_class is ModelIterable:  # noqa: SLF001
        rows._iterable_class = Objects(  # type: ignore[assignment]  # noqa: SLF001
            compiler, converters
        )
    return _Plan(rows, compiler, sql, tuple(params), tuple(places))


def _compiled(
    build: Callable[..., QuerySet[Any, Any]], args: tuple[Any, ...], form: Any, first: int
) -> tuple[QuerySet[Any, Any], Any, str, Sequence[Any]]:
    marks = count(first)
    connection.features.supports_json_field  # noqa: B018 - a new connection asks it once, here
    with connection.execute_wrapper(_ask_nothing):
        rows = build(*[_marked(arg, marks) for arg in args], **form)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return rows, None, "", ()
    return rows, compiler, sql, params


def _ask_nothing(*_args: Any) -> None:
    """An answer got with marks for parameters would be nobody's."""
    raise ValueError("a statement asks the database while it is put together")


def _hashable(value: Any) -> Hashable:
    """Slices are not, before Python 3.12."""
    return (value.start, value.stop) if isinstance(value, slice) else value


def _is_fixed(arg: Any) -> bool:
    return arg is None or isinstance(arg, bool)


def _is_many(arg: Any) -> TypeGuard[Collection[Any]]:
    return isinstance(arg, Collection) and not isinstance(arg, str)


def _is_parametric(arg: Any) -> TypeGuard[Parametric]:
    return hasattr(arg, "with_parameters")


def _form(arg: Any) -> Any:
    """What of an argument belongs to the form; hashable."""
    if _is_fixed(arg):
        return arg
    if _is_parametric(arg):
        return arg.form()
    if _is_many(arg):
        return _room(len(arg))
    return type(arg)


def _room(size: int) -> int:
    """Collections are filled up to a power of two, so that few forms are needed."""
    return 1 << (size - 1).bit_length() if size else 0


def _parameters(arg: Any) -> Sequence[Any]:
    """The values of an argument; a collection is filled up with its last one."""
    if _is_fixed(arg):
        return ()
    if _is_parametric(arg):
        return arg.parameters()
    if _is_many(arg):
        values = list(arg)
        return values + values[-1:] * (_room(len(values)) - len(values))
    return (arg,)


def _marked(arg: Any, marks: Marks) -> Any:
    """The argument with marks for its values."""
    if _is_fixed(arg):
        return arg
    if _is_parametric(arg):
        return arg.with_parameters(marks)
    values = [_mark(type(value), mark) for value, mark in zip(_parameters(arg), marks)]  # noqa: B905
    return values if _is_many(arg) else values[0]


def _mark(kind: type, number: int) -> Any:
    if issubclass(kind, str):
        return f"\ue000{number}"
    if issubclass(kind, dt.datetime):
        return EPOCH + dt.timedelta(days=number)
    if issubclass(kind, dt.date):
        return EPOCH.date() + dt.timedelta(days=number)
    if issubclass(kind, int):
        return number
    raise TypeError(f"a statement cannot be prepared for {kind.__name__}")


def _adapter(kind: type, connection: Any) -> Callable[[Any], Any]:
    """How the database's driver wants such a value."""
    if issubclass(kind, dt.datetime):
        return connection.ops.adapt_datetimefield_value  # type: ignore[no-any-return]
    if issubclass(kind, dt.date):
        return connection.ops.adapt_datefield_value  # type: ignore[no-any-return]
    return _integer(kind) if issubclass(kind, int) else str


def _integer(kind: type[int]) -> Callable[[int], int]:
    """Of the column's type, which psycopg's integers carry in their name; else of 64 bits."""
    limit = 1 << BITS.get(kind.__name__, 63)

    def adapt(value: int) -> int:
        if not -limit <= value < limit:
            raise OverflowError
        return kind(value)

    return adapt
