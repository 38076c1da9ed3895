"""All papers of a round or of a discussion in one ZIP, in the folders that people know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base import files
from alke.base.dates import format_date
from alke.base.packing import Pack, clean_name
from alke.base.papers.pdf import writer as pdf
from alke.domain.documents.kinds import DISCUSSION_FOLDERS, KINDS, ROUND_FOLDERS
from alke.domain.documents.makers import make
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.offers import Offer, offers
from alke.domain.documents.packages import Plan, Step
from alke.domain.documents.queries import folders_of
from alke.domain.papers.contents_paper import Listed, index_paper
from alke.domain.papers.words_queries import words_of
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round

Stage = DocumentVersion.Stage
Spot = Discussion | None  # a discussion, or the round itself


@dataclass
class Bundle:
    """The papers as they stand now in one language, and the filed documents that the actor sees.

    Drafts of one side stay out, also those of the actor's own: a bundle travels.
    """

    actor: Actor
    round: Round
    language: str
    discussion: Discussion | None = None  # only its papers

    @property
    def name(self) -> str:
        """alke-2024-kooste.zip, alke-2024-ita-kooste-sv.zip."""
        parts = ["alke", str(self.round.year)]
        parts += [self.discussion.slug] if self.discussion else []
        parts += ["kooste"] + ([self.language] if self.language != "fi" else [])
        return "-".join(parts) + ".zip"

    def plan(self, out: BinaryIO) -> Plan:
        """Each paper that Alke can make, each filed document, and the list of contents."""
        pack, listed = Pack(out), list[Listed]()
        steps: list[Step] = []
        with override(self.language):
            for number, spot in enumerate(self._spots()):
                folders = _Folders(self, spot, "" if self.discussion else _folder(number, spot))
                for offer in offers(self.round, spot):
                    name = f"{offer.title}, {spot.name}" if spot else offer.title
                    act = partial(folders.add_made, pack, listed, offer)
                    steps.append(Step(name, act))
                for version in folders.filed():
                    act = partial(folders.add_filed, pack, listed, version)
                    steps.append(Step(version.document.title, act))
            steps.append(Step(_("Contents"), partial(self._list, pack, listed)))
        return Plan(steps, pack.close)

    def _spots(self) -> list[Spot]:
        if self.discussion:
            return [self.discussion]
        rows = Discussion.objects.visible_to(self.actor).filter(round=self.round)
        found = rows.select_related("round", "group", "region", "parent")
        return [None, *found.order_by(F("starts_at").asc(nulls_last=True), "pk")]

    def _list(self, pack: Pack, listed: Sequence[Listed]) -> None:
        paper = index_paper(
            self.round, self.discussion, listed, self.language, words_of(self.round)
        )
        with override(self.language):
            name = _("Contents")
        pack.add(f"00 {name}.pdf", pdf.write(paper))


@dataclass(frozen=True)
class _Folders:
    """The folders of one spot within the bundle."""

    bundle: Bundle
    spot: Spot
    folder: str

    def filed(self) -> Iterator[DocumentVersion]:
        """The newest version of each document in the folders, without drafts."""
        for view in folders_of(self.bundle.actor, self.bundle.round, self.spot, drafts=False):
            yield from view.versions

    def add_made(self, pack: Pack, listed: list[Listed], offer: Offer) -> None:
        """A paper as it stands now."""
        bundle = self.bundle
        made = make(bundle.actor, bundle.round, self.spot, offer, bundle.language)
        if made is None:
            return
        path = self._path(KINDS[offer.kind].folder)
        paths = [pack.add(f"{path}/{file.name}", file.data) for file in made.files()]
        with override(bundle.language):
            state = _("as it stands now")
        listed.append(Listed(made.paper.title, made.paper.language, state, tuple(paths)))

    def add_filed(self, pack: Pack, listed: list[Listed], version: DocumentVersion) -> None:
        """A filed document: the version's number stands in the names of its files."""
        path = self._path(Document.Folder(version.document.folder))
        paths = [
            pack.add(f"{path}/{_numbered(file.name, version.number)}", files.read(file.digest))
            for file in version.files.all()
        ]
        with override(self.bundle.language):
            state = _("version %(n)d, %(stage)s") % {
                "n": version.number,
                "stage": version.get_stage_display().lower(),
            }
        document = version.document
        listed.append(Listed(document.title, document.language, state, tuple(paths)))

    def _path(self, folder: Document.Folder) -> str:
        order = DISCUSSION_FOLDERS if self.spot else ROUND_FOLDERS
        with override(self.bundle.language):
            name = clean_name(f"{order.index(folder) + 1} {folder.label}")
        return f"{self.folder}/{name}" if self.folder else name


def _folder(number: int, spot: Spot) -> str:
    """01 Kierros, 02 Webinaari 14.3.: they sort as they are held."""
    if spot is None:
        return clean_name(f"{number + 1:02d} {_('Round')}")
    day = f" {format_date(spot.starts_at, 'plain')}" if spot.starts_at else ""
    return clean_name(f"{number + 1:02d} {spot.name}{day}")


def _numbered(name: str, number: int) -> str:
    stem, dot, end = name.rpartition(".") if "." in name else (name, "", "")
    return f"{stem}-v{number}{dot}{end}"
