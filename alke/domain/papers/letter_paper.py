"""The guidance letter as a paper: heading block, filled-in wording, lists, signature page (B12)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, override

from alke.base.dates import format_date
from alke.base.papers.fulltext import Document, document
from alke.base.papers.model import Annex, Fact, Letterhead, Paper, Signatures, fact, facts
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.base.richtext import BadInput
from alke.base.wording import fill
from alke.domain.papers.letter_rules import is_sent
from alke.domain.papers.letter_source import LetterSource, Listed
from alke.domain.papers.letter_values import letter_values
from alke.domain.papers.sheet_paper import blank_sheet
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Distribution

Purpose, Kinds = Distribution.Purpose, Organisation.Kind


def letter_text(source: LetterSource, language: str, wording: str = "") -> Document:
    """The wording (the one in force) filled in. Raises `BadInput` with what is wrong with it."""
    with override(language):
        values = letter_values(source)
    found = document(fill(wording or source.wording, values))
    if not found.title:
        raise BadInput(gettext("The letter has no title. Begin it with a line such as: # Letter"))
    return found


def letter_paper(source: LetterSource, language: str, wording: str = "") -> Paper:
    """The whole letter. Raises `BadInput` as `letter_text` does."""
    round_, state = source.round, source.ground.state
    text = letter_text(source, language, wording)
    with own_words(source.ground.own_words, language):
        sent = is_sent(round_)
        below = facts(*_lists(source, language))
        numbers = tuple(filter(None, (round_.case_number, round_.letter_number)))
        return Paper(
            title=text.title,
            language=language,
            blocks=(*text.blocks, below, Signatures((), round_.letter_number)),
            moment=state.at,
            code=state.code(f"{round_.year}/kirje"),
            letterhead=Letterhead(
                sender=source.ground.sender_name,
                kind=_("Instruction"),
                date=format_date(round_.letter_date, "plain") if round_.letter_date else "",
                numbers=numbers,
                to=_("As distributed"),
            ),
            indented=True,
            mark="" if sent else _("Draft"),
            author=source.ground.sender_name,
            subject=round_.name,
            annex=annex_of(source),
        )


def annex_of(source: LetterSource) -> Annex | None:
    """The sheet with nothing in it; none for a round that has no sheet."""
    if not source.ground.sections:
        return None
    title = _("Annex: %(title)s") % {"title": annex_title()}
    return Annex(title, tuple(blank_sheet(source.sheet, source.ground.sections)))


def annex_title() -> str:
    """As the letter of 2024 calls it."""
    return _("Template for the description and the conclusions of a joint discussion’s theme")


def _lists(source: LetterSource, language: str) -> Iterable[Fact | None]:
    """The annex, and who gets the letter for action and for information."""
    if source.ground.sections:
        yield fact(_("Annex"), annex_title())
    yield fact(_("Distribution"), *_bodies(source.distribution, Purpose.ACTION, language))
    yield fact(
        _("For your information"), *_bodies(source.distribution, Purpose.INFORMATION, language)
    )


def _bodies(rows: Sequence[Listed], purpose: str, language: str) -> Iterable[str]:
    """In the list's order; in Finnish as the letter words them, where it does so differently."""
    for row in rows:
        if row.purpose == purpose:
            yield row.stated if row.stated and language == "fi" else _body(row.body)


def _body(body: Organisation) -> str:
    """PLM Puolustusministeriö; an ELY Centre by its usual name."""
    if body.kind == Kinds.MINISTRY:
        return f"{body.short} {body.name}"
    return body.short if body.kind == Kinds.ELY else body.name
