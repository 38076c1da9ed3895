"""Office files of Microsoft's kind: their main part, macros, and what they fetch from elsewhere."""

import re
from typing import Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from alke.base.package import Package, kind_of, last
from alke.base.uploads import refusal
from alke.base.uploads.kinds import DOCX, MICROSOFT, PPTX, XLSX, Kind

_RUNS = ("macroenabled", "vba", "activex", "macrosheet")  # in types of contents and relationships
_RUNNING_RELATIONS: Final = {"control", "xlmacrosheet", "xlintlmacrosheet"}
# Fetched as soon as the file is opened; links and pictures are only shown.
_FETCHED: Final = {"attachedTemplate", "frame", "oleObject", "subDocument"}
_PROGRAMS: Final = (("ms-word", DOCX), ("ms-excel", XLSX), ("ms-powerpoint", PPTX))
_DRIVE = re.compile(r"/*[a-z]:/?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:")


def microsoft(package: Package, names: list[str]) -> Kind:
    """The kind by the content type of the main part."""
    kinds = package.xml("[content_types].xml")
    main = next(package.related("", "officeDocument"), "")
    if kinds is None or main.lower() not in names:
        raise refusal.not_taken()
    said = kind_of(main, kinds)
    right = _meant(said)
    _refuse_macros(kinds, names, right)
    for name in names:
        if name.endswith(".rels"):
            _look_at_relations(package.xml(name), right)
        if name.startswith("xl/externallinks/") and b"ddeLink" in (package.raw(name) or b""):
            raise refusal.has_macros(right.ending)  # starts a program for its answer
    if said != f"{right.media_type}.main+xml":
        raise refusal.not_taken()
    return right


def _meant(said: str) -> Kind:
    """The kind that a file with macros becomes when it is saved without."""
    exact = (kind for kind in MICROSOFT if said == f"{kind.media_type}.main+xml")
    near = (kind for program, kind in _PROGRAMS if program in said)
    return next(exact, None) or next(near, DOCX)


def _refuse_macros(kinds: Element, names: list[str], right: Kind) -> None:
    said = (row.get("ContentType", "").lower() for row in kinds)
    if any(mark in one for one in (*said, *names) for mark in _RUNS):
        raise refusal.has_macros(right.ending)


def _look_at_relations(root: Element | None, right: Kind) -> None:
    for row in () if root is None else root:
        kind, target = last(row.get("Type")), row.get("Target", "")
        if kind.lower() in _RUNNING_RELATIONS or any(mark in kind.lower() for mark in _RUNS):
            raise refusal.has_macros(right.ending)
        if kind in _FETCHED and is_elsewhere(target):
            raise refusal.fetches(target[:200])


def is_elsewhere(target: str) -> bool:
    """Whether an address leads over the network; a path on somebody's own disk does not.

    Word notes the path of the template with which a file was made, and nobody else has that path.
    """
    address = unquote(target).strip().replace("\\", "/").lower()
    rest = address.removeprefix("file:")
    if _DRIVE.match(rest):
        return False
    if rest != address:  # file:///home/a is here, file://server/a and file:////server/a are not
        return rest.startswith("//") and (not rest.startswith("///") or rest.startswith("////"))
    return address.startswith("//") or _SCHEME.match(address) is not None
