"""The archive package of a round: what is registered, with what must be known of it, as BagIt.

It holds the registered and the public versions of documents that are kept for ten years or for
good. Drafts, and what is merely shared, are no documents of the archive yet. Papers that are kept
for shorter, since they tell who took part, are named in the list and left out. Nobody is named:
whoever did something is a role in a body.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version as version_of
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base import clock, files
from alke.base.bags import Bag
from alke.base.papers.tables import write_csv
from alke.domain.documents.archive_events import archived_events
from alke.domain.documents.archive_record import Facts, as_grid, facts_of, roles_of
from alke.domain.documents.kinds import KINDS
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.packages import Plan, Step
from alke.domain.people.models import Organisation
from alke.domain.people.rules import CONVENER
from alke.domain.rounds.models import Round

LANGUAGE: Final = "fi"  # of the package itself: that of the authority
Stage = DocumentVersion.Stage


@dataclass
class Archive:
    """The package of a round. The same data give the same bytes on the same day."""

    round: Round

    @property
    def name(self) -> str:
        """alke-2024-arkisto.zip."""
        return f"{self._folder}.zip"

    @property
    def _folder(self) -> str:
        return f"alke-{self.round.year}-arkisto"

    def plan(self, out: BinaryIO) -> Plan:
        """Each version with its files, then the lists, the record of changes and the checksums."""
        bag, told = Bag(out, self._folder), list[Facts]()
        roles = roles_of(self.round)
        steps: list[Step] = []
        for version in versions_kept(self.round):
            act = partial(_keep, bag, told, version, roles)
            steps.append(Step(version.document.title, act))
        steps.append(Step("metatiedot", partial(_describe, bag, told)))
        steps.append(Step("bag-info.txt", partial(self._seal, bag)))
        return Plan(steps, bag.close)

    def _seal(self, bag: Bag) -> None:
        record = archived_events(self.round)
        bag.add("tapahtumat.json", _json(record))
        convener = Organisation.objects.filter(slug=CONVENER).first()
        with override(LANGUAGE):
            what = _("registered documents")
            rows = (
                ("Source-Organization", convener.name if convener else ""),
                ("External-Description", f"{self.round.name}: {what}"),
                ("External-Identifier", self.round.case_number),
                ("Internal-Sender-Identifier", f"alke/{self.round.year}"),
                ("Internal-Sender-Description", f"tapahtumaketju {record['head']['hash']}"),
                ("Bagging-Date", clock.today().isoformat()),
                ("Bag-Software-Agent", f"Alke {version_of('alke')}"),
            )
        bag.seal((name, text) for name, text in rows if text)


def versions_kept(round: Round) -> Iterator[DocumentVersion]:
    """The registered and public versions of the round, in a fixed order. Five queries."""
    rows = DocumentVersion.objects.filter(
        document__round=round, stage__in=[Stage.REGISTERED, Stage.PUBLIC]
    )
    rows = rows.select_related(
        "document", "document__discussion", "organisation", "seal", "signed_form"
    )
    rows = rows.prefetch_related("files", "approvals__organisation", "signed_form__signatures")
    yield from rows.order_by("document_id", "number")


def _keep(
    bag: Bag, told: list[Facts], version: DocumentVersion, roles: dict[tuple[int, int], str]
) -> None:
    found = facts_of(version, roles)
    if KINDS[Document.Kind(version.document.kind)].is_archived:
        for file, row in zip(version.files.all(), found["files"], strict=True):
            row["path"] = bag.add(f"asiakirjat/{_folder_of(version)}/{file.name}", _read(file))
    else:
        found["left_out"] = "säilytysaika"
    told.append(found)


def _read(file: Any) -> bytes:
    return files.read(file.digest)


def _folder_of(version: DocumentVersion) -> str:
    """kierros/letter/12-v1: the same for good, whatever the document is called."""
    document = version.document
    place = document.discussion.slug if document.discussion else "kierros"
    return f"{place}/{document.folder}/{document.pk}-v{version.number}"


def _describe(bag: Bag, told: list[Facts]) -> None:
    bag.add("metatiedot.json", _json(told))
    bag.add("metatiedot.csv", write_csv(as_grid(told)))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
