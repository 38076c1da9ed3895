"""Writes a format as TOML that `parse_format` reads back to the same value."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from alke.domain.rounds.formats_shapes import DistributionSpec, Names, RoundFormat

_ROUND = (
    *("year", "title", "legal_basis", "deciding_body", "state", "weekends", "retention_years"),
    "languages",
)
_ARRAYS = ("basis", "kinds", "groups", "discussions", "themes", "deadlines", "followups")
_LEAST_NAMES = Names("")
_FILE_NAMES = {("regional", "starts"): "from"}


def write_format(format_: RoundFormat) -> str:
    """The format as a file; what is as it would be without saying is left out."""
    return "\n".join(_lines(format_)) + "\n"


def _lines(format_: RoundFormat) -> Iterator[str]:
    yield "[round]"
    for name in _ROUND:
        yield from _pair(name, getattr(format_, name))
    yield from _table("round.letter", format_.letter)
    for name in _ARRAYS:
        yield from _array(name, getattr(format_, name))
    if format_.regional is not None:
        yield from _table("regional", format_.regional)
    yield from _table("agenda", format_.agenda)
    if format_.sheet is not None:
        for name in ("sections", "fields", "columns"):
            yield from _array(f"sheet.{name}", getattr(format_.sheet, name))
    yield from _array("priorities", format_.priorities)
    yield from _array("states", format_.states)
    yield from _distribution(format_.distribution)


def _array(name: str, items: tuple[Any, ...]) -> Iterator[str]:
    for item in items:
        yield from ("", f"[[{name}]]")
        yield from _fields(item)


def _table(name: str, item: Any) -> Iterator[str]:
    pairs = list(_fields(item, name))
    if pairs:
        yield from ("", f"[{name}]", *pairs)


def _fields(item: Any, name: str = "") -> Iterator[str]:
    for one in fields(item):
        value = getattr(item, one.name)
        if one.default is MISSING or value != one.default:
            yield from _pair(_FILE_NAMES.get((name, one.name), one.name), value)


def _pair(name: str, value: Any) -> Iterator[str]:
    if value is None or value in ("", (), _LEAST_NAMES):
        return
    yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return _text(value)
        case bool() | int() | dt.date() | dt.time():
            return _scalar(value)
    return f"{{ {', '.join(_fields(value))} }}"


def _scalar(value: bool | int | dt.date | dt.time) -> str:  # noqa: FBT001 - a value, no switch
    match value:
        case bool():
            return "true" if value else "false"
        case dt.time() if not (value.second or value.microsecond):
            return _text(f"{value.hour}.{value.minute:02}")
        case int():
            return str(value)
    return value.isoformat()


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _distribution(rows: tuple[DistributionSpec, ...]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", "[distribution]")
    for purpose in ("action", "information"):
        found = [row for row in rows if row.purpose == purpose]
        if found:
            yield f"{purpose} = ["
            yield from (f"  {_line(row)}," for row in found)
            yield "]"


def _line(row: DistributionSpec) -> str:
    if not row.stated:
        return _text(row.organisation)
    return f"{{ organisation = {_text(row.organisation)}, stated = {_text(row.stated)} }}"
