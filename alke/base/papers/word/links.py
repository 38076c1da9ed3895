"""Where words lead: hyperlinks, and fields of the kind HYPERLINK."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from alke.base import richtext
from alke.base.papers.word.found import Left
from alke.base.papers.word.names import Element, R, w

LONGEST_ADDRESS: Final = 2_000
LONGEST_INSTRUCTION: Final = 5_000
_TOKEN = re.compile(r'\\(\w)|"([^"]*)"|([^\s"\\]+)')
_TAKES_A_WORD = {"l", "o", "t"}  # switches of HYPERLINK
_UNSAFE = re.compile(r'[\s<>"\\]')


@dataclass
class _Field:
    instruction: str = ""
    link: str = ""  # or that of the field around it


@dataclass
class Links:
    """Where the words lead that are being read; of a field, once its instruction is complete."""

    targets: Mapping[str, str]  # of the part's relationships
    left_out: Counter[Left]
    _hyperlinks: list[str] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)

    @property
    def link(self) -> str:
        """The address, or nothing."""
        around = self._hyperlinks[-1] if self._hyperlinks else ""
        return around or (self._fields[-1].link if self._fields else "")

    def open(self, hyperlink: Element) -> None:
        """A `w:hyperlink` begins: to a relationship's target, to a place in the file, or both."""
        target = self.targets.get(hyperlink.get(f"{{{R}}}id", ""), "")
        self._hyperlinks.append(self._address(target, hyperlink.get(w("anchor"), "")))

    def close(self) -> None:
        """It ends."""
        if self._hyperlinks:
            self._hyperlinks.pop()

    def begin(self, instruction: str = "") -> None:
        """A field begins (`w:fldChar`), or all of it with its instruction (`w:fldSimple`)."""
        around = self._fields[-1].link if self._fields else ""
        self._fields.append(_Field(instruction, around))
        if instruction:
            self.separate()

    def instruct(self, words: str) -> None:
        """A piece of the instruction (`w:instrText`)."""
        if self._fields and len(self._fields[-1].instruction) < LONGEST_INSTRUCTION:
            self._fields[-1].instruction += words[:LONGEST_INSTRUCTION]

    def separate(self) -> None:
        """The instruction is complete; what is shown follows."""
        if self._fields and (found := _hyperlink(self._fields[-1].instruction)):
            self._fields[-1].link = self._address(*found)

    def end(self) -> None:
        """The field ends."""
        if self._fields:
            self._fields.pop()

    def _address(self, target: str, place: str) -> str:
        """An address that the sheet's rich text can hold."""
        full = f"{target}#{place}" if place and "#" not in target else target
        safe = _UNSAFE.sub(lambda found: quote(found[0]), full.strip()[:LONGEST_ADDRESS])
        if len(safe) < LONGEST_ADDRESS and richtext.can_link(safe):
            return safe
        self.left_out["link"] += bool(target)
        return ""


def _hyperlink(instruction: str) -> tuple[str, str] | None:
    """The address and the place in it, of a field of that kind."""
    kind, _space, rest = instruction.strip().partition(" ")
    if kind.upper() != "HYPERLINK":
        return None
    found = {"": "", "l": ""}
    switch = ""
    for token in _TOKEN.finditer(rest):
        if token[1]:
            switch = token[1] if token[1] in _TAKES_A_WORD else ""
        else:
            found[switch] = found.get(switch) or token[2] or token[3]
            switch = ""
    return found[""], found["l"]
