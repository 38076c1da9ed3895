"""An action for life: facts, bodies, origins, follow-up, lineage, changes, public part."""

import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.base import clock
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.actions import SYSTEM, make_action, make_published
from tests.factories.topics import make_meeting, make_topic
from tests.web.actions.pages import address, text_of


def make_report(action: Action, slug: str, **over: object) -> ProgressReport:
    """A submitted report in the follow-up of autumn 2023."""
    discussion = action.origins.get().discussion
    followup, _made = FollowUpRound.objects.get_or_create(
        round=discussion.round,
        slug="syksy",
        defaults={
            "name_fi": "Seuranta syksy 2023",
            "scope_year": 2023,
            "opens_date": dt.date(2023, 10, 1),
            "due_at": clock.now(),
            "state": "open",
        },
    )
    row = action.responsibilities.get(organisation__slug=slug)
    values: dict[str, object] = {
        "state": "submitted",
        "answer": "text",
        "text": "Selvitys on tilattu.",
        "status": "ongoing",
        "at": clock.now(),
    }
    return ProgressReport.objects.create(
        followup=followup,
        action=action,
        organisation=row.organisation,
        side=row.side,
        **values | over,
    )


def test_the_page_tells_facts_bodies_and_origin(topic: Topic, client_for: ClientFor) -> None:
    action = make_action(
        topic,
        next_step="Kysyntäselvitys",
        due_date=dt.date(2024, 9, 30),
        money="open",
        money_amount=Decimal(120000),
        money_source="AKKE",
    )
    page = text_of(client_for("kainuu"), address(action))
    for text in ("Kysyntäselvitys", "ma 30.9.2024", "120 000 €", "AKKE", "Itäinen Suomi 2024"):
        assert text in page
    assert page.count("Ei vastattu") == 2


def test_answers_are_shown_with_reasons_to_members_only(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    operations.answer_responsibility(
        action, cast.organisation("tem"), "declined", "LVM hoitaa", by=cast["tem"]
    )
    page = text_of(client_for("kainuu"), address(action))
    assert "LVM hoitaa" in page
    public = text_of(client_for("public"), address(action))
    assert "LVM hoitaa" not in public
    assert "Työ- ja elinkeinoministeriö" not in public


def test_only_the_named_body_is_asked(action: Action, client_for: ClientFor) -> None:
    assert "Vastaus: TEM" in text_of(client_for("tem"), address(action))
    assert "Vastaus: Pohjois-Savo" in text_of(client_for("pohjois-savo"), address(action))
    for account in ("kainuu", "lvm", "koordinaattori", "aune"):
        assert "Vastaus:" not in text_of(client_for(account), address(action))


def test_a_refusal_names_what_is_not_allowed(action: Action, client_for: ClientFor) -> None:
    page = text_of(client_for("koordinaattori"), address(action))
    assert "Et voi muokata toimenpidettä. Roolisi ei salli tätä." in page


def test_follow_up_shows_what_was_submitted_and_never_a_draft(
    action: Action, client_for: ClientFor
) -> None:
    make_report(action, "tem")
    waiting = make_report(action, "pohjois-savo", state="missing", text="", answer="", at=None)
    ReportDraft.objects.create(
        report=waiting, answer="text", text="Keskeneräinen teksti", at=clock.now()
    )
    page = text_of(client_for("pohjois-savo"), address(action))
    assert "Seuranta syksy 2023" in page
    assert "Selvitys on tilattu." in page
    assert "Odottaa päivitystä" in page
    assert "Keskeneräinen teksti" not in page


def test_the_public_reads_reports_of_published_follow_ups_only(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    report = make_report(action, "tem")
    assert "Selvitys on tilattu." not in text_of(client_for("public"), address(action))
    report.followup.published_at = clock.now()
    report.followup.save()
    assert "Selvitys on tilattu." in text_of(client_for("public"), f"{address(action)}?uusi=1")


def test_the_path_leads_to_earlier_and_later_actions(action: Action, client_for: ClientFor) -> None:
    topic = action.origins.get().topic
    later = make_action(topic, title="Jatkotoimi", predecessor=action)  # type: ignore[arg-type]
    assert "Jatkotoimi" in text_of(client_for("kainuu"), address(action))
    assert "Jatkaa toimenpidettä" in text_of(client_for("kainuu"), address(later))


def test_a_merged_action_says_where_it_goes_on(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    topic = action.origins.get().topic
    target = make_action(topic, title="Yhteinen toimi")  # type: ignore[arg-type]
    operations.merge_actions(action, target, by=cast["lvm"], reason="Sama asia")
    page = text_of(client_for("kainuu"), address(action))
    assert "Yhteinen toimi" in page
    assert "Yhdistetty toiseen toimenpiteeseen" in page


def test_changes_are_told_in_words_to_members(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    operations.edit_action(action, by=cast["kainuu"], base_version=1, title="Uusi nimi")
    operations.answer_responsibility(action, cast.organisation("tem"), "accepted", by=cast["tem"])
    page = text_of(client_for("lvm"), address(action))
    assert "Muokkasi toimenpidettä" in page
    assert "<del>Kantaverkon vahvistaminen</del>" in page
    assert "Otti vastuun" in page


def test_an_answer_that_no_person_gave_names_its_body(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    tem, system = cast.organisation("tem"), Actor.system()
    operations.answer_responsibility(action, tem, "accepted", by=system)
    assert '<p>Otti vastuun</p>\n<p class="small">TEM</p>' in text_of(
        client_for("lvm"), address(action)
    )


def test_one_sides_draft_is_not_found_by_others(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")
    assert "Oman puolen luonnos" in text_of(client_for("pohjois-savo"), address(draft))
    for account in ("lvm", "vastuuhenkilo-ita", "koordinaattori", "aune", "public"):
        text_of(client_for(account), address(draft), 404)


def test_a_draft_that_goes_on_from_here_is_not_named_to_the_other_side(
    action: Action, topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    make_action(
        topic, by=cast["kainuu"], draft_side="mk", title="Salainen jatko", predecessor=action
    )
    assert "Salainen jatko" not in text_of(client_for("lvm"), address(action))
    assert "Salainen jatko" in text_of(client_for("kainuu"), address(action))


def test_the_own_side_shares_its_draft(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")
    client_for("pohjois-savo").post(address(draft, "jaa/"))
    text_of(client_for("lvm"), address(draft))


def test_the_public_finds_an_action_once_it_is_published(
    topic: Topic, client_for: ClientFor
) -> None:
    action = make_action(topic)
    text_of(client_for("public"), address(action), 404)
    Action.objects.update(published_at=clock.now())
    assert "Muutokset" not in text_of(client_for("public"), f"{address(action)}?uusi=1")


@pytest.mark.parametrize("number", ["999", "0", "99999999999999999999"])
def test_a_number_that_nobody_has_is_not_found(
    action: Action, client_for: ClientFor, number: str
) -> None:
    text_of(client_for("kainuu"), f"/toimenpiteet/{number}/", 404)


def test_an_action_of_several_discussions_names_them_all(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    other = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    operations.add_origin(action, other.discussion, other, by=SYSTEM)
    page = text_of(client_for("kainuu"), address(action))
    assert "Itäinen Suomi 2024" in page
    assert "Eteläinen Suomi 2024" in page


@pytest.mark.parametrize(("account", "most"), [("kainuu", 12), ("tem", 12), ("public", 5 + 1)])
def test_queries_stay_the_same_however_long_the_history(
    topic: Topic,
    cast: Cast,
    client_for: ClientFor,
    account: str,
    most: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    action = make_action(topic)
    Action.objects.update(published_at=clock.now())
    client = client_for(account)
    with django_assert_max_num_queries(most) as few:
        text_of(client, address(action))
    make_report(action, "tem")
    make_report(action, "pohjois-savo")
    FollowUpRound.objects.update(published_at=clock.now())
    for number in range(2, 12):
        Action.objects.filter(pk=action.pk).update(version=number)
        operations.edit_action(action, by=SYSTEM, base_version=number, title=f"Nimi {number}")
        make_action(topic, predecessor=action)
    with django_assert_max_num_queries(len(few)):
        text_of(client, f"{address(action)}?uusi=1")


def test_the_eastern_discussion_is_where_crumbs_lead(action: Action, client_for: ClientFor) -> None:
    page = text_of(client_for("kainuu"), address(action))
    assert 'href="/2024/ita/"' in page
    assert 'href="/2024/ita/toimenpiteet/"' in page
