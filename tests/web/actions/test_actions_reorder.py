"""The order of a sheet's actions."""

from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.actions import make_action, make_published
from tests.web.actions.pages import text_of

ORDER = "/2024/ita/asialista/1/jarjestys/"


def test_actions_stand_in_the_places_given(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    one, two, three = (make_action(topic, title=name) for name in ("Yksi", "Kaksi", "Kolme"))
    client = client_for("kainuu")
    assert "Kolme" in text_of(client, ORDER)
    form = {f"paikka-{one.number}": "3", f"paikka-{two.number}": "2", f"paikka-{three.number}": "1"}
    assert client.post(ORDER, form).status_code == 302
    assert actions_of_topic(topic, cast["lvm"]) == [three, two, one]


def test_forged_places_leave_the_order_as_it_was(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    one, two = make_action(topic), make_action(topic)
    form = {f"paikka-{one.number}": "x", "paikka-999": "1", f"paikka-{two.number}": "-4"}
    client_for("kainuu").post(ORDER, form)
    assert actions_of_topic(topic, cast["lvm"]) == [one, two]


def test_on_a_published_agenda_the_order_needs_a_reason(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    make_published(meeting)
    topic = meeting.topics.get()
    first = meeting.action_origins.get().action
    second = make_action(topic, late_reason="Lisäys")
    form = {f"paikka-{first.number}": "2", f"paikka-{second.number}": "1"}
    client = client_for("kainuu")
    assert client.post(ORDER, form).status_code == 403
    assert client.post(ORDER, form | {"perustelu": "Järjestys"}).status_code == 302
    assert meeting.publications.get(number=3).reason == "Järjestys"


def test_others_order_nothing(topic: Topic, client_for: ClientFor) -> None:
    make_action(topic)
    assert client_for("aune").get(ORDER).status_code == 403
    assert client_for("public").get(ORDER).status_code == 302
    assert client_for("kainuu").get("/2024/ita/asialista/9/jarjestys/").status_code == 404
