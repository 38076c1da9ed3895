"""What the demo begins with on 4.3.2024: every state can be seen."""

from collections import Counter

import pytest

from alke.base import clock
from alke.domain.audit.queries import first_broken_link, head
from alke.domain.followup.models import FollowUpRound, ReportDraft
from alke.domain.followup.operations import report_nothing_new, submit_report
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Discussion
from alke.domain.samples.operations import load_sample
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.models import Topic

pytestmark = pytest.mark.usefixtures("sample", "db")


def actor(account: str) -> Actor:
    """The person behind a demo account."""
    return Actor.of(User.objects.get(demo_account=account))


def topic(discussion: str, number: int) -> Topic:
    """A topic of 2024 by its place."""
    rows = Topic.objects.select_related("discussion__round")
    return rows.get(discussion__round__year=2024, discussion__slug=discussion, number=number)


def action(title: str) -> Action:
    """The action whose title begins so."""
    return Action.objects.get(title__startswith=title)


def february() -> FollowUpRound:
    """The follow-up that is open."""
    return FollowUpRound.objects.get(slug="helmikuu-2024")


def test_each_discussion_stands_at_another_stage() -> None:
    rows = Topic.objects.on_agenda().filter(discussion__round__year=2024)
    stages = {
        (row.discussion.slug, row.number): (
            row.state,
            sorted(row.confirmations.filter(withdrawn_at=None).values_list("side", flat=True)),
        )
        for row in rows
    }

    assert stages == {
        ("ita", 1): ("commenting", ["vn"]),
        ("ita", 2): ("draft", []),
        ("pohjoinen", 1): ("ready", ["mk", "vn"]),
        ("pohjoinen", 2): ("commenting", ["vn"]),
        ("lansi", 1): ("draft", []),
        ("lansi", 2): ("draft", []),
    }


def test_agendas_stand_at_different_stages() -> None:
    rows = Discussion.objects.filter(kind="joint").filter(round__year=2024)

    assert dict(rows.values_list("slug", "agenda")) == {
        "lansi": "draft",
        "ita": "commenting",
        "pohjoinen": "commenting",
        "etela": "draft",
    }


def test_every_topic_on_the_agenda_has_its_five_actions() -> None:
    rows = Topic.objects.on_agenda().filter(discussion__round__year=2024)
    counts = {(row.discussion.slug, row.number): row.action_origins.count() for row in rows}

    # the eastern second topic has one more: Kainuu took an action there from the north
    assert counts.pop(("ita", 2)) == 6
    assert set(counts.values()) == {5}
    assert Action.objects.count() == 33 + 30


def test_kainuu_takes_one_action_to_two_discussions() -> None:
    flights = action("Kemi-Tornion, Kajaanin")

    assert list(flights.origins.values_list("discussion__slug", "topic__number")) == [
        ("pohjoinen", 2),
        ("ita", 2),
    ]


def test_the_pool_shows_what_becomes_of_proposals() -> None:
    pool = Topic.objects.in_pool().filter(discussion__kind=Discussion.Kind.JOINT)

    assert Counter(pool.values_list("disposition", flat=True)) == {
        "open": 8,
        "merged": 3,
        "regional": 2,
    }
    assert pool.get(title_sv="Energilagring och batterivärdekedjan i Österbotten").language == "sv"
    assert set(pool.filter(discussion__slug="etela").values_list("disposition", flat=True)) == {
        "open"
    }


def test_a_proposal_sent_to_the_regional_meeting_waits_there() -> None:
    sent = Topic.objects.get(discussion__slug="lappi")

    assert sent.title == "Saamelaisten kotiseutualueen elinkeinot ja saamenkieliset palvelut"
    assert sent.came_from.get().kind == "regional"


def test_versions_tell_who_wrote_what_and_when() -> None:
    rows = topic("ita", 1).texts.filter(field="situation").order_by("version")

    assert [
        (row.version, row.organisation and row.organisation.slug, row.side, f"{row.at:%d.%m.}")
        for row in rows
    ] == [
        (1, "pohjois-karjala", "mk", "20.02."),
        (2, "tem", "vn", "23.02."),
        (3, "etela-karjala", "mk", "27.02."),
    ]


def test_an_edit_after_agreement_has_withdrawn_it_visibly() -> None:
    rows = topic("pohjoinen", 2).confirmations.exclude(withdrawn_at=None)

    assert {
        (row.side, row.withdrawn_by_organisation and row.withdrawn_by_organisation.slug)
        for row in rows
    } == {("mk", "lvm"), ("vn", "lvm")}


def test_the_second_western_topic_reads_in_swedish_too() -> None:
    texts = topic("lansi", 2).texts.filter(current=True).values_list("field", "language")

    assert set(texts) == {
        ("situation", "fi"),
        ("situation", "sv"),
        ("challenges", "fi"),
        ("challenges", "sv"),
        ("goals", "sv"),
    }


@pytest.mark.parametrize(("account", "sees"), [("pohjanmaa", 2), ("lvm", 0), ("koordinaattori", 0)])
def test_the_regions_drafts_stay_with_the_regions(account: str, sees: int) -> None:
    drafts = Action.objects.visible_to(actor(account)).filter(draft_side="mk")

    assert drafts.count() == sees
    assert Topic.objects.visible_to(actor(account)).filter(draft_side="mk").exists() == bool(sees)


def test_answers_of_every_kind_are_there() -> None:
    rows = Responsibility.objects.filter(action__origins__discussion__round__year=2024)

    assert set(rows.values_list("answer", flat=True)) == {"open", "accepted", "declined"}
    declined = rows.get(organisation__slug="mmm", answer="declined")
    assert "kutsuttuna asiantuntijana" in declined.reason


def test_the_autumn_follow_up_is_answered_and_closed() -> None:
    autumn = FollowUpRound.objects.get(slug="syksy-2023")

    assert autumn.state == "closed"
    assert autumn.reports.count() == 171
    assert not autumn.reports.missing().exists()


def test_every_state_of_an_answer_can_be_seen() -> None:
    rows = february().reports

    assert set(rows.values_list("state", flat=True)) == {
        "missing",
        "submitted",
        "returned",
        "accepted",
    }
    assert set(rows.values_list("answer", flat=True)) == {"", "text", "nothing-new", "dropped"}
    assert ReportDraft.objects.filter(report__followup=february()).count() == 11


def test_lappi_has_twenty_answers_to_give_and_says_nothing_new_of_eighteen() -> None:
    lappi, body = actor("lappi"), Organisation.objects.get(slug="lappi")
    cells = february().reports.filter(organisation=body)
    assert cells.missing().count() == 20

    for cell in cells[:2]:
        submit_report(cell, by=lappi, text="Etenee.", status="ongoing", base_version=cell.version)
    result = report_nothing_new(february(), by=lappi, organisation=body)

    assert (len(result.done), result.left) == (18, ())
    assert not cells.missing().exists()


def test_everything_was_done_at_its_own_date() -> None:
    newest = topic("ita", 1).confirmations.get(side="vn").at.astimezone(clock.HELSINKI)

    assert f"{newest:%Y-%m-%d %H:%M}" == "2024-03-01 14:05"
    assert first_broken_link() is None


def test_a_second_load_keeps_everything_as_it_is() -> None:
    before = head()

    assert load_sample(by=Actor.system()) == 0
    assert head() == before
