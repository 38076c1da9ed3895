"""All papers of a discussion in one file."""

import io
import zipfile

from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.factories.actions import make_ready
from tests.factories.documents import filed
from tests.files import content_of

ADDRESS = "/2024/ita/asiakirjat/kooste.zip"


def test_a_discussion_s_papers_come_at_once(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    make_ready(meeting)
    filed(meeting, cast["kainuu"])
    client = client_for("vastuuhenkilo-ita")
    assert f'href="{ADDRESS}"' in client.get("/2024/ita/asiakirjat/").content.decode()
    file = client.get(f"{ADDRESS}?kieli=sv")
    assert file["Content-Disposition"] == 'attachment; filename="alke-2024-ita-kooste-sv.zip"'
    with zipfile.ZipFile(io.BytesIO(content_of(file))) as packed:
        assert any(name.endswith("sapluuna-1-sv.docx") for name in packed.namelist())
    assert client.get(f"{ADDRESS}?kieli=de").status_code == 404


def test_who_does_not_run_the_discussion_has_no_button(
    meeting: Discussion, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    assert ADDRESS not in client.get("/2024/ita/asiakirjat/").content.decode()
    assert client.get(ADDRESS).status_code == 403
