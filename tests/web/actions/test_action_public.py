"""What the public reads on an action's page: only what has been published (R13)."""

import pytest

from alke.base import clock
from alke.domain.followup.models import FollowUpRound
from alke.domain.outcomes import operations as outcomes
from alke.domain.outcomes.models import Outcome
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_models import Action
from tests.cast import Cast, ClientFor
from tests.factories.actions import SYSTEM, make_action, make_published
from tests.factories.outcomes import AFTER, confirm_both, decide_all, make_held, make_outcome
from tests.factories.topics import make_meeting, make_topic
from tests.web.actions.pages import address, text_of
from tests.web.actions.test_action_detail import make_report

UNPUBLISHED = "Salainen toimi"


@pytest.fixture
def published(meeting: Discussion) -> Action:
    """An action on a published agenda."""
    make_published(meeting)
    return meeting.action_origins.get().action


@pytest.fixture
def unpublished(published: Action) -> Action:
    """Another one, shared between the sides, on a sheet that is not published."""
    south = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    return make_action(south, title=UNPUBLISHED)


def test_a_decision_that_is_being_corrected_is_read_as_it_was_published(
    cast: Cast, client_for: ClientFor
) -> None:
    outcome = make_outcome(make_held(cast.user("vastuuhenkilo-ita")))
    decide_all(outcome, "later", "Rahoitus ratkeaa syksyllä.")
    confirm_both(outcome)
    outcomes.publish_outcome(outcome, by=SYSTEM)
    outcome = Outcome.objects.get(pk=outcome.pk)
    outcomes.reopen_outcome(outcome, by=SYSTEM, reason="Virhe.")
    action = Action.objects.get()
    outcomes.decide_action(
        outcome, action, by=SYSTEM, decision="not-taken", reason="Ei rahoitusta."
    )
    page = text_of(client_for("public"), address(action))
    assert "Harkitaan myöhemmin" in page
    assert "Rahoitus ratkeaa syksyllä." in page
    assert "Ei oteta" not in page
    assert "Ei rahoitusta." not in page
    assert "Ei rahoitusta." in text_of(client_for("kainuu"), address(action))


@pytest.mark.parametrize("account", ["public", "yllapito", "ely-lappi"])
def test_an_unpublished_action_into_which_one_was_merged_is_not_named(
    published: Action, unpublished: Action, client_for: ClientFor, account: str
) -> None:
    operations.merge_actions(published, unpublished, by=SYSTEM, reason="Sama asia")
    Action.objects.filter(pk=unpublished.pk).update(published_at=None)
    page = text_of(client_for(account), address(published))
    assert "Toimenpide on yhdistetty toiseen, joka jatkaa sen tilalla." in page
    assert UNPUBLISHED not in page
    assert UNPUBLISHED in text_of(client_for("kainuu"), address(published))


@pytest.mark.parametrize("account", ["public", "yllapito", "ely-lappi"])
def test_an_unpublished_predecessor_is_not_named(
    published: Action, unpublished: Action, client_for: ClientFor, account: str
) -> None:
    operations.link_predecessor(published, unpublished, by=SYSTEM)
    assert UNPUBLISHED not in text_of(client_for(account), address(published))
    assert UNPUBLISHED in text_of(client_for("kainuu"), address(published))


def test_an_origin_on_an_unpublished_sheet_is_not_named(
    published: Action, client_for: ClientFor
) -> None:
    south = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    operations.add_origin(published, south.discussion, south, by=SYSTEM)
    page = text_of(client_for("public"), address(published))
    assert "Itäinen Suomi 2024" in page
    assert "Eteläinen Suomi" not in page
    assert "Eteläinen Suomi" in text_of(client_for("kainuu"), address(published))
    for where in ("/2024/etela/", "/2024/etela/toimenpiteet/"):
        assert str(published) not in text_of(client_for("public"), where)
        assert published.title not in text_of(client_for("public"), f"{where}?tilanne=2024-03-04")
    assert published.title in text_of(client_for("kainuu"), "/2024/etela/toimenpiteet/")


def test_a_returned_answer_is_a_missing_one(published: Action, client_for: ClientFor) -> None:
    with clock.at(AFTER):
        make_report(published, "tem", state="returned")
        FollowUpRound.objects.update(published_at=clock.now())
    page = text_of(client_for("public"), address(published))
    assert "Palautettu" not in page
    assert "Odottaa päivitystä" in page
    assert "Palautettu" in text_of(client_for("kainuu"), address(published))
