"""Where a discussion is held: told once, in calendars and invitations, and on the agenda (R5)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.notices.models import Notice
from alke.domain.notices.operations import quietly
from alke.domain.rounds.cancel_operations import cancel_discussion
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.place_operations import set_place
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import make_eastern, make_published
from tests.factories.rounds import discussion, make_round

DOOR = "https://teams.example/l/meetup-join/19"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024; making it was told to nobody."""
    with quietly():
        return make_eastern(cast.user("vastuuhenkilo-ita"))


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The round of 2024 with its regional meetings."""
    return make_round()


def told(kind: str) -> dict[str, tuple[str, bool]]:
    """What each heard, by account, and whether at once."""
    rows = Notice.objects.filter(kind=kind).select_related("to")
    return {row.to.demo_account or "": (row.text_fi, row.urgent) for row in rows}


def test_who_runs_it_says_where_it_is_held(east: Discussion, cast: Cast) -> None:
    before = east.revision
    row = set_place(
        east, place=" Kuopio,  Musiikkikeskus ", link=DOOR, by=cast["vastuuhenkilo-ita"]
    )
    assert (row.place, row.link) == ("Kuopio, Musiikkikeskus", DOOR)
    assert row.revision == before + 1  # calendars learn of it
    [event] = AuditEvent.objects.filter(event="discussion.placed")
    assert event.changes == {"place": ["Teams", row.place], "link": ["", DOOR]}
    line = "Keskustelun paikka: Itäinen Suomi, Kuopio, Musiikkikeskus."
    assert told("discussion-placed")["kainuu"] == (line, False)
    assert told("discussion-placed").keys() >= {"pohjois-savo", "kainuu"}
    assert told("discussion-placed").keys().isdisjoint({"lappi", "vastuuhenkilo-ita"})


def test_guests_who_are_invited_hear_of_another_place(east: Discussion, cast: Cast) -> None:
    guest = cast.user("ely-lappi")
    east.participants_from.set(row.organisation for row in guest.memberships.all())
    set_place(east, place="Kuopio", link=DOOR, by=cast["vastuuhenkilo-ita"])
    assert told("discussion-placed")["ely-lappi"][0].startswith("Keskustelun paikka")


def test_the_same_again_is_no_change(east: Discussion, cast: Cast) -> None:
    for _time in range(2):
        set_place(east, place="Teams", link=DOOR, by=cast["koordinaattori"])
    assert AuditEvent.objects.filter(event="discussion.placed").count() == 1
    assert told("discussion-placed")["kainuu"][0] == "Liittymislinkki vaihtui: Itäinen Suomi."
    assert DOOR not in str(told("discussion-placed"))


def test_two_days_before_it_is_told_at_once(east: Discussion, cast: Cast, at: SetClock) -> None:
    at("2024-04-14 09:01")
    set_place(east, place="Kuopio", link="", by=cast["koordinaattori"])
    assert told("discussion-placed")["kainuu"][1] is True


def test_another_place_publishes_the_agenda_anew_with_its_reason(
    east: Discussion, cast: Cast
) -> None:
    with quietly():
        make_published(east)
    with pytest.raises(BadInput, match="Asialista on julkaistu") as fault:
        set_place(east, place="Joensuu", link="", by=cast["koordinaattori"])
    assert fault.value.field == "reason"
    assert AgendaPublication.objects.count() == 1
    set_place(east, place="Joensuu", link="", by=cast["koordinaattori"], reason="Sali on varattu.")
    latest = AgendaPublication.objects.order_by("number").last()
    assert latest is not None
    assert (latest.number, latest.contents["place"], latest.reason) == (
        2,
        "Joensuu",
        "Sali on varattu.",
    )
    assert "kainuu" in told("agenda-changed")
    assert told("discussion-placed") == {}  # one line for one change


def test_another_link_leaves_the_published_agenda_as_it_is(east: Discussion, cast: Cast) -> None:
    with quietly():
        make_published(east)
    set_place(east, place="Teams", link=DOOR, by=cast["koordinaattori"])
    assert AgendaPublication.objects.count() == 1
    assert "kainuu" in told("discussion-placed")


@pytest.mark.parametrize(
    "link", ["teams.example/l/1", "http://teams.example/l/1", "javascript:alert(1)", "Teams"]
)
def test_half_an_address_is_refused_at_its_field(east: Discussion, cast: Cast, link: str) -> None:
    with pytest.raises(BadInput, match="https://") as fault:
        set_place(east, place="Kuopio", link=link, by=cast["koordinaattori"])
    assert fault.value.field == "link"
    east.refresh_from_db()
    assert east.place == "Teams"


def test_a_council_says_where_its_own_meeting_is_held(round_: Round, cast: Cast) -> None:
    assert (
        set_place(discussion(round_, "kainuu"), place="Kajaani", link=DOOR, by=cast["kainuu"]).link
        == DOOR
    )
    for slug, who in (("kainuu", "lappi"), ("ita", "kainuu"), ("kainuu", "okm")):
        with pytest.raises(Refused):
            set_place(discussion(round_, slug), place="Oulu", link="", by=cast[who])


def test_what_is_cancelled_gets_no_place(east: Discussion, cast: Cast) -> None:
    cancel_discussion(east, by=cast["koordinaattori"], reason="Ei aiheita.")
    with pytest.raises(Refused, match="peruttu"):
        set_place(east, place="Kuopio", link="", by=cast["koordinaattori"])
