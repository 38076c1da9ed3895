"""Texts that people wrote carry their language where it is not the page's (WCAG 3.1.2)."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from alke.domain.outcomes.models import OutcomeItem
from alke.domain.people.models import User
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Opening, Topic, TopicText
from alke.web.people.backend import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "use", "rect", "circle"}
PLAIN = {"title", "option", "textarea", "script"}  # take no mark-up, or have their own
PAGES = {
    "public": (
        "/",
        "/2023/yhteistilaisuus/",
        "/2023/yhteistilaisuus/asialista/",
        "/2023/yhteistilaisuus/asialista/1/",
        "/2023/yhteistilaisuus/johtopaatokset/",
        "/2023/seuranta/syksy-2023/",
        "/toimenpiteet/2/",
        "/organisaatiot/kainuu/",
    ),
    "pohjois-savo": (
        "/",
        "/2024/ita/",
        "/2024/ita/asialista/",
        "/2024/ita/asialista/1/",
        "/2024/ita/asialista/1/muokkaa/",
        "/2024/ita/asialista/1/versiot/",
        "/2024/ita/ehdotukset/",
        "/2024/ita/toimenpiteet/",
        "/2024/ita/johtopaatokset/",
        "/2024/seuranta/helmikuu-2024/",
        "/2024/seuranta/helmikuu-2024/ei-uutta/",
        "/toimenpiteet/44/",
        "/toimenpiteet/44/muokkaa/",
    ),
}


class Passages(HTMLParser):
    """Every text of a page with the language in which it is to be read."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            outer = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or outer))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in VOID and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self.open and not PLAIN & {tag for tag, _code in self.open}:
            self.found.append((text, self.open[-1][1]))


def written() -> Iterator[tuple[str, str]]:
    """What the people of the sample wrote, with its language."""
    for thing in [*Topic.objects.all(), *Action.objects.all()]:
        yield thing.title, thing.language
        yield thing.title_sv, "sv"
    for action in Action.objects.all():
        yield action.next_step, action.language
    for row in TopicText.objects.filter(current=True):
        yield from ((line, row.language) for line in row.text.splitlines())
    for item in OutcomeItem.objects.select_related("outcome"):
        yield item.text, item.outcome.language
    for opening in Opening.objects.select_related("topic"):
        yield opening.speaker, opening.topic.language


def known_texts() -> dict[str, str]:
    """Their languages by the text without mark-up; short ones would be found anywhere."""
    found = {}
    for text, code in written():
        plain = " ".join(re.sub(r"[*#]|^\s*(-|\d+\.)\s", "", unescape(text)).split())
        if len(plain) > 12:
            found[plain] = code
    return found


@pytest.mark.parametrize("page_language", ["sv", "en"])
@pytest.mark.parametrize("account", PAGES)
def test_what_people_wrote_is_marked_with_its_language(account: str, page_language: str) -> None:
    known = known_texts()
    client = Client()
    if account != "public":
        client.force_login(User.objects.get(demo_account=account), backend=BACKEND)
    seen, wrong = 0, []
    for path in PAGES[account]:
        answer = client.get(f"/{page_language}{path}")
        assert answer.status_code == 200, path
        for text, code in Passages(answer.content.decode()).found:
            if text in known:
                seen += 1
                if code != known[text]:
                    wrong.append((path, text, code))
    assert wrong == [], "\n".join(map(str, wrong))
    assert seen > 20


def test_a_page_in_the_language_of_its_texts_marks_nothing(client: Client) -> None:
    page = client.get("/2023/yhteistilaisuus/").content.decode()
    assert set(re.findall(r'<(?:span|div)[^>]* lang="(\w+)"', page)) == set()
