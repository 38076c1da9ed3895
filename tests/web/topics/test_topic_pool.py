"""The pool's pages: proposing, places on the agenda, what becomes of the rest (R4, B9)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_meeting, make_owner, make_proposal, make_topic, publish

POOL = "/2024/ita/ehdotukset/"
NEW = f"{POOL}uusi/"


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion with its owner."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    return discussion


def page_of(topic: Topic) -> str:
    """The proposal's address."""
    return f"{POOL}{topic.pk}/"


def test_an_empty_pool_says_what_belongs_there(meeting: Discussion, client_for: ClientFor) -> None:
    page = client_for("kainuu").get(POOL).content.decode()
    assert "Ehdota asiaa, joka vaatii valtion ja maakuntien yhteistä työtä." in page
    assert f'href="{NEW}"' in page


def test_a_proposal_is_sent_and_read_by_both_sides(
    meeting: Discussion, client_for: ClientFor
) -> None:
    form = {"title": "Radat", "proposal": "Siksi", "language": "fi", "who": "all"}
    response = client_for("kainuu").post(NEW, form)
    topic = Topic.objects.get()
    assert response.headers["Location"] == page_of(topic)
    assert "Radat" in client_for("lvm").get(POOL).content.decode()


def test_the_list_shows_the_words_of_a_proposal_without_its_signs(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_proposal(meeting, proposal="Siksi, että:\n\n- **rata** <b>ruuhkautuu</b>")
    page = client_for("kainuu").get(POOL).content.decode()
    assert "Siksi, että: rata &lt;b&gt;ruuhkautuu&lt;/b&gt;" in page


def test_a_proposal_sent_twice_is_one(meeting: Discussion, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    token = re.search(r'name="kerran" value="(\w+)"', client.get(NEW).content.decode())
    assert token is not None
    form = {"title": "Radat", "language": "fi", "who": "all", "kerran": token[1]}
    places = [client.post(NEW, form).headers["Location"] for _time in range(2)]
    assert places == [page_of(Topic.objects.get())] * 2


def test_after_a_refusal_the_same_form_can_be_sent_again(
    meeting: Discussion, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    form = {"title": "", "language": "fi", "who": "all", "kerran": "x1"}
    assert client.post(NEW, form).status_code == 422
    assert client.post(NEW, form | {"title": "Radat"}).status_code == 302


def test_a_webinar_takes_no_proposals(cast: Cast, client_for: ClientFor) -> None:
    make_meeting(slug="webinaari", kind="webinar", group=None, outcome="none", max_topics=None)
    form = {"title": "Radat", "language": "fi", "who": "all"}
    answer = client_for("kainuu").post("/2024/webinaari/ehdotukset/uusi/", form)
    assert answer.status_code == 403
    assert "ei oteta asiakokonaisuuksia" in answer.content.decode()
    assert Topic.objects.count() == 0


def test_a_draft_is_read_by_ones_own_side_until_shared(
    meeting: Discussion, client_for: ClientFor
) -> None:
    form = {"title": "Radat", "proposal": "", "language": "fi", "who": "own"}
    client_for("kainuu").post(NEW, form)
    topic = Topic.objects.get()
    assert client_for("lvm").get(page_of(topic)).status_code == 404
    assert client_for("lvm").post(f"{page_of(topic)}jaa/").status_code == 404
    client_for("pohjois-savo").post(f"{page_of(topic)}jaa/")
    assert client_for("lvm").get(page_of(topic)).status_code == 200


@pytest.mark.parametrize(
    ("title", "reason"), [("", "Anna asiakokonaisuudelle otsikko."), ("x" * 201, "liian pitkä")]
)
def test_a_refused_proposal_is_still_in_its_form(
    meeting: Discussion, client_for: ClientFor, title: str, reason: str
) -> None:
    form = {"title": title, "proposal": "Pitkä perustelu", "language": "fi", "who": "all"}
    page = client_for("kainuu").post(NEW, form).content.decode()
    error = re.search(r'id="f-title-e">.*?</svg>(.+?)</span>', page)
    assert error is not None
    assert reason in error[1]
    assert "Pitkä perustelu" in page


@pytest.mark.parametrize("field", ["title", "proposal"])
def test_what_cannot_be_shown_is_told_of_beside_its_field(
    meeting: Discussion, client_for: ClientFor, field: str
) -> None:
    form = {"title": "Radat", "proposal": "Siksi", "language": "fi", "who": "all"}
    page = client_for("kainuu").post(NEW, form | {field: "Radat\x07 ja"}).content.decode()
    assert f'aria-describedby="f-{field}' in page
    assert page.count("merkki, jota ei voi näyttää") == 1
    assert f'id="f-{field}-e"' in page


def test_who_may_not_propose_sees_why_beforehand(
    meeting: Discussion, client_for: ClientFor
) -> None:
    client = client_for("lappi")
    page = client.get(POOL).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Organisaatiosi ei osallistu tähän keskusteluun." in page
    assert client.get(NEW).status_code == 403


def test_a_reader_meets_no_button_that_its_role_never_opens(
    meeting: Discussion, client_for: ClientFor
) -> None:
    page = client_for("aune").get(POOL).content.decode()
    assert "aria-disabled" not in page
    assert "Osapuolten ehdotukset näkyvät tässä." in page


def test_a_third_topic_is_refused_before_and_after_pressing(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_topic(meeting, title="Yksi")
    make_topic(meeting, title="Kaksi")
    third = make_proposal(meeting, title="Kolme")
    client = client_for("vastuuhenkilo-ita")
    reason = "Asialistalle mahtuu enintään 2 asiakokonaisuutta."
    assert reason in client.get(page_of(third)).content.decode()
    assert reason in client.post(f"{page_of(third)}asialistalle/").content.decode()
    third.refresh_from_db()
    assert third.number is None


def test_a_proposal_is_taken_ordered_and_moved_back(
    meeting: Discussion, client_for: ClientFor
) -> None:
    one, two = make_topic(meeting, title="Yksi"), make_proposal(meeting, title="Kaksi")
    client = client_for("vastuuhenkilo-ita")
    client.post(f"{page_of(two)}asialistalle/")
    client.post(f"{POOL}jarjestys/", {"order": f"{two.pk},{one.pk}"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (two.number, one.number) == (1, 2)
    client.post("/2024/ita/asialista/1/siirra/", {"reason": "Siirtyy syksyyn."})
    two.refresh_from_db()
    assert (two.number, two.disposition_reason) == (None, "Siirtyy syksyyn.")


@pytest.mark.parametrize("order", ["", "1", "x,y", "1,1", "9,9,9"])
def test_a_forged_order_changes_nothing(
    meeting: Discussion, client_for: ClientFor, order: str
) -> None:
    make_topic(meeting, title="Yksi")
    make_topic(meeting, title="Kaksi")
    page = client_for("vastuuhenkilo-ita").post(f"{POOL}jarjestys/", {"order": order})
    assert "Asialista on muuttunut." in page.content.decode()
    assert list(meeting.topics.on_agenda().values_list("title", flat=True)) == ["Yksi", "Kaksi"]


def test_the_proposer_reads_what_became_of_it_and_why(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    form = {"disposition": "next-round", "reason": "Ei mahdu tälle kierrokselle."}
    client_for("vastuuhenkilo-ita").post(f"{page_of(topic)}ratkaisu/", form)
    page = client_for("kainuu").get(page_of(topic)).content.decode()
    assert "Ei mahdu tälle kierrokselle." in page
    assert "Seuraavalle kierrokselle" in page


def test_a_decision_without_a_reason_comes_back(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    form = {"disposition": "written", "reason": ""}
    page = client_for("vastuuhenkilo-ita").post(f"{page_of(topic)}ratkaisu/", form)
    assert "Kirjoita perustelu." in page.content.decode()
    assert '<option value="written" selected>' in page.content.decode()


def test_proposals_are_merged_and_split_with_their_path(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    target = make_topic(meeting, title="Ohjelmatyö")
    source = make_proposal(meeting, cast["kainuu"], title="Raja")
    both = make_proposal(meeting, cast["kainuu"], title="Radat ja tiet")
    client = client_for("vastuuhenkilo-ita")
    client.post(f"{page_of(source)}yhdista/", {"target": str(target.pk), "reason": ""})
    assert "Ohjelmatyö" in client.get(page_of(source)).content.decode()
    assert "Raja" in client.get(f"{page_of(target)}?polku=1").content.decode()
    client.post(f"{page_of(both)}jaottele/", {"titles": "Radat\r\n\r\nTiet", "reason": ""})
    titles = meeting.topics.filter(disposition="open").values_list("title", flat=True)
    assert set(titles) == {"Radat", "Tiet"}


@pytest.mark.parametrize("target", ["", "x", "999999"])
def test_a_forged_target_of_a_merger_is_not_found(
    meeting: Discussion, client_for: ClientFor, target: str
) -> None:
    topic = make_proposal(meeting)
    response = client_for("vastuuhenkilo-ita").post(
        f"{page_of(topic)}yhdista/", {"target": target, "reason": ""}
    )
    assert response.status_code == 404


def test_the_proposer_edits_and_a_stale_edit_shows_both(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    client = client_for("kainuu")
    form = {"title": "Uusi", "title_sv": "", "proposal": "Uusi perustelu", "versio": "1"}
    client.post(page_of(topic), form)
    page = client.post(page_of(topic), form | {"title": "Toinen"}).content.decode()
    assert "Joku muu muutti ehdotusta" in page
    assert 'value="Toinen"' in page
    assert "<h1>Uusi</h1>" in page


@pytest.mark.parametrize("action", ["asialistalle", "ratkaisu", "yhdista", "jaottele"])
def test_only_who_runs_the_discussion_decides(
    meeting: Discussion, cast: Cast, client_for: ClientFor, action: str
) -> None:
    topic, other = make_proposal(meeting, cast["kainuu"]), make_proposal(meeting, title="Muu")
    form = {"disposition": "written", "reason": "x", "target": str(other.pk), "titles": "a\nb"}
    for account in ("kainuu", "lvm", "aune"):
        client_for(account).post(f"{page_of(topic)}{action}/", form)
    topic.refresh_from_db()
    assert (topic.disposition, topic.number) == ("open", None)


def test_a_topic_on_the_agenda_leads_to_its_sheet(
    meeting: Discussion, client_for: ClientFor
) -> None:
    topic = make_topic(meeting)
    assert client_for("kainuu").get(page_of(topic)).headers["Location"] == (
        "/2024/ita/asialista/1/"
    )


def test_a_published_agenda_asks_for_a_reason_to_take_more(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_topic(meeting, title="Yksi")
    late = make_proposal(meeting, title="Kaksi")
    publish(meeting)
    client = client_for("vastuuhenkilo-ita")
    assert 'name="perustelu"' in client.get(page_of(late)).content.decode()
    take = f"{page_of(late)}asialistalle/"
    assert "Asialista on julkaistu." in client.post(take).content.decode()
    client.post(take, {"perustelu": "Hallituksen päätös"})
    late.refresh_from_db()
    assert late.number == 2


@pytest.mark.parametrize("count", [5, 60])
def test_the_pool_costs_at_most_ten_queries(
    meeting: Discussion, cast: Cast, client_for: ClientFor, count: int
) -> None:
    for number in range(count):
        make_proposal(meeting, cast["kainuu"], title=f"Ehdotus {number}")
    topic = make_proposal(meeting, cast["kainuu"])
    operations.merge_topics([topic], Topic.objects.earliest("pk"), by=cast["system"])
    client = client_for("vastuuhenkilo-ita")
    for url in (POOL, page_of(topic)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= 10


def test_a_refused_move_keeps_its_reason(meeting: Discussion, client_for: ClientFor) -> None:
    make_topic(meeting, title="Yksi")
    reason = "Syksyyn " * 100
    answer = client_for("vastuuhenkilo-ita").post(
        "/2024/ita/asialista/1/siirra/", {"reason": reason}
    )
    assert answer.status_code == 422
    assert f'value="{reason}"' in answer.content.decode()


@pytest.mark.parametrize("action", ["yhdista", "jaottele"])
def test_a_refused_merger_or_split_keeps_what_was_typed(
    meeting: Discussion, client_for: ClientFor, action: str
) -> None:
    topic, other = make_proposal(meeting, title="Raja"), make_proposal(meeting, title="Radat")
    form = {"target": str(other.pk), "titles": "Radat\nTiet", "reason": "Samaa asiaa " * 60}
    answer = client_for("vastuuhenkilo-ita").post(f"{page_of(topic)}{action}/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{form["reason"]}"' in page
    if action == "jaottele":
        assert "Radat\nTiet</textarea>" in page
    assert meeting.topics.count() == 2
