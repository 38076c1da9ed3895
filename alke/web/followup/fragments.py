"""What report cells say, ready made: they stand hundreds of times on a page.

Pages call `said`, `earlier`, `parts` and `brief` like macros; buttons and forms stand in
pages/followup/cells.html.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from alke.base.dates import format_date, recent
from alke.base.richtext import render
from alke.domain.followup.cell_queries import Cell, Earlier
from alke.web.chips import orgs, state
from alke.web.followup.page import Page, Spoken, spoken
from alke.web.sprite import icon
from alke.web.tongues import lang

QUIET, MISSING = "nothing-new", "missing"


class Part(NamedTuple):
    """A piece of one side of an action: ready, or a cell that wants its buttons."""

    html: Markup
    cell: Cell | None = None


def parts(
    cells: list[Cell], page: Page | None, *, public: bool = False, told: str = ""
) -> Iterator[Part]:
    """One side of an action: own cells and texts first, then who says nothing new, then those
    who are awaited; several bodies that say the same stand together.
    """
    when = page.spoken if page is not None else spoken()
    alone, quiet, waiting = _sorted(cells, page.writes if page is not None else frozenset())
    if len(quiet) == 1:
        alone.append(quiet.pop())
    for cell in alone:
        yield _part(cell, page, when, public=public, told=told)
    if quiet:
        reviews = page is not None and page.can_review(quiet[0].action_id)
        links: tuple[str, ...] = ()
        if reviews and page:
            links = tuple(page.cell_address(cell.id) for cell in quiet)
        yield Part(_together(tuple(quiet), when, QUIET, public=public, links=links))
    if waiting:
        links = tuple(_elsewhere(cell, page) for cell in waiting)
        yield Part(_together(tuple(waiting), when, MISSING, public=public, links=links))


def _elsewhere(cell: Cell, page: Page | None) -> str:
    """Where one answers in the place of the body that is awaited."""
    return page.address_for(cell.asked, cell.slug) if page is not None else ""


def _sorted(
    cells: list[Cell], writes: frozenset[tuple[int, str]]
) -> tuple[list[Cell], list[Cell], list[Cell]]:
    own: list[Cell] = []
    told: list[Cell] = []
    quiet: list[Cell] = []
    waiting: list[Cell] = []
    for cell in cells:
        if cell.asked in writes:
            own.append(cell)
        elif cell.draft is not None or cell.state == "returned":
            told.append(cell)
        elif cell.state == MISSING:
            waiting.append(cell)
        else:
            alike = cell.mark == QUIET and not cell.late and not cell.given_by
            (quiet if alike else told).append(cell)
    return own + told, quiet, waiting


def _part(cell: Cell, page: Page | None, when: Spoken, *, public: bool, told: str) -> Part:
    if page is None:
        return Part(_block(cell, when, public=public))
    own = cell.asked in page.writes
    again = page.goes_on
    if own or (not cell.is_waiting and page.can_review(cell.action_id)):
        return Part(_said(cell, when, own=own, public=public, told=told, again=again), cell)
    return Part(_block(cell, when, public=public, told=told, again=again))


@lru_cache(maxsize=8192)
def _block(cell: Cell, when: Spoken, *, public: bool, told: str = "", again: bool = True) -> Markup:
    """A cell without buttons."""
    text = _said.__wrapped__(cell, when, own=False, public=public, told=told, again=again)
    return Markup('<div class="c" id="r{}">{}</div>').format(cell.id, text)


@lru_cache(maxsize=4096)
def _together(
    cells: tuple[Cell, ...],
    _when: Spoken,
    code: str,
    *,
    public: bool,
    links: tuple[str, ...] = (),
) -> Markup:
    """Several bodies that say the same, or nothing yet, with their earlier texts."""
    addresses = links or ("",) * len(cells)
    bodies = [
        {"short": cell.short, "name": cell.name, "lead": cell.lead, "url": address}
        for cell, address in zip(cells, addresses, strict=True)
    ]
    word = _missing(cells[0], own=False, public=public) if code == MISSING else ""
    block = Markup('<div class="c"><p>{}</p><div class="mt1">{}</div>{}</div>')
    texts = _earlier_texts([cell for cell in cells if cell.earlier is not None], code)
    return block.format(state(code, word, quiet=True), orgs(bodies, cells[0].side), texts)


def _earlier_texts(cells: list[Cell], code: str) -> Markup:
    found = [(cell.short, cell.earlier) for cell in cells if cell.earlier is not None]
    if not found:
        return Markup("")
    line = Markup('<div class="mt1"><strong>{}</strong>, {}<div{}>{}</div></div>')
    lines = [
        line.format(short, format_date(old.at, "plain"), lang(old.language), render(old.text))
        for short, old in found
    ]
    label = _("Text in force") if code == QUIET else _("Earlier text")
    box = Markup('<details class="prev"><summary>{}: {}</summary>{}</details>')
    return box.format(label, found[0][1].name, Markup("").join(lines))


def brief(cells: list[Cell], page: Page) -> Markup:
    """What a phone shows of a side before the action is opened."""
    if not cells:
        return Markup("")
    waiting = [cell for cell in cells if cell.is_waiting]
    own = next((cell for cell in waiting if cell.asked in page.writes), None)
    word = "" if own is None else _missing(own, own=True, public=False)
    return _brief(page.spoken, word, len(cells) - len(waiting), len(cells))


@lru_cache(maxsize=1024)
def _brief(_when: Spoken, own: str, done: int, total: int) -> Markup:
    if own:
        text = state(MISSING, own)
    elif done < total:
        counts = {"done": done, "all": total}
        text = state(MISSING, _("%(done)s of %(all)s updated") % counts, quiet=True)
    else:
        text = state("submitted", quiet=True)
    return Markup('<p class="brief on-phone">{}</p>').format(text)


def said(
    cell: Cell, *, own: bool, public: bool = False, told: str = "", again: bool = True
) -> Markup:
    """The body, its answer or draft, the earlier text beside it, and when it answered.

    `own`: one writes it oneself; `told`: the state that is told of the action already; `again`:
    there was a round before, so that a first answer is worth a mark.
    """
    return _said(cell, spoken(), own=own, public=public, told=told, again=again)


@lru_cache(maxsize=8192)
def _said(cell: Cell, _when: Spoken, *, own: bool, public: bool, told: str, again: bool) -> Markup:
    open_text = own or cell.mark == "nothing-new"
    parts = [
        orgs([cell], cell.side),
        *_answer(cell, own=own, public=public, told=told),
        *_draft(cell),
        earlier(cell.earlier, open_text=open_text) if cell.earlier is not None else "",
        _stamp(cell, own=own, again=again) if cell.at and not cell.is_waiting else "",
    ]
    return Markup("").join(parts)


def _answer(cell: Cell, *, own: bool, public: bool, told: str) -> list[Markup]:
    if cell.state == "returned":
        comment = Markup('<div class="note warn mt1 small">{}<p>{}</p></div>')
        return [
            _line(state("returned")),
            comment.format(icon("message-square"), cell.comment),
            _text(cell.text, cell.language),
        ]
    return [_word(cell, own=own, public=public, told=told), _text(cell.text, cell.language)]


def _word(cell: Cell, *, own: bool, public: bool, told: str) -> Markup:
    """The answer's state, where it says what the text does not."""
    if cell.state == "missing":
        if own and cell.draft is not None:
            return Markup("")
        return _line(state("missing", _missing(cell, own=own, public=public), quiet=True))
    if cell.mark == "nothing-new":
        return _line(state("nothing-new", quiet=True))
    if cell.answer in {"done", "dropped", "not-ours"}:
        return _line(state(cell.answer))
    if cell.status and cell.status != told:
        return _line(state(cell.status, quiet=True))
    return Markup("")


def _missing(cell: Cell, *, own: bool, public: bool) -> str:
    """What stands where nothing was answered: awaited, or missing for good (R11)."""
    if public:
        return _("No answer")
    if cell.closed:
        return _("Missing answer")
    return _("Waiting for your update") if own else ""


def _line(content: Markup) -> Markup:
    return Markup('<p class="mt1">') + content + Markup("</p>")


def _text(text: str, language: str, more: str = "") -> Markup:
    if not text:
        return Markup("")
    head = Markup('<div class="mt1 rt{}"{}>').format(more, lang(language))
    return head + render(text) + Markup("</div>")


def _draft(cell: Cell) -> list[Markup]:
    draft = cell.draft
    if draft is None:
        return []
    word = _line(state("draft", _("Draft, seen by your own side")))
    return [word, _text(draft.text, draft.language, " muted")]


def earlier(old: Earlier, *, open_text: bool = True) -> Markup:
    """The earlier text with its own date; open, or closed until it is asked for."""
    when = escape(format_date(old.at, "plain")) + (
        Markup(", {}").format(old.body) if old.body else ""
    )
    text = Markup("<div{}>").format(lang(old.language)) + render(old.text) + Markup("</div>")
    if open_text:
        head = Markup('<div class="prev"><p class="xs muted"><strong>{}</strong>, {}</p>')
        return head.format(old.name, when) + text + Markup("</div>")
    head = Markup('<details class="prev"><summary>{}, {}</summary>')
    return head.format(old.name, when) + text + Markup("</details>")


def _stamp(cell: Cell, *, own: bool, again: bool) -> Markup:
    """When it was answered, late or not, and how it differs from the round before (B3)."""
    assert cell.at is not None  # noqa: S101 - asked by the caller
    mark = cell.mark
    word = _("Updated")
    if cell.state == "accepted":
        word = _("Accepted")
    elif mark == "nothing-new":
        word = _("Confirmed")
    line = Markup('<span class="{}">{}{} {}</span>').format(
        "saved" if own else "muted", icon("check") if own else "", word, recent(cell.at, brief=True)
    )
    if cell.given_by:
        line += Markup(' <span class="muted">{}</span>').format(cell.given_by)
    if cell.late:
        line += Markup(' <span class="left">{}</span>').format(_("late"))
    tag = {
        "new": _("New") if cell.text else "",
        "unchanged": _("Unchanged"),
        "first": _("First") if again else "",
    }.get(mark, "")
    if tag:
        line += Markup(' <span class="tag">{}</span>').format(tag)
    return Markup('<p class="stamp">') + line + Markup("</p>")
