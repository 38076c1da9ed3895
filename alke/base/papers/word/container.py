"""A Word file taken apart without trust; see alke/base/package.py for what all such files share."""

from typing import Final

from alke.base import package
from alke.base.package import Package, Terms, kind_of, last
from alke.base.papers.word.names import STRICT, Element
from alke.base.papers.word.refusal import (
    damaged,
    has_definitions,
    has_macros,
    no_word_file,
    refuse_by_type,
    too_large,
    too_much,
)

LARGEST_FILE: Final = 10 * 1024 * 1024
TERMS: Final = Terms(
    most_members=2_000,
    largest_whole=200 * 1024 * 1024,
    largest_read=30 * 1024 * 1024,
    damaged=damaged,
    too_much=too_much,
    has_definitions=has_definitions,
)

_WORD = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)


class Container(Package):
    """The parts of one file; `main` is the name of the document itself."""

    def __init__(self, file: bytes) -> None:
        if len(file) > LARGEST_FILE:
            raise too_large(LARGEST_FILE)
        refuse_by_type(file)
        super().__init__(file, TERMS)
        self.main = self._main()

    def _main(self) -> str:
        """The document's name, if it is one of Word's and without macros."""
        names = self.names()
        if "mimetype" in names:
            raise no_word_file()
        kinds = self.xml("[content_types].xml")
        main = next(self.related("", "officeDocument"), "")
        if kinds is None or not main:
            raise no_word_file()
        kind = kind_of(main, kinds)
        if "macroEnabled" in kind or any("vbaproject" in name for name in names):
            raise has_macros()
        if kind not in _WORD:
            raise no_word_file()
        return main

    def parsed(self, raw: bytes) -> Element:
        """A part's XML, with the usual names of the namespaces."""
        return parsed(raw)

    def links(self, part: str) -> dict[str, str]:
        """The addresses that a part's relationships of the type hyperlink lead to, by id."""
        return {
            row.get("Id", ""): row.get("Target", "")
            for row in self.relationships(part)
            if last(row.get("Type")) == "hyperlink"
        }


def parsed(raw: bytes) -> Element:
    """A part's XML, with the usual names of the namespaces."""
    for strict, usual in STRICT.items():
        raw = raw.replace(strict, usual)
    return package.parsed(raw, TERMS)
