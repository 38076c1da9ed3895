"""A bundle: every paper of a round or discussion in its folder, without anybody's drafts."""

import io
import re
import zipfile

import pytest

from alke.domain.documents import operations
from alke.domain.documents.bundle import Bundle
from alke.domain.documents.packages import pack, unwatched
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.actions import make_eastern, make_ready
from tests.factories.documents import PAPER, filed, new_file
from tests.pdf_checks import words

COORDINATOR = "koordinaattori"
SPOT = "02 Itäinen Suomi 16.4.2024"

pytestmark = pytest.mark.either_database  # its reads are asked by others on both


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion with one topic on its agenda."""
    east = make_eastern(cast.user("vastuuhenkilo-ita"))
    make_ready(east)
    return east


def bundled(by: Actor, east: Discussion, language: str = "fi", *, alone: bool = False) -> bytes:
    out = io.BytesIO()
    pack(Bundle(by, east.round, language, east if alone else None), out, unwatched)
    return out.getvalue()


def opened(packed: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed))


def filed_names(packed: bytes) -> list[str]:
    """The files of filed documents: their names end in a version."""
    return [name for name in opened(packed).namelist() if re.search(r"-v\d+( \(\d\))?\.", name)]


def test_a_round_s_bundle_has_a_folder_for_each_discussion_with_its_papers(
    east: Discussion, cast: Cast
) -> None:
    names = opened(bundled(cast[COORDINATOR], east)).namelist()
    sheet = f"{SPOT}/1 Asialista ja sapluunat/alke-2024-ita-sapluuna-1"
    assert {f"{sheet}.docx", f"{sheet}.pdf", "00 Sisällys.pdf"} <= set(names)


def test_a_bundle_in_swedish_has_swedish_folders_and_papers(east: Discussion, cast: Cast) -> None:
    packed = opened(bundled(cast[COORDINATOR], east, "sv"))
    (name,) = [name for name in packed.namelist() if name.endswith("sapluuna-1-sv.pdf")]
    assert name.startswith("02 ")
    assert "Föredragningslista" in name
    assert packed.read(name).startswith(b"%PDF")


def test_filed_documents_stand_beside_the_papers_with_their_version(
    east: Discussion, cast: Cast
) -> None:
    first = filed(east, cast["kainuu"])
    operations.renew_document(first.document, new_file(b"new"), by=cast["kainuu"])
    filed(east.round, cast[COORDINATOR], title="Perusta", folder="basis")
    packed = bundled(cast[COORDINATOR], east)
    assert filed_names(packed) == [
        "01 Kierros/2 Perusasiakirjat/paperi-v1.pdf",
        f"{SPOT}/4 Muu aineisto/paperi-v2.pdf",
    ]
    assert opened(packed).read("01 Kierros/2 Perusasiakirjat/paperi-v1.pdf") == PAPER


@pytest.mark.parametrize("account", [COORDINATOR, "vastuuhenkilo-ita"])
def test_drafts_of_neither_side_are_in_a_bundle(account: str, east: Discussion, cast: Cast) -> None:
    for side in ("kainuu", "vm"):
        filed(east, cast[side], new_file(side.encode()), title=f"Luonnos {side}", as_draft=True)
    packed = bundled(cast[account], east, alone=True)
    assert filed_names(packed) == []
    assert "Luonnos" not in words(opened(packed).read("00 Sisällys.pdf"))


def test_a_document_whose_newest_version_is_a_draft_comes_with_what_was_shared_before(
    east: Discussion, cast: Cast
) -> None:
    version = filed(east, cast["vm"], as_draft=True)
    operations.share_version(version, by=cast["vm"])
    type(version).objects.create(
        document=version.document, number=2, stage="draft", side="vn", at=version.at
    )
    assert filed_names(bundled(cast[COORDINATOR], east)) == [f"{SPOT}/4 Muu aineisto/paperi-v1.pdf"]


def test_a_discussion_s_bundle_has_its_own_folders_only(east: Discussion, cast: Cast) -> None:
    filed(east, cast["kainuu"])
    filed(east.round, cast[COORDINATOR], title="Perusta", folder="basis")
    names = opened(bundled(cast[COORDINATOR], east, alone=True)).namelist()
    folders = {name.partition("/")[0] for name in names if "/" in name}
    assert "1 Asialista ja sapluunat" in folders
    assert folders <= {
        "1 Asialista ja sapluunat",
        "2 Osallistujat ja tiedoksiannot",
        "4 Muu aineisto",
    }


def test_the_same_data_give_the_same_bundle(east: Discussion, cast: Cast) -> None:
    filed(east, cast["kainuu"])
    assert bundled(cast[COORDINATOR], east) == bundled(cast[COORDINATOR], east)


def test_the_contents_name_every_document_with_its_files(east: Discussion, cast: Cast) -> None:
    filed(east, cast["kainuu"])
    packed = opened(bundled(cast[COORDINATOR], east))
    contents = words(packed.read("00 Sisällys.pdf"))
    for name in packed.namelist()[:-1]:
        assert name.rpartition("/")[2] in contents.replace("- ", "-").replace("\u00ad", "")
    assert "Taustamuistio" in contents
    assert "versio 1, jaettu" in contents


def test_two_documents_of_one_name_both_come_along(east: Discussion, cast: Cast) -> None:
    for title in ("Ensimmäinen", "Toinen"):
        filed(east, cast["kainuu"], new_file(title.encode()), title=title)
    assert filed_names(bundled(cast[COORDINATOR], east, alone=True)) == [
        "4 Muu aineisto/paperi-v1.pdf",
        "4 Muu aineisto/paperi-v1 (2).pdf",
    ]
