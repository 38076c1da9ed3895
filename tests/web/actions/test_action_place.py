"""Another sheet, an earlier action, a merger: each its own small form."""

import pytest

from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.actions import make_action, make_published
from tests.factories.topics import make_meeting, make_topic
from tests.web.actions.pages import address, plain, text_of


def test_the_action_moves_to_another_topic_of_the_discussion(
    action: Action, meeting: Discussion, client_for: ClientFor
) -> None:
    other = make_topic(meeting, title="Saavutettavuus")
    client = client_for("kainuu")
    assert "Itäinen Suomi, 2: Saavutettavuus" in text_of(client, address(action, "muokkaa/"))
    form = {"what": "topic", "topic": str(other.pk)}
    answer = client.post(address(action, "paikka/"), form, follow=True)
    assert "”Saavutettavuus”" in plain(answer)
    assert action.origins.get().topic == other


def test_in_another_discussion_it_is_added_and_keeps_its_number(
    action: Action, client_for: ClientFor
) -> None:
    other = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    client_for("lvm").post(address(action, "paikka/"), {"what": "topic", "topic": str(other.pk)})
    assert action.origins.count() == 2


def test_it_goes_on_from_an_earlier_action(
    action: Action, topic: Topic, client_for: ClientFor
) -> None:
    later = make_action(topic)
    client = client_for("kainuu")
    client.post(address(later, "paikka/"), {"what": "predecessor", "number": str(action.number)})
    later.refresh_from_db()
    assert later.predecessor == action


def test_two_actions_are_merged_with_a_reason(
    action: Action, topic: Topic, client_for: ClientFor
) -> None:
    target = make_action(topic, title="Yhteinen toimi")
    form = {"what": "merge", "number": str(target.number), "reason": ""}
    client = client_for("kainuu")
    answer = client.post(address(action, "paikka/"), form)
    assert answer.status_code == 422
    assert "Perustele yhdistäminen." in plain(answer)
    client.post(address(action, "paikka/"), form | {"reason": "Sama asia"})
    action.refresh_from_db()
    assert action.merged_into == target


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Valitse, mitä tehdään."),
        ({"what": "poista"}, "Valitse, mitä tehdään."),
        ({"what": "topic", "topic": "999"}, "Valitse asiakokonaisuus."),
        ({"what": "topic", "topic": "abc"}, "Valitse asiakokonaisuus."),
        ({"what": "predecessor", "number": "999"}, "Tällä numerolla ei ole toimenpidettä."),
        ({"what": "merge", "number": "9" * 30}, "Tällä numerolla ei ole toimenpidettä."),
    ],
)
def test_forged_forms_come_back_with_a_sentence(
    action: Action, client_for: ClientFor, form: dict[str, str], sentence: str
) -> None:
    Action.objects.filter(pk=action.pk).update(number=1)
    action.refresh_from_db()
    answer = client_for("kainuu").post(address(action, "paikka/"), form)
    assert answer.status_code == 422
    assert sentence in plain(answer)


def test_an_action_is_not_merged_into_itself(action: Action, client_for: ClientFor) -> None:
    form = {"what": "merge", "number": str(action.number), "reason": "Sama"}
    answer = client_for("kainuu").post(address(action, "paikka/"), form)
    assert answer.status_code == 403
    assert "Valitse toinen toimenpide" in plain(answer)


def test_the_other_sides_draft_is_no_target(
    action: Action, topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")
    form = {"what": "merge", "number": str(draft.number), "reason": "Sama"}
    answer = client_for("lvm").post(address(action, "paikka/"), form)
    assert "Tällä numerolla ei ole toimenpidettä." in plain(answer)


def test_the_public_notice_of_a_merger_tells_what_was_merged_not_why(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_published(meeting)
    other = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    action = meeting.action_origins.get().action
    form = {"what": "merge", "number": str(make_action(other).number), "reason": "Sama asia"}
    client_for("lvm").post(address(action, "paikka/"), form)
    reason = meeting.publications.get(number=2).reason
    assert reason == "Toimenpide 1 yhdistettiin toimenpiteeseen 2."


@pytest.mark.parametrize("account", ["aune", "lappi", "koordinaattori"])
def test_others_move_nothing(action: Action, client_for: ClientFor, account: str) -> None:
    form = {"what": "predecessor", "number": "1"}
    assert client_for(account).post(address(action, "paikka/"), form).status_code == 403
