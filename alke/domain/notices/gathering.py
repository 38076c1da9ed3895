"""What a person's mail of notices says: by kind, each line with where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from alke.base.languages import pick
from alke.base.site import absolute, in_language
from alke.domain.notices.kinds import DIGEST, KINDS, kind_of
from alke.domain.notices.models import Notice


@dataclass(frozen=True)
class Line:
    """One notice in the person's language."""

    text: str
    address: str


@dataclass(frozen=True)
class Gathered:
    """A mail before it is written."""

    subject: str
    text: str
    html: str


def gathered(notices: Iterable[Notice], language: str, kind: str) -> Gathered:
    """The mail that tells them, in the order of the kinds; the same thing once."""
    rows = list(notices)
    with translation.override(language):
        parts = _parts(rows, language)
        context = {"parts": parts, "digest": kind == DIGEST}
        return Gathered(
            subject=_subject(rows, sum(len(lines) for _label, lines in parts), kind),
            text=render_to_string("mail/notices.txt", context).strip() + "\n",
            html=render_to_string("mail/notices.html", context),
        )


def _parts(rows: list[Notice], language: str) -> list[tuple[str, list[Line]]]:
    order = list(KINDS)
    found: dict[str, dict[Line, None]] = {}
    for row in sorted(rows, key=lambda row: order.index(row.kind) if row.kind in KINDS else 99):
        address = absolute(in_language(row.path, language)) if row.path else ""
        line = Line(pick(row, "text", language), address)
        found.setdefault(str(kind_of(row.kind).label), {}).setdefault(line)
    return [(label, list(lines)) for label, lines in found.items()]


def _subject(rows: list[Notice], number: int, kind: str) -> str:
    """The kind, or a number: no name of a thing is read on the way."""
    kinds = {row.kind for row in rows}
    if kind != DIGEST and len(kinds) == 1:
        return f"Alke: {kind_of(kinds.pop()).subject}"
    if kind == DIGEST:
        told = ngettext("%(count)d notice today", "%(count)d notices today", number)
    else:
        told = ngettext("%(count)d new notice", "%(count)d new notices", number)
    return f"Alke: {told % {'count': number}}"
