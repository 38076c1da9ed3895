"""Which number a paragraph of a list bears (ECMA-376 part 1, 17.9: numbering.xml)."""

from dataclasses import dataclass, field

from alke.base.papers.word.formats import LEVELS, Formats, ParagraphFormat, level_of, value, whole
from alke.base.papers.word.names import Element, w


@dataclass(frozen=True)
class Place:
    """A paragraph's place in a list: its level, and its number in a numbered one."""

    level: int
    number: int | None = None


@dataclass
class _List:
    """A `w:num`: a use of a definition, with starts of its own for some levels."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Element] = field(default_factory=dict)  # in place of the definition's


class Numbering:
    """Counts as Word does: through the whole file, once for each definition."""

    def __init__(self, root: Element | None, formats: Formats) -> None:
        self._formats = formats
        self._levels: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, _List] = {}
        self._links: dict[str, str] = {}  # definitions that leave all to a numbering style
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        for row in () if root is None else root:
            if row.tag == w("abstractNum"):
                self._define(row)
            elif row.tag == w("num"):
                self._use(row)

    def _define(self, row: Element) -> None:
        pk = row.get(w("abstractNumId"), "")
        rows = row.findall(w("lvl"))[:LEVELS]
        self._levels[pk] = {level_of(level.get(w("ilvl"))): level for level in rows}
        if link := value(row, "numStyleLink"):
            self._links[pk] = link

    def _use(self, row: Element) -> None:
        found = _List(value(row, "abstractNumId"))
        for override in row.findall(w("lvlOverride")):
            level = level_of(override.get(w("ilvl")))
            if start := value(override, "startOverride"):
                found.starts[level] = whole(start, 1)
            own = override.find(w("lvl"))
            if own is not None:
                found.levels[level] = own
        self._lists[row.get(w("numId"), "")] = found

    def next(self, wanted: ParagraphFormat) -> Place | None:
        """The place of the paragraph that comes next, counted; None if it is in no list."""
        if wanted.numbering is None:
            return self._by_name(wanted)
        number, level = wanted.numbering
        found = self._lists.get(number)
        if found is None:
            return None
        level = self._level_of(wanted, found) if level is None else level
        definition = found.levels.get(level, self._definition(found).get(level))
        form = value(definition, "numFmt") or "decimal"
        if definition is None or form == "none":
            return None
        # each of Word's own list styles has a list of its own, all of them at level 0
        shown = max(level, wanted.style.listed[1]) if wanted.style.listed else level
        if form == "bullet":
            return Place(shown)
        starts = found.starts.get(level)
        first = (number, level) not in self._started and starts is not None
        self._started.add((number, level))
        start = whole(value(definition, "start"), 1) if starts is None else starts
        return Place(shown, self._count(found.definition, level, start, anew=first))

    def _by_name(self, wanted: ParagraphFormat) -> Place | None:
        """LibreOffice drops the lists of Word's own list styles; their names remain."""
        if wanted.style.listed is None:
            return None
        kind, level = wanted.style.listed
        return Place(level, self._count(kind, level, 1) if kind == "number" else None)

    def _definition(self, found: _List) -> dict[int, Element]:
        """The levels; some definitions only name a numbering style that has them (17.9.21)."""
        if link := self._links.get(found.definition):
            linked = self._formats.style(link).numbering
            found = self._lists.get(linked[0] if linked else "", found)
        return self._levels.get(found.definition, {})

    def _level_of(self, wanted: ParagraphFormat, found: _List) -> int:
        """The level that names the paragraph's style (17.9.23)."""
        rows = self._definition(found).items()
        return next((n for n, row in rows if value(row, "pStyle") == wanted.style_id), 0)

    def _count(self, definition: str, level: int, start: int, *, anew: bool = False) -> int:
        """One more than the last of the level, unless a higher level has come in between."""
        counts = self._counts.setdefault(definition, {})
        counts[level] = start if anew or level not in counts else counts[level] + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        return counts[level]
