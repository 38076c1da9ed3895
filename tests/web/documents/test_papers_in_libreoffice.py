"""Every kind of produced document opens in LibreOffice, which finds in it what Alke wrote."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.papers.word.reader import read
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_models import NoticeRecipient
from alke.domain.topics.agenda_operations import publish_change
from tests.base.papers.test_word_libreoffice import untitled
from tests.cast import ClientFor
from tests.conftest import SetClock
from tests.libreoffice import LibreOffice
from tests.pdf_checks import pages

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.either_database]
EVENT = "/2023/yhteistilaisuus"


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize(
    "page",
    [
        "/2024/kirje",
        "/2024/ita/asialista",
        "/2024/ita/yhteyshenkilot",
        "/2024/seuranta/helmikuu-2024",
        f"{EVENT}/asialista",
        f"{EVENT}/asialista/tiedoksianto",
        f"{EVENT}/johtopaatokset",
    ],
)
def test_a_document_opened_and_saved_is_the_same(
    client_for: ClientFor, libreoffice: LibreOffice, page: str, language: str
) -> None:
    made = client_for("koordinaattori").get(f"{page}.docx?kieli={language}").content
    saved = libreoffice.resave(made)
    assert untitled(read(saved)) == untitled(read(made))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_record_of_notice_is_one_page_when_sixty_have_opened_two_versions(
    client_for: ClientFor, libreoffice: LibreOffice, at: SetClock, language: str
) -> None:
    at("2023-01-25 10:00")
    told = NoticeRecipient.objects.filter(publication__discussion=_event())
    Discussion.objects.filter(pk=_event().pk).update(place="Verkossa")
    publish_change(_event(), by=Actor.system(), reason="Tilaisuus pidetään verkossa, ei paikalla.")
    for number, row in enumerate(told):
        row.first_opened_at = clock.now() + dt.timedelta(minutes=17 * number)
        row.save()
    address = f"{EVENT}/asialista/tiedoksianto"
    client = client_for("koordinaattori")
    made = [client.get(f"{address}.{form}?kieli={language}").content for form in ("docx", "pdf")]
    assert told.count() > 120
    assert [pages(libreoffice.printed(made[0])), pages(made[1])] == [1, 1]


def _event() -> Discussion:
    return Discussion.objects.select_related("round").get(round__year=2023, slug="yhteistilaisuus")
