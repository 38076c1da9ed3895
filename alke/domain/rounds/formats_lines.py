"""Finds the line on which each key of a TOML file stands; the standard parser does not tell.

`locate` reads only files that `tomllib` has accepted, so it needs no error messages of its own.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

# A string that nobody closed is one token to its end, so that a text is read through only once.
_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<string>\"{3}(?:\\.|(?!\"{3})[^\\])*(?:\"{3,5}|\\?\Z)
              |'{3}(?:(?!'{3}).)*(?:'{3,5}|\Z)
              |\"(?:\\.|[^\"\\\n])*(?:\"|(?=\n)|\\?\Z)
              |'[^'\n]*(?:'|(?=\n)|\Z))
  | (?P<newline>\n)
  | (?P<mark>[\[\]{},=.])
  | (?P<word>[^\s\[\]{},=.\"'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Token = tuple[str, str, int]  # kind, text, line
END: Token = ("end", "", 0)


@dataclass
class Lines:
    """The line of each path, such as `discussions[2].starts`; the second is number 2."""

    at: dict[str, int] = field(default_factory=dict)

    def of(self, path: str) -> int:
        """The line of `path`, or of the nearest thing that holds it; 1 when there is none."""
        while path:
            if path in self.at:
                return self.at[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return 1


def locate(text: str) -> Lines:
    """The lines of all keys of `text`, a valid TOML document."""
    return _Scan(text).lines


def quote_impossible_dates(text: str) -> str:
    """`text` with dates such as 2024-04-36 as strings, so that the fault is found at its key.

    Takes any text, also one that is no TOML.
    """

    def quoted(match: re.Match[str]) -> str:
        if match.lastgroup != "word" or not _DATE.fullmatch(match[0]):
            return match[0]
        try:
            dt.date.fromisoformat(match[0])
        except ValueError:
            return f'"{match[0]}"'
        return match[0]

    return _TOKEN.sub(quoted, text)


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skip":
            yield kind, match[0], line
        line += match[0].count("\n")


class _Scan:
    """Walks through the tokens and notes where each path begins."""

    def __init__(self, text: str) -> None:
        self.lines = Lines()
        self._rest = [*_tokens(text), END][::-1]
        self._counts: dict[str, int] = {}  # of arrays of tables
        table = ""
        while self._kind != "end":
            if self._kind == "newline":
                self._next()
            elif self._text == "[":
                table = self._header()
            else:
                self._pair(table)

    @property
    def _kind(self) -> str:
        return self._rest[-1][0]

    @property
    def _text(self) -> str:
        return self._rest[-1][1]

    def _next(self) -> Token:
        return self._rest.pop() if len(self._rest) > 1 else END

    def _header(self) -> str:
        line = self._next()[2]
        many = self._text == "["
        if many:
            self._next()
        names = self._key()
        path = ""
        for name in names[:-1]:
            path = _join(path, name)
            if count := self._counts.get(path):
                path = f"{path}[{count}]"
        path = _join(path, names[-1])
        self.lines.at.setdefault(path, line)
        if many:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = f"{path}[{self._counts[path]}]"
            self.lines.at.setdefault(path, line)
        while self._kind not in {"newline", "end"}:
            self._next()
        return path

    def _key(self) -> list[str]:
        names = []
        while self._kind in {"word", "string"}:
            names.append(_name(self._next()))
            if self._text != ".":
                break
            self._next()
        return names or [self._next()[1]]

    def _pair(self, table: str) -> None:
        line = self._rest[-1][2]
        path = table
        for name in self._key():
            path = _join(path, name)
            self.lines.at.setdefault(path, line)
        if self._text == "=":
            self._next()
            self._value(path)

    def _value(self, path: str) -> None:
        if self._text == "[":
            self._array(path)
        elif self._text == "{":
            self._inline_table(path)
        else:
            while self._kind not in {"newline", "end"} and self._text not in {",", "]", "}"}:
                self._next()

    def _array(self, path: str) -> None:
        self._next()
        number = 0
        while self._kind != "end" and self._text != "]":
            if self._kind == "newline" or self._text == ",":
                self._next()
                continue
            number += 1
            self.lines.at[f"{path}[{number}]"] = self._rest[-1][2]
            self._value(f"{path}[{number}]")
        self._next()

    def _inline_table(self, path: str) -> None:
        self._next()
        while self._kind != "end" and self._text != "}":
            if self._kind == "newline" or self._text == ",":
                self._next()
            else:
                self._pair(path)
        self._next()


def _name(token: Token) -> str:
    """A key as it is meant: without its quotation marks and escapes."""
    kind, text, _line = token
    return str(tomllib.loads(f"key = {text}")["key"]) if kind == "string" else text


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
