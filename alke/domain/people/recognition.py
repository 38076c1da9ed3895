"""Organisations in running text: abbreviations, spellings of papers, inflected forms (B19).

“TEM:n, Lapin liitto (vastuu) ja maakuntien liitot” names a ministry, a council that leads, and all
councils. What is not certain is told as likely or unknown, never guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from typing import Any

from alke.base.languages import CODES
from alke.base.likeness import most_alike
from alke.domain.people.models import Organisation

LIKE = 84  # of 100: as alike as a name with one slip of the pen
SUGGESTED = 3
ABBREVIATION = 5  # letters: such names count in capitals only
SEPARATORS = {",", ";", "/", "&", "+", "\n", "•"}
JOINERS = {"ja", "sekä", "och", "samt", "and"}
LEADS = {"vastuu", "vast", "vastaa", "vastuussa", "ansvar", "ansvarig", "lead", "pj", "*"}
COUNCILS = {
    *("maakuntien liitot", "maakuntaliitot", "maakunnat", "liitot", "kaikki maakunnat"),
    *("kaikki liitot", "alueet", "alueen liitot", "landskapsförbunden", "landskapen", "förbunden"),
    *("regional councils", "regions"),
}
MINISTRIES = {"ministeriöt", "kaikki ministeriöt", "valtioneuvosto", "ministerierna", "ministries"}

_TOKEN = re.compile(r"\w[\w:.-]*|[,;/&+•\n*()]")
_ENDING = re.compile(r"(?<=\w):\w{1,6}\Z")


class Certainty(StrEnum):
    """How sure it is which body is meant."""

    CERTAIN = "certain"
    GROUP = "group"  # all bodies of a kind
    LIKELY = "likely"  # to be confirmed
    UNKNOWN = "unknown"  # to be chosen


@dataclass(frozen=True)
class Mention:
    """One place of a text that names a body, in its own words."""

    text: str
    certainty: Certainty
    bodies: tuple[Organisation, ...] = ()  # who is meant, or might be
    lead: bool = False


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """In small letters, without a case ending after a colon or a full stop."""
        return _ENDING.sub("", self.text).rstrip(".").lower()


Key = tuple[str, ...]


@dataclass
class Recogniser:
    """Knows all forms of the names of `organisations`; `councils` and `ministries` are groups."""

    organisations: Iterable[Organisation]
    councils: Sequence[Organisation] = ()
    ministries: Sequence[Organisation] = ()
    aliases: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keys: dict[Key, dict[int, Organisation]] = {}
        self._names: dict[str, Organisation] = {}
        for body in self.organisations:
            for name in _forms(body, self.aliases.get(body.pk, ())):
                if len(name) > ABBREVIATION:
                    self._names.setdefault(name.lower(), body)
                for key in _keys(_tokens(name)):
                    self._keys.setdefault(key, {})[body.pk] = body
        self._longest = max(map(len, self._keys), default=0)
        self._groups = {
            key: group
            for names, group in ((COUNCILS, self.councils), (MINISTRIES, self.ministries))
            for name in names
            for key in _keys(_tokens(name))
        }
        self._firsts = {key[0] for key in (*self._keys, *self._groups) if key}

    def read(self, text: str) -> list[Mention]:
        """The bodies that the text names, in its order; each once."""
        tokens = _tokens(text)
        found: list[Mention] = []
        rest: list[_Token] = []
        at = 0
        while at < len(tokens):
            length, mention = self._known(text, tokens, at)
            if mention is not None and not _goes_on(tokens, at, length, rest):
                found += [*self._unknown(text, rest), mention]
                rest, at = [], at + length
            elif _parts(tokens[at]):
                found += self._unknown(text, rest)
                rest, at = [], self._after(tokens, at, found)
            else:
                rest.append(tokens[at])
                at += 1
        return _once(found + self._unknown(text, rest))

    def _known(self, text: str, tokens: list[_Token], at: int) -> tuple[int, Mention | None]:
        """The longest known name that starts here."""
        if self._firsts.isdisjoint(key[0] for key in _keys(tokens[at : at + 1])):
            return 0, None
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            part = tokens[at : at + length]
            words = text[part[0].start : part[-1].end]
            for key in _keys(part):
                if group := self._groups.get(key):
                    return length, Mention(words, Certainty.GROUP, tuple(group))
                bodies = self._keys.get(key)
                if bodies and not _too_short(part, bodies.values()):
                    certain = Certainty.CERTAIN if len(bodies) == 1 else Certainty.LIKELY
                    return length, Mention(words, certain, tuple(bodies.values()))
        return 0, None

    def _unknown(self, text: str, rest: list[_Token]) -> list[Mention]:
        """Words that are no known name: what is most like them, or nothing."""
        if not rest:
            return []
        words = text[rest[0].start : rest[-1].end]
        near = most_alike(words.lower(), self._names, at_least=LIKE, limit=9)
        bodies = list({self._names[name].pk: self._names[name] for name in near}.values())
        if not bodies:
            bodies = self._inside(text, rest)
        certainty = Certainty.LIKELY if bodies else Certainty.UNKNOWN
        return [Mention(words, certainty, tuple(bodies[:SUGGESTED]))]

    def _inside(self, text: str, rest: list[_Token]) -> list[Organisation]:
        """Bodies that the words name among others: “TEM, alueosasto” without the comma."""
        found: dict[int, Organisation] = {}
        for at in range(len(rest)):
            _length, mention = self._known(text, rest, at)
            if mention is not None and mention.certainty is Certainty.CERTAIN:
                found |= {body.pk: body for body in mention.bodies}
        return list(found.values())

    def _after(self, tokens: list[_Token], at: int, found: list[Mention]) -> int:
        """Behind a separator or a bracket; a bracket may say that the body before it leads."""
        if tokens[at].text != "(" and tokens[at].text != "*":
            return at + 1
        end = at
        while tokens[at].text == "(" and end + 1 < len(tokens) and tokens[end].text != ")":
            end += 1
        inside = {token.plain for token in tokens[at : end + 1]}
        if found and inside & LEADS:
            last = found[-1]
            found[-1] = Mention(last.text, last.certainty, last.bodies, lead=True)
        return end + 1


def _forms(body: Organisation, aliases: Iterable[str]) -> Iterable[str]:
    """All ways in which papers write the name."""
    for code in CODES:
        yield from filter(None, (getattr(body, f"name_{code}"), getattr(body, f"short_{code}")))
    yield from aliases
    for name in (body.name_fi, *aliases):
        region, sep, kind = name.rpartition(" ")
        if body.kind == Organisation.Kind.COUNCIL and sep and kind.lower().endswith("liitto"):
            yield from (region, f"{region} liitto", f"{region} maakuntaliitto")
            yield f"{region} maakunta"
    if body.kind == Organisation.Kind.ELY:
        area = body.short_fi.removesuffix(" ELY-keskus")
        yield from (f"{area} ELY", f"{area} ely keskus", f"ELY {area}")


def _tokens(text: str) -> list[_Token]:
    return [_Token(found[0], *found.span()) for found in _TOKEN.finditer(text)]


def _keys(tokens: Sequence[_Token]) -> Iterable[Key]:
    """The name without endings, as Finnish and as Swedish words."""
    stems = [_stems(token.plain) for token in tokens]
    for language in range(len(_stemmers())):
        yield tuple(stem[language] for stem in stems)


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(stemmer.stemWord(word).replace("keskuks", "keskus") for stemmer in _stemmers())


@lru_cache
def _stemmers() -> tuple[Any, ...]:
    """Of Finnish and of Swedish; loaded when a name is first looked for, for they take 4 MB."""
    snowball = import_module("snowballstemmer")
    return tuple(snowball.stemmer(name) for name in ("finnish", "swedish"))


def _too_short(part: Sequence[_Token], bodies: Iterable[Organisation]) -> bool:
    """An abbreviation counts in capitals only: “om” and “sm” are words, too."""
    if len(part) > 1 or len(part[0].plain) > ABBREVIATION:
        return False
    shorts = {body.short_fi for body in bodies} | {body.short_sv for body in bodies}
    word = _ENDING.sub("", part[0].text)
    return word.upper() in shorts and not word.isupper()


def _goes_on(tokens: list[_Token], at: int, length: int, rest: list[_Token]) -> bool:
    """Whether more words stand before or after it without a separator: another, longer name."""
    after = tokens[at + length] if at + length < len(tokens) else None
    return bool(rest) or (after is not None and not _parts(after))


def _parts(token: _Token) -> bool:
    return token.text in SEPARATORS | {"(", ")", "*"} or token.plain in JOINERS


def _once(found: Iterable[Mention]) -> list[Mention]:
    """A body that is named twice is one; it leads if either place says so."""
    kept: dict[object, Mention] = {}
    for mention in found:
        sure = mention.certainty is Certainty.CERTAIN
        key: object = mention.bodies[0].pk if sure else mention.text.lower()
        before = kept.get(key)
        lead = mention.lead or (before is not None and before.lead)
        text = before.text if before is not None else mention.text
        kept[key] = Mention(text, mention.certainty, mention.bodies, lead)
    return list(kept.values())
