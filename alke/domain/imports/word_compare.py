"""What a returned file would change: a three-way comparison with what it rests on (B10).

    base     the value when the file was exported
    system   the value now
    word     the value in the file

Only the file has changed: it is taken unless somebody says no. Only the system has: nothing to do.
Both have: a person chooses, or joins the two. Without a base the two differ, and a person chooses.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from alke.base.papers import richtext
from alke.domain.imports.returned import Name, Returned, ReturnedAction
from alke.domain.imports.word_merge import merged
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import named_bodies


class Kind(StrEnum):
    """What is the matter with one value."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"  # in the file only
    CONFLICT = "conflict"  # in both
    DIFFERS = "differs"  # and nobody knows which one is older
    NEW = "new"
    REMOVED = "removed"


class Choice(StrEnum):
    """What a person may do with it."""

    TAKE = "take"
    KEEP = "keep"
    MERGE = "merge"


OPEN = frozenset({Kind.CONFLICT, Kind.DIFFERS})  # a person must choose


@dataclass(frozen=True)
class Difference:
    """One value of the sheet: as it is, as the file has it, as it was exported."""

    key: str  # in the form of the review: "f.goals", "a.12.text", "a.12.vn", "n.0", "title"
    kind: Kind
    system: str
    word: str
    base: str | None = None
    field: str = ""
    number: int | None = None
    side: str = ""
    language: str = ""
    version: int = 0  # on which a write rests
    joined: str = ""  # both changes in one text, where they do not touch
    names: tuple[Name, ...] = ()
    row: int | None = None  # of a new action, its place among the returned ones
    how: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person must choose before it can be taken over."""
        return self.kind in OPEN

    @property
    def default(self) -> str:
        """The choice that is marked at first."""
        if self.is_open:
            return ""
        return Choice.KEEP if self.kind is Kind.REMOVED else Choice.TAKE


@dataclass(frozen=True)
class Comparison:
    """All values of the sheet, those to decide on first."""

    differences: tuple[Difference, ...] = ()
    unchanged: tuple[Difference, ...] = field(default=())

    @property
    def open(self) -> tuple[Difference, ...]:
        """What somebody must choose."""
        return tuple(row for row in self.differences if row.is_open)

    def count(self, *kinds: Kind) -> int:
        """How many differences are of these kinds."""
        return sum(row.kind in kinds for row in self.differences)


def compare(returned: Returned, source: SheetSource, language: str) -> Comparison:
    """The sheet of `source` as it is now, value by value, beside the file's."""
    found = [*_title(returned, source), *_fields(returned, source, language)]
    found += _actions(returned, source)
    differing = [row for row in found if row.kind is not Kind.UNCHANGED]
    differing.sort(key=lambda row: not row.is_open)
    return Comparison(tuple(differing), tuple(row for row in found if row.kind is Kind.UNCHANGED))


def kind_of(system: Any, word: Any, base: Any | None) -> Kind:
    """The rule of the module's head; `base` None when it is not known."""
    if word == system:
        return Kind.UNCHANGED
    if base is None:
        return Kind.DIFFERS if system else Kind.CHANGED
    if word == base:
        return Kind.UNCHANGED
    return Kind.CHANGED if system == base else Kind.CONFLICT


def _title(returned: Returned, source: SheetSource) -> Iterator[Difference]:
    if returned.title is None:
        return
    base = returned.base.get("title")
    topic = source.topic
    system = topic.title_sv if base and base == topic.title_sv else topic.title
    kind = kind_of(system, returned.title, base)
    yield Difference("title", kind, system, returned.title, base, version=topic.version)


def normal(text: str) -> str:
    """A text in the form in which it comes back: mark-up that means nothing is gone."""
    return richtext.markdown(richtext.blocks(text))


def _fields(returned: Returned, source: SheetSource, language: str) -> Iterator[Difference]:
    kept: dict[str, Any] = returned.base.get("fields", {})
    for row in source.sheet.fields:
        if row.key not in returned.fields:
            continue
        base = kept.get(row.key)
        own = base["language"] if base else row.shown(language)[0] or row.language
        system, word = normal(row.text(own)), normal(returned.fields[row.key])
        before = normal(base["text"]) if base else None
        kind = kind_of(system, word, before)
        yield Difference(
            key=f"f.{row.key}",
            kind=kind,
            system=system,
            word=word,
            base=before,
            field=row.key,
            language=own,
            version=row.version(own),
            joined=merged(before, system, word) if kind is Kind.CONFLICT and before else "",
        )


def _actions(returned: Returned, source: SheetSource) -> Iterator[Difference]:
    known = {action.number: action for action in source.actions}
    kept: dict[str, Any] = returned.base.get("actions", {})
    seen = set()
    for place, row in enumerate(returned.actions):
        if row.number is None or row.number not in known:
            yield _new(place, row)
        else:
            seen.add(row.number)
            yield from _action(row, known[row.number], kept.get(str(row.number)))
    for number, action in known.items():
        if number not in seen and (str(number) in kept or not kept):
            yield _removed(action)


def _new(place: int, row: ReturnedAction) -> Difference:
    names = tuple(name for side in row.bodies.values() for name in side)
    return Difference(f"n.{place}", Kind.NEW, "", row.text, names=names, row=place, how=row.how)


def _removed(action: Action) -> Difference:
    key = f"d.{action.number}"
    return Difference(
        key, Kind.REMOVED, action.heading, "", number=action.number, version=action.version
    )


def _action(
    row: ReturnedAction, action: Action, base: dict[str, Any] | None
) -> Iterator[Difference]:
    before = base["text"] if base else None
    system = action.title_sv if before and before == action.title_sv else action.title
    if base is None and row.text == action.title_sv:
        system = action.title_sv
    kind = kind_of(system, row.text, before) if row.text else Kind.REMOVED
    yield Difference(
        key=f"a.{action.number}.text",
        kind=kind,
        system=system,
        word=row.text,
        base=before,
        number=action.number,
        version=action.version,
        how=row.how,
    )
    for side, names in row.bodies.items():
        yield _bodies(action, side, names, base)


def _bodies(
    action: Action, side: str, names: Sequence[Name], base: dict[str, Any] | None
) -> Difference:
    """Bodies are compared as a set; who leads only where the file says so."""
    now = [(row.organisation.slug, row.lead) for row in named_bodies(action) if row.side == side]
    told = any(name.lead for name in names)
    word = named_in(names, dict(now), told=told)
    system = set(now)
    before = {(slug, lead) for slug, lead in base["bodies"][side]} if base else None
    if not told:
        system, before = _unled(system), _unled(before) if before is not None else None
        word = _unled(word)
    sure = all(name.certainty in {"certain", "group"} for name in names)
    kind = kind_of(system, word, before)
    if kind is Kind.UNCHANGED and not sure:
        kind = Kind.DIFFERS
    return Difference(
        key=f"a.{action.number}.{side}",
        kind=kind,
        system=_listed(now),
        word=", ".join(name.text for name in names),
        base=None if base is None else _listed(base["bodies"][side]),
        number=action.number,
        side=side,
        version=action.version,
        names=tuple(names),
    )


def named_in(names: Iterable[Name], leads: dict[str, bool], *, told: bool) -> set[tuple[str, bool]]:
    """The bodies that are sure, with who leads: as the file says, else as it is."""
    found: dict[str, bool] = {}
    for name in names:
        if name.certainty in {"certain", "group"}:
            for slug in name.slugs:
                found[slug] = name.lead if told else leads.get(slug, False)
    return set(found.items())


def _unled(found: Iterable[tuple[str, bool]]) -> set[tuple[str, bool]]:
    return {(slug, False) for slug, _lead in found}


def _listed(rows: Iterable[Sequence[Any]]) -> str:
    return ", ".join(str(slug) for slug, _lead in rows)
