"""How each kind of paper is made of what Alke holds, for filing: as Word and as PDF."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import override

from alke.base.files import digest_of
from alke.base.papers.model import Approval, Paper, Signatures
from alke.base.papers.pdf import writer as pdf
from alke.base.papers.word import writer as word
from alke.base.uploads.kinds import DOCX, PDF
from alke.domain.documents.kinds import KINDS
from alke.domain.documents.models import TITLE_LIMIT, Document, DocumentFile
from alke.domain.documents.offers import Offer
from alke.domain.documents.operations import NewFile
from alke.domain.insight.notice import notice_of
from alke.domain.papers.agenda_paper import agenda_paper
from alke.domain.papers.agenda_source import agenda_discussion, draft_source, published_source
from alke.domain.papers.contacts_paper import contacts_paper
from alke.domain.papers.followup_paper import followup_paper
from alke.domain.papers.followup_source import followup_rows, followup_source
from alke.domain.papers.letter_paper import letter_paper
from alke.domain.papers.letter_source import letter_round, letter_source
from alke.domain.papers.notice_paper import notice_paper
from alke.domain.papers.outcome_paper import outcome_paper
from alke.domain.papers.outcome_source import outcome_source
from alke.domain.papers.participants_paper import participants_paper
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.participants.queries import listed
from alke.domain.participants.rules import can_see_people
from alke.domain.people.actors import Actor
from alke.domain.rounds.contact_queries import contacts_of
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.agenda_queries import publications

Kind = Document.Kind
ALWAYS: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
FILE_NAMES: Final[dict[Document.Kind, str]] = {
    Kind.LETTER: "kirje",
    Kind.AGENDA: "asialista",
    Kind.SHEET: "sapluuna",
    Kind.CONTACTS: "yhteyshenkilot",
    Kind.PARTICIPANTS: "osallistujat",
    Kind.NOTICE: "tiedoksianto",
    Kind.CONCLUSIONS: "johtopaatokset",
    Kind.MEMO: "muistio",
    Kind.FOLLOWUP: "seuranta",
}


@dataclass(frozen=True)
class Made:
    """A paper of a series in one language, and the beginning of its files' names."""

    series: Document
    paper: Paper
    name: str

    @property
    def contents(self) -> str:
        """A hash of what it says, whenever it was made."""
        return digest_of(repr(replace(self.paper, moment=ALWAYS, code="", data="")).encode())

    def files(self, approvers: tuple[str, ...] = ()) -> list[NewFile]:
        """As Word and as PDF; with a page of signatures for those who approve it."""
        paper = _signed(self.paper, approvers) if approvers else self.paper
        return [
            NewFile(
                f"{self.name}.docx", DOCX.media_type, word.write(paper), DocumentFile.Form.WORD
            ),
            NewFile(f"{self.name}.pdf", PDF.media_type, pdf.write(paper), DocumentFile.Form.PDF),
        ]


def make(
    actor: Actor, round: Round, discussion: Discussion | None, offer: Offer, language: str
) -> Made | None:
    """The paper in that language, of what the actor may see; None where there is nothing.

    Raises `BadInput` where the letter's wording cannot be filled in.
    """
    paper = MAKERS[offer.kind](actor, Asked(round, discussion, offer.subject, language))
    if paper is None:
        return None
    series = Document(
        kind=offer.kind,
        folder=KINDS[offer.kind].folder,
        round=round,
        discussion=discussion,
        subject=offer.subject,
        language=paper.language,
        title=paper.title[:TITLE_LIMIT],
    )
    place = [str(round.year), *([discussion.slug] if discussion else [])]
    parts = ["alke", *place, FILE_NAMES[offer.kind], *([offer.subject] if offer.subject else [])]
    tongue = [] if paper.language == "fi" else [paper.language]
    return Made(series, paper, "-".join([*parts, *tongue]))


@dataclass(frozen=True)
class Asked:
    """Which paper, of what, in which language."""

    round: Round
    discussion: Discussion | None
    subject: str
    language: str

    @property
    def slug(self) -> str:
        """The discussion's part of an address."""
        return self.discussion.slug if self.discussion else ""


Maker = Callable[[Actor, Asked], Paper | None]


def _signed(paper: Paper, approvers: tuple[str, ...]) -> Paper:
    """With one page of signatures, that of the approvers, under the paper's own number."""
    numbers = paper.letterhead.numbers if paper.letterhead else ()
    page = Signatures(tuple(Approval(title) for title in approvers), "".join(numbers[-1:]))
    rest = tuple(block for block in paper.blocks if not isinstance(block, Signatures))
    return replace(paper, blocks=(*rest, page))


def _discussion(actor: Actor, asked: Asked) -> Any:
    rows = agenda_discussion(actor, asked.round.year, asked.slug)
    return next(iter(rows), None)


def _letter(actor: Actor, asked: Asked) -> Paper | None:
    for row in letter_round(actor, asked.round.year, language=asked.language):
        return letter_paper(letter_source(row, asked.language), asked.language)
    return None


def _agenda(actor: Actor, asked: Asked) -> Paper | None:
    discussion = _discussion(actor, asked)
    if discussion is None:
        return None
    rows = publications(discussion)
    with override(asked.language):
        if rows:
            source = published_source(discussion, rows, rows[-1])
        elif actor.reads:
            source = draft_source(discussion)
        else:
            return None
    return agenda_paper(source, asked.language)


def _sheet(actor: Actor, asked: Asked) -> Paper | None:
    number = int(asked.subject) if asked.subject.isdecimal() else 0
    for topic in sheet_topic(actor, asked.round.year, asked.slug, number):
        return sheet_paper(sheet_source(topic, actor), asked.language)
    return None


def _contacts(actor: Actor, asked: Asked) -> Paper | None:
    discussion = _discussion(actor, asked)
    if discussion is None or not actor.reads_all:
        return None
    return contacts_paper(discussion, contacts_of(discussion), asked.language)


def _participants(actor: Actor, asked: Asked) -> Paper | None:
    discussion = _discussion(actor, asked)
    if discussion is None or not can_see_people(actor, discussion):
        return None
    rows = listed(discussion)
    return participants_paper(discussion, rows, asked.language) if rows else None


def _notice(actor: Actor, asked: Asked) -> Paper | None:
    discussion = _discussion(actor, asked)
    if discussion is None or not actor.reads_all:
        return None
    notice = notice_of(discussion)
    return notice_paper(discussion, notice, asked.language) if notice.publications else None


def _outcome(actor: Actor, asked: Asked) -> Paper | None:
    discussion = _discussion(actor, asked)
    source = outcome_source(discussion, actor) if discussion is not None else None
    return outcome_paper(source, asked.language) if source is not None else None


def _followup(actor: Actor, asked: Asked) -> Paper | None:
    for row in followup_rows(actor, asked.round.year, asked.subject):
        return followup_paper(followup_source(row, actor, asked.language), asked.language)
    return None


MAKERS: Final[dict[Document.Kind, Maker]] = {
    Kind.LETTER: _letter,
    Kind.AGENDA: _agenda,
    Kind.SHEET: _sheet,
    Kind.CONTACTS: _contacts,
    Kind.PARTICIPANTS: _participants,
    Kind.NOTICE: _notice,
    Kind.CONCLUSIONS: _outcome,
    Kind.MEMO: _outcome,
    Kind.FOLLOWUP: _followup,
}
