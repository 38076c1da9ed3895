"""What Alke makes papers of: for each place the papers it can make, and how each is made."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base.files import digest_of
from alke.base.papers.model import Approval, Paper, Signatures
from alke.base.papers.pdf import writer as pdf
from alke.base.papers.word import writer as word
from alke.domain.documents.kinds import KINDS
from alke.domain.documents.models import Document, DocumentFile
from alke.domain.documents.operations import NewFile
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.models import Topic

Kind = Document.Kind
ALWAYS: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Offer:
    """A paper that Alke can make of a place as it stands now."""

    kind: Document.Kind
    subject: str
    title: str

    @property
    def key(self) -> str:
        """How a form names it: "sheet:1"."""
        return f"{self.kind.value}:{self.subject}"


@dataclass(frozen=True)
class Made:
    """A paper of a series in one language, and the beginning of its files' names."""

    series: Document
    paper: Paper
    name: str

    @property
    def contents(self) -> str:
        """A hash of what it says, whenever it was made."""
        told = replace(self.paper, moment=ALWAYS, code="", data="")
        return digest_of(word.write(told))

    def files(self, approvers: tuple[str, ...] = ()) -> list[NewFile]:
        """As Word and as PDF; with a page of signatures for those who approve it."""
        paper = self.paper
        if approvers:
            page = Signatures(tuple(Approval(title) for title in approvers))
            paper = replace(paper, blocks=(*paper.blocks, page))
        name = self.name if paper.language == "fi" else f"{self.name}-{paper.language}"
        return [
            NewFile(f"{name}.docx", WORD_TYPE, word.write(paper), DocumentFile.Form.WORD),
            NewFile(f"{name}.pdf", "application/pdf", pdf.write(paper), DocumentFile.Form.PDF),
        ]


Maker = Callable[[Actor, Round, Discussion | None, str, str], Paper | None]


def offers(round: Round, discussion: Discussion | None) -> list[Offer]:
    """What can be made of the place, in the order of its folders."""
    return list(_of_discussion(discussion) if discussion else ())


def make(
    actor: Actor, round: Round, discussion: Discussion | None, offer: Offer, language: str
) -> Made | None:
    """The paper in that language, of what the actor may see; None where there is nothing."""
    with override(language):
        paper = MAKERS[offer.kind](actor, round, discussion, offer.subject, language)
        if paper is None:
            return None
        series = Document(
            kind=offer.kind,
            folder=KINDS[offer.kind].folder,
            round=round,
            discussion=discussion,
            subject=offer.subject,
            language=language,
            title=paper.title[:200],
        )
    place = [str(round.year), *([discussion.slug] if discussion else [])]
    parts = ["alke", *place, FILE_NAMES[offer.kind], *([offer.subject] if offer.subject else [])]
    return Made(series, paper, "-".join(parts))


def _of_discussion(discussion: Discussion) -> Iterator[Offer]:
    rows = Topic.objects.on_agenda().filter(discussion=discussion).order_by("number")
    for topic in rows:
        title = _("Sheet %(n)d: %(title)s") % {"n": topic.number, "title": topic.heading}
        yield Offer(Kind.SHEET, str(topic.number), title)


def _sheet(
    actor: Actor, round: Round, discussion: Discussion | None, subject: str, language: str
) -> Paper | None:
    if discussion is None or not subject.isdecimal():
        return None
    for topic in sheet_topic(actor, round.year, discussion.slug, int(subject)):
        return sheet_paper(sheet_source(topic, actor), language)
    return None


MAKERS: Final[dict[Document.Kind, Maker]] = {Kind.SHEET: _sheet}
FILE_NAMES: Final[dict[Document.Kind, str]] = {Kind.SHEET: "sapluuna"}
