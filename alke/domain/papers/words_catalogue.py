"""Which words on papers can be changed: all that the makers of papers print.

They are read from the makers themselves, so that none is ever missing here.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from alke.base.papers import words
from alke.base.richtext import BadInput, clean_line

LIMIT: Final = 400  # characters of one word or sentence
SEVERAL: Final = "several"
GROUPS: Final[dict[str, Promise]] = {
    SEVERAL: _("In several documents"),
    "letter": _("Guidance letter"),
    "agenda": _("Agenda"),
    "sheet": _("Sheet"),
    "outcome": _("Conclusions and memo"),
    "followup": _("Follow-up"),
    "participants": _("Participants"),
    "contacts": _("Contacts"),
    "notice": _("Record of notice"),
    "contents": _("Contents of a bundle"),
}
SHARED: Final = {"sheet_printed"}  # modules called by more than one kind's maker
_PLACE = re.compile(r"%\((\w+)\)[sd]")
_SHOWN = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Word:
    """A word or sentence of papers; the shipped English text names it."""

    key: str
    group: str

    @property
    def places(self) -> dict[str, str]:
        """What is filled in: each name, and how the shipped text has it."""
        return {found[1]: found[0] for found in _PLACE.finditer(self.key)}

    def shipped(self, language: str) -> str:
        """As the product words it, for people to read."""
        with override(language):
            return self.shown(gettext(self.key))

    def shown(self, text: str) -> str:
        """A text that is printed, as people read and write it: {year} where one is filled in."""
        return _PLACE.sub(r"{\1}", text).replace("%%", "%") if self.places else text

    def kept(self, text: str, field: str = "") -> str:
        """A text that people wrote, on one line, ready to be printed.

        Raises `BadInput` when it is too long or has other places than the shipped one.
        """
        text = clean_line(text, limit=LIMIT, field=field)
        if not self.places:
            return text
        if {place[1] for place in _SHOWN.finditer(text)} != set(self.places):
            named = ", ".join(f"{{{name}}}" for name in self.places)
            raise BadInput(
                gettext("“%(text)s” must have these places, and no others: %(places)s.")
                % {"text": text, "places": named},
                field,
            )
        return _SHOWN.sub(lambda place: self.places[place[1]], text.replace("%", "%%"))


@lru_cache(maxsize=1)
def catalogue() -> tuple[Word, ...]:
    """Every word that can be changed, once, by groups in their order."""
    found: dict[str, set[str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        group = path.stem.partition("_")[0]
        group = group if group in GROUPS and path.stem not in SHARED else SEVERAL
        for text in _printed_in(ast.parse(path.read_text("utf-8"))):
            found.setdefault(text, set()).add(group)
    order = list(GROUPS)
    rows = [
        Word(text, groups.pop() if len(groups) == 1 else SEVERAL) for text, groups in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: order.index(row.group)))


def _printed_in(module: ast.Module) -> Iterator[str]:
    """The texts that a module takes from `printed`, under the name that it gives to it."""
    names = {
        name.asname or name.name
        for node in module.body
        if isinstance(node, ast.ImportFrom) and node.module == words.__name__
        for name in node.names
        if name.name == words.printed.__name__
    }
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text))]):
                if name in names:
                    yield text
