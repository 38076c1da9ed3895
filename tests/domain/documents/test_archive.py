"""The archive's package: valid, complete, what is registered only, and nobody's name in it."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pytest

from alke.base import clock, files
from alke.domain.audit.models import AuditEvent
from alke.domain.documents import approval_operations, operations
from alke.domain.documents.approval_operations import Approver
from alke.domain.documents.archive import Archive
from alke.domain.documents.bundle import Bundle
from alke.domain.documents.making_operations import file_paper
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.offers import offers
from alke.domain.documents.packages import pack, unwatched
from alke.domain.people.models import User
from alke.domain.rounds.models import Discussion, Round
from tests.access.secrets import Planter
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.documents import PAPER, filed, new_file
from tests.factories.packages import all_text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # its reads are asked by others on both
]
OWNER, COORDINATOR = "vastuuhenkilo-ita", "koordinaattori"
FOLDER = "alke-2024-arkisto/"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The joint discussion of the East, with two topics."""
    return Discussion.objects.select_related("round").get(round__year=2024, slug="ita")


def register(version: DocumentVersion, cast: Cast, *, secret: bool = False) -> DocumentVersion:
    operations.register_version(
        version,
        number="VN/18234/2023-TEM-20",
        publicity="secret" if secret else "public",
        ground="JulkL 24 § 1 mom. 20 k" if secret else "",
        by=cast[COORDINATOR],
    )
    return version


def sealed_sheet(east: Discussion, cast: Cast) -> DocumentVersion:
    """A sheet that its owner has approved, registered, sealed and published."""
    version = file_paper(
        east.round,
        east,
        next(row for row in offers(east.round, east) if row.kind == Document.Kind.SHEET),
        by=cast[OWNER],
        language="fi",
        approvers=[Approver(cast.user(OWNER), cast.organisation("tem"), "Osastopäällikkö")],
    )
    approval_operations.approve_version(version, by=cast[OWNER])
    register(version, cast)
    approval_operations.seal_version(version, by=cast[OWNER])
    operations.publish_version(version, by=cast[COORDINATOR])
    return version


def archived(round: Round) -> bytes:
    out = io.BytesIO()
    pack(Archive(round), out, unwatched)
    return out.getvalue()


def opened(package: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package))


def listed(package: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(opened(package).read(f"{FOLDER}data/metatiedot.json"))
    return found


def test_the_package_is_a_valid_bag(east: Discussion, cast: Cast, tmp_path: Path) -> None:
    sealed_sheet(east, cast)
    opened(archived(east.round)).extractall(tmp_path)
    bag = bagit.Bag(str(tmp_path / FOLDER))
    bag.validate()
    assert bag.info["Source-Organization"] == "Työ- ja elinkeinoministeriö"
    assert bag.info["External-Identifier"] == east.round.case_number
    assert bag.info["Bagging-Date"] == "2024-03-04"
    assert set(bag.algorithms) == {"sha256", "sha512"}


def test_a_version_is_told_with_all_that_an_archive_asks(east: Discussion, cast: Cast) -> None:
    version = sealed_sheet(east, cast)
    package = archived(east.round)
    (told,) = listed(package)
    assert (told["kind"], told["number"], told["publicity"], told["retention"], told["stage"]) == (
        *("sheet", "VN/18234/2023-TEM-20", "public", "permanent", "public"),
    )
    assert (told["organisation"], told["role"]) == ("Työ- ja elinkeinoministeriö", "owner")
    assert told["made_of"] == version.source
    assert [(row["title"], row["state"]) for row in told["approvals"]] == [
        ("Osastopäällikkö", "approved")
    ]
    assert told["seal"]["fingerprint"] == version.seal.fingerprint
    assert {row["sha256"]: FOLDER + row["path"] for row in told["files"]} == {
        files.digest_of(opened(package).read(FOLDER + row["path"])): FOLDER + row["path"]
        for row in told["files"]
    }
    assert len(told["files"]) == 3


def test_the_table_says_what_the_list_says(east: Discussion, cast: Cast) -> None:
    register(filed(east, cast[COORDINATOR], title="Muistio; liite"), cast)
    package = archived(east.round)
    table = opened(package).read(f"{FOLDER}data/metatiedot.csv").decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(table), delimiter=";")
    (told,) = listed(package)
    assert line["title"] == told["title"] == "Muistio; liite"
    assert line["path"] == told["files"][0]["path"]
    assert opened(package).read(FOLDER + line["path"]) == PAPER


def test_only_registered_versions_are_in_it(east: Discussion, cast: Cast) -> None:
    filed(east, cast["kainuu"], new_file(b"draft"), title="Luonnos", as_draft=True)
    filed(east, cast["kainuu"], new_file(b"shared"), title="Jaettu")
    version = register(filed(east, cast["kainuu"], title="Rekisteröity"), cast)
    operations.renew_document(version.document, new_file(b"newer"), by=cast["kainuu"])
    register(filed(east, cast["kainuu"], new_file(b"secret"), title="Salainen"), cast, secret=True)
    told = listed(archived(east.round))
    assert [(row["title"], row["version"], row["publicity"]) for row in told] == [
        ("Rekisteröity", 1, "public"),
        ("Salainen", 1, "secret"),
    ]


def test_another_round_s_documents_stay_out(east: Discussion, cast: Cast) -> None:
    register(filed(Round.objects.get(year=2023), cast["system"], folder="material"), cast)
    assert listed(archived(east.round)) == []


def test_lists_of_people_are_named_and_left_out(east: Discussion, cast: Cast) -> None:
    version = register(filed(east, cast[COORDINATOR], title="Yhteyshenkilöt"), cast)
    Document.objects.filter(pk=version.document_id).update(kind="contacts")
    package = archived(east.round)
    (told,) = listed(package)
    assert (told["left_out"], told["retention"], told["files"][0]["path"]) == (
        "säilytysaika",
        "2",
        "",
    )
    assert not [name for name in opened(package).namelist() if "asiakirjat" in name]


def test_the_events_of_the_round_are_told_with_the_hash_of_the_last(
    east: Discussion, cast: Cast
) -> None:
    version = register(filed(east, cast["kainuu"]), cast)
    record = json.loads(opened(archived(east.round)).read(f"{FOLDER}data/tapahtumat.json"))
    last = AuditEvent.objects.filter(round_id=east.round.pk).latest("seq")
    assert record["head"] == {"seq": last.seq, "hash": last.hash}
    told = record["events"][-1]
    assert (told["event"], told["subject"], told["organisation"], told["discussion"]) == (
        *("document.registered", version.audit_key, "tem", "ita"),
    )
    assert "registry_number" in told["fields"]
    assert set(told) == {
        *("seq", "at", "event", "subject", "organisation", "discussion", "fields"),
        *("previous_hash", "hash"),
    }


def test_events_of_one_side_s_drafts_are_not_told(east: Discussion, cast: Cast) -> None:
    before = archived(east.round)
    Planter(cast["pohjois-savo"], "pohjois-savo", "mk").plant()
    drafts = AuditEvent.objects.filter(draft_side="mk").values_list("seq", flat=True)
    record = json.loads(opened(archived(east.round)).read(f"{FOLDER}data/tapahtumat.json"))
    assert not {row["seq"] for row in record["events"]} & set(drafts)
    assert before != archived(east.round)


def test_no_address_and_no_title_of_anybody_is_in_it(east: Discussion, cast: Cast) -> None:
    sealed_sheet(east, cast)
    filed(east, cast["kainuu"], as_draft=True)
    register(filed(east, cast["pohjois-karjala"], title="Lausunto"), cast)
    Planter(cast["pohjois-savo"], "pohjois-savo", "mk").plant()
    package = archived(east.round)
    text, lists = all_text_of(package), all_text_of(package, without="/asiakirjat/")
    people = User.objects.all()
    assert people.count() > 50
    assert [row.email for row in people if row.email.casefold() in text] == []
    titles = {row.title.casefold() for row in people if row.title}
    assert [title for title in titles if title in lists] == []
    plain = {"yhteyshenkilö"}  # a word of the sheet's own text
    assert [title for title in titles - plain if title in text] == []
    assert re.findall(r"\b[\w.-]+@[\w-]+\.", text) == []


def test_the_same_data_give_the_same_package(east: Discussion, cast: Cast, at: SetClock) -> None:
    sealed_sheet(east, cast)
    first = archived(east.round)
    at("2024-03-04 15:00")
    assert archived(east.round) == first
    at(clock.today().replace(day=5))
    assert archived(east.round) != first


def test_what_either_side_drafts_is_in_no_package(east: Discussion, cast: Cast) -> None:
    planters = [
        Planter(cast[who], who, side) for who, side in (("okm", "vn"), ("pohjois-savo", "mk"))
    ]
    for planter in planters:
        planter.plant()
    out = io.BytesIO()
    pack(Bundle(cast[OWNER], east.round, "fi", east), out, unwatched)
    text = all_text_of(out.getvalue()) + all_text_of(archived(east.round))
    words = [word for planter in planters for word in planter.secrets.values()]
    assert len(words) > 20
    assert [word for word in words if word.casefold() in text] == []
