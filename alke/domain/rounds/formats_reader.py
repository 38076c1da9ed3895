"""Takes values out of a TOML table and notes every fault with its line and key."""

import datetime as dt
import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from alke.base.languages import CODES
from alke.base.richtext import BadInput, clean_line
from alke.domain.rounds.formats_lines import Lines
from alke.domain.rounds.formats_shapes import Names

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[a-z]{2,}", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d\d))?")
_YEARS = range(1990, 2100)


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a file: where it is and what is wrong, for the person who wrote it."""

    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        where = _("line %(line)s") % {"line": self.line}
        return f"{where}, {self.path}: {self.reason}" if self.path else f"{where}: {self.reason}"


class FormatFaults(ValueError):
    """A format cannot be taken; `faults` has every reason, in the order of lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass
class Reading:
    """One reading of a file: the faults found so far, and what is known outside it."""

    lines: Lines
    organisations: Container[str]
    regions: Mapping[str, str]  # code to slug
    followups: Mapping[int, Collection[str]] = field(default_factory=dict)  # by year, elsewhere
    faults: list[Fault] = field(default_factory=list)
    tables: "list[Table]" = field(default_factory=list)

    def add(self, path: str, reason: str) -> None:
        """Notes a fault of what stands at `path`."""
        self.faults.append(Fault(self.lines.of(path), _shown(path, 80), reason))

    def close(self) -> None:
        """Notes every key that was never asked for."""
        for table in self.tables:
            table.close()


class Table:
    """One table of the file; each reading method takes a key and says what is wrong with it."""

    def __init__(self, values: dict[str, Any], path: str, reading: Reading) -> None:
        self.path, self.reading = path, reading
        self._values = values
        self._asked: set[str] = set()
        reading.tables.append(self)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        self._asked.add(key)
        return key in self._values

    def at(self, key: str) -> str:
        """The full path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, reason: str) -> None:
        """Notes a fault of `key`, or of the table itself when it is empty."""
        self.reading.add(self.at(key) if key else self.path, reason)

    def text(self, key: str, limit: int = 200, *, required: bool = False) -> str:
        """One line of text."""
        value = self._take(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, _("Here must be text in quotation marks."))
            return ""
        try:
            text = clean_line(value, limit=limit)
        except BadInput as fault:
            self.fault(key, str(fault))
            return ""
        if required and not text:
            self.fault(key, _("The text is empty."))
        return text

    def email(self, key: str) -> str:
        """An e-mail address, or nothing."""
        value = self.text(key, 254)
        if value and not _EMAIL.fullmatch(value):
            self.fault(key, _("“%(value)s” is not an e-mail address.") % {"value": _shown(value)})
        return value

    def web_address(self, key: str) -> str:
        """A web address, or nothing."""
        value = self.text(key)
        if value and not value.startswith(("https://", "http://")):
            self.fault(key, _("A web address begins with https://."))
        return value

    def slug(self, key: str, limit: int = 40) -> str:
        """A name for addresses: small letters, digits and hyphens."""
        value = self.text(key, limit, required=True)
        if value and not _SLUG.fullmatch(value):
            self.fault(
                key,
                _("“%(value)s” must consist of small letters a–z, digits and hyphens.")
                % {"value": value},
            )
        return value

    def choice(self, key: str, options: Iterable[str], default: str | None = None) -> str:
        """One of `options`."""
        options = tuple(options)
        value = self.text(key, required=default is None) or default or options[0]
        if value not in options:
            self.reading.add(self.at(key), _not_among(value, options))
        return value

    def choices(self, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """A list of some of `options`."""
        options = tuple(options)
        found = self._items(key, str, _("text in quotation marks"))
        for path, value in found:
            if value not in options:
                self.reading.add(path, _not_among(value, options))
        return tuple(value for _path, value in found)

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None when the key is missing."""
        value = self._take(key, required=False)
        if value is None:
            return None
        if not _is_integer(value) or not low <= value <= high:
            self.fault(
                key,
                _("“%(value)s” is not a whole number from %(low)s to %(high)s.")
                % {"value": _shown(value), "low": low, "high": high},
            )
            return None
        return int(value)

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Like `integer`, with a default; required when there is none."""
        value = self.integer(key, low, high)
        if value is None and default is None:
            self._take(key, required=True)
        return value if value is not None else default or low

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._take(key, required=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, _("Write true or false, without quotation marks."))
        return bool(value)

    def day(self, key: str, *, required: bool = False) -> dt.date | None:
        """A date, written 2024-04-16 without quotation marks."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.fault(
                key,
                _("“%(value)s” is not a date; write it as 2024-04-16, without quotation marks.")
                % {"value": _shown(value)},
            )
            return None
        if value.year not in _YEARS:
            self.fault(key, _("The year %(year)s cannot be right.") % {"year": value.year})
            return None
        return value

    def time(self, key: str, *, required: bool = False) -> dt.time | None:
        """A time of day, written "9.30"."""
        value = self._take(key, required=required)
        if value is None or isinstance(value, dt.time):
            return value
        match = _TIME.fullmatch(value) if isinstance(value, str) else None
        try:
            return dt.time(int(match[1]), int(match[2] or 0)) if match else _no_time()
        except ValueError:
            self.fault(
                key,
                _('“%(value)s” is not a time of day; write it as "9.30".')
                % {"value": _shown(value)},
            )
            return None

    def names(self, key: str, limit: int = 200, *, required: bool = True) -> Names:
        """A text in three languages, of which Finnish must be there."""
        if not self.has(key) and not required:
            return Names("")
        table = self.table(key, required=required)
        if table is None:
            return Names("")
        return table.as_names(limit)

    def names_or_text(self, key: str, limit: int) -> Names:
        """A text in three languages, or one that is the same in all."""
        if isinstance(self._values.get(key), dict):
            return self.names(key, limit)
        return Names(self.text(key, limit, required=True))

    def as_names(self, limit: int) -> Names:
        """This table's own three languages."""
        return Names(*(self.text(code, limit, required=code == "fi") for code in CODES))

    def names_list(self, key: str, limit: int) -> tuple[Names, ...]:
        """A list of texts in three languages."""
        return tuple(table.as_names(limit) for table in self.tables(key))

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`."""
        found = []
        for path, value in self._items(key, int, _("a whole number")):
            found.append(value)
            if not _is_integer(value) or not low <= value <= high:
                self.reading.add(
                    path,
                    _("“%(value)s” is not a whole number from %(low)s to %(high)s.")
                    % {"value": _shown(value), "low": low, "high": high},
                )
        return tuple(found)

    def organisation(self, key: str) -> str:
        """The slug of an organisation that exists."""
        value = self.text(key, 60, required=True)
        if value:
            self._known(self.at(key), value, self.reading.organisations)
        return value

    def organisations(self, key: str) -> tuple[str, ...]:
        """Slugs of organisations that exist."""
        found = self._items(key, str, _("text in quotation marks"))
        for path, value in found:
            self._known(path, value, self.reading.organisations)
        return tuple(value for _path, value in found)

    def regions(self, key: str) -> tuple[str, ...]:
        """Codes of regions, each once."""
        found: list[str] = []
        for path, value in self._items(key, str, _("text in quotation marks")):
            self._region(path, value)
            if value in found:
                self.reading.add(
                    path, _("“%(value)s” stands here twice.") % {"value": _shown(value)}
                )
            found.append(value)
        return tuple(found)

    def region(self, key: str) -> str:
        """The code of a region; empty when the key is missing."""
        value = self.text(key, 2)
        if value:
            self._region(self.at(key), value)
        return value

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """A table within this one."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, _('Here must be a table, such as { fi = "…", sv = "…" }.'))
            return None
        return Table(value, self.at(key), self.reading)

    def nothing(self, key: str) -> "Table":
        """A stand-in for a table that is missing, whose faults are not noted."""
        reading = Reading(self.reading.lines, self.reading.organisations, self.reading.regions)
        return Table({}, key, reading)

    def tables(self, key: str) -> "list[Table]":
        """An array of tables."""
        return [
            Table(value, path, self.reading)
            for path, value in self._items(key, dict, _("a table"))
            if isinstance(value, dict)
        ]

    def entries(self, key: str, main: str) -> "list[Table]":
        """An array of tables; a plain text stands for a table that has only the key `main`."""
        found = self._items(key, (str, dict), _("text in quotation marks"))
        return [
            Table(value if isinstance(value, dict) else {main: value}, path, self.reading)
            for path, value in found
        ]

    def close(self) -> None:
        """Notes every key that nobody asked for."""
        for key in self._values.keys() - self._asked:
            close = get_close_matches(key, self._asked, 1)
            reason = _("There is no such key here.")
            if close:
                reason += " " + _("Is “%(key)s” meant?") % {"key": close[0]}
            self.fault(key, reason)

    def _take(self, key: str, *, required: bool) -> Any:
        self._asked.add(key)
        value = self._values.get(key)
        if value is None and required:
            self.fault("", _("“%(key)s” is missing.") % {"key": key})
        return value

    def _items(self, key: str, kind: type | tuple[type, ...], what: str) -> list[tuple[str, Any]]:
        values = self._take(key, required=False)
        if values is None:
            return []
        if not isinstance(values, list):
            self.fault(key, _("Here must be a list in square brackets."))
            return []
        found = []
        for number, value in enumerate(values, 1):
            path = f"{self.at(key)}[{number}]"
            if isinstance(value, kind):
                found.append((path, value))
            else:
                self.reading.add(path, _("Here must be %(what)s.") % {"what": what})
        return found

    def _known(self, path: str, value: str, known: Container[str]) -> None:
        if value not in known:
            reason = _("There is no organisation “%(value)s”.") % {"value": _shown(value)}
            names = known if isinstance(known, Iterable) else ()
            if close := get_close_matches(value, names, 1):
                reason += " " + _("Is “%(key)s” meant?") % {"key": close[0]}
            self.reading.add(path, reason)

    def _region(self, path: str, value: str) -> None:
        if value not in self.reading.regions:
            self.reading.add(
                path,
                _("There is no region “%(value)s”; regions have codes from 01 to 21.")
                % {"value": _shown(value)},
            )


def _not_among(value: str, options: tuple[str, ...]) -> str:
    return _("“%(value)s” is not possible; choose from: %(options)s.") % {
        "value": _shown(value),
        "options": ", ".join(options),
    }


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _no_time() -> dt.time:
    raise ValueError


def _shown(value: Any, limit: int = 40) -> str:
    try:
        text = str(value)
    except ValueError:  # a number with more digits than Python writes
        return "…"
    text = "".join(c if c.isprintable() else "�" for c in text[: limit + 1])
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
