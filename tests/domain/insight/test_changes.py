"""What the desk tells of changes: to whom, once, with the way to the thing (R2, S10)."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from alke.base import clock
from alke.domain.bookings import operations as bookings
from alke.domain.followup import operations as followups
from alke.domain.insight import changes
from alke.domain.insight.changes import Change, recent_changes
from alke.domain.insight.desk_queries import desk_of
from alke.domain.invitations.move_operations import move_basis, move_discussion
from alke.domain.outcomes import operations as outcomes
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round
from alke.domain.rounds.operations import load_round, move_deadline, name_contact, publish_round
from alke.domain.topics import operations as topics
from alke.domain.topics.agenda_operations import mark_opened
from tests.cast import Cast
from tests.factories.actions import SYSTEM, make_action, make_published
from tests.factories.followup import cell, make_actions, make_february

FORMAT = Path("rounds/2024.toml").read_text(encoding="utf-8")
LAPLAND = dt.datetime(2024, 4, 18, 13, 15, tzinfo=clock.HELSINKI)


@pytest.fixture
def round_2024(world: None) -> Round:
    """The 2024 round as the letter gives it."""
    return publish_round(load_round(FORMAT, by=SYSTEM).round, by=SYSTEM)


def feed(actor: Actor) -> list[Change]:
    """The actor's lines, without those of loading."""
    found = recent_changes(actor, desk_of(actor), since=None)
    return [line for line in found if line.what != "published the round"]


def said(actor: Actor) -> list[tuple[str, str, str]]:
    """Title, words and address of each line, as under no language's prefix."""
    return [
        (line.title, line.what.replace("\u00a0", " "), line.url.removeprefix("/en"))
        for line in feed(actor)
    ]


def south() -> Discussion:
    """The southern discussion."""
    return Discussion.objects.get(slug="etela")


def test_a_moved_discussion_is_told_once_to_those_whom_it_concerns(
    round_2024: Round, cast: Cast
) -> None:
    moved = dt.datetime(2024, 4, 25, 9, tzinfo=clock.HELSINKI)
    move_discussion(south(), moved, by=cast["koordinaattori"], reason="Istunto siirtyi")
    words = "moved the discussion: Thu 25 Apr 2024 at 9:00"
    for account in ("uusimaa", "kymenlaakso", "okm", "vastuuhenkilo-etela"):
        assert said(cast[account]) == [("Southern Finland", words, "/2024/etela/")], account
        assert feed(cast[account])[0].reason == "Istunto siirtyi"
    for account in ("lappi", "koordinaattori"):
        assert said(cast[account]) == [], account


def test_a_move_of_a_published_agenda_is_one_line_too(round_2024: Round, cast: Cast) -> None:
    east = Discussion.objects.get(slug="ita")
    make_published(east)
    assert [line[1] for line in said(cast["kainuu"])].count("edited the action") == 0
    moved = dt.datetime(2024, 4, 17, 9, tzinfo=clock.HELSINKI)
    move_discussion(east, moved, by=cast["koordinaattori"], reason="Istunto siirtyi")
    told = [line.what for line in feed(cast["kainuu"]) if line.reason == "Istunto siirtyi"]
    assert len(told) == 1
    assert told[0].startswith("moved the discussion")


def test_ministries_hear_of_a_regional_meeting_that_moves(round_2024: Round, cast: Cast) -> None:
    meeting = Discussion.objects.get(slug="lappi")
    move_discussion(meeting, LAPLAND, by=cast["koordinaattori"])
    for account in ("okm", "lappi"):
        (line,) = said(cast[account])
        assert (line[0], line[2]) == (meeting.name_en, "/2024/lappi/"), account
    assert feed(cast["uusimaa"]) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("accepted", "granted the request for a time of a meeting"),
        ("declined", "declined the request for a time of a meeting"),
        ("withdrawn", "took back the request for a time of a meeting"),
    ],
)
def test_what_became_of_a_request_for_a_time_is_told(
    round_2024: Round, cast: Cast, answer: str, words: str
) -> None:
    one, two = (Discussion.objects.get(slug=slug) for slug in ("kainuu", "etela-savo"))
    for row, time in ((one, dt.time(14)), (two, dt.time(15, 30))):
        at = clock.at_time(dt.date(2024, 4, 16), time)
        bookings.book_meeting(row, at, by=cast[row.slug])
    request = bookings.ask_swap(one, two, by=cast["kainuu"])
    if answer == "accepted":
        bookings.accept_request(request, by=cast["etela-savo"])
    elif answer == "declined":
        bookings.decline_request(request, by=cast["etela-savo"], reason="Emme voi.")
    else:
        bookings.withdraw_request(request, by=cast["kainuu"])
    told = [line[:2] for line in said(cast["okm"]) if "request for a time" in line[1]]
    assert told == [("Kainuu", words)]


def test_deadlines_and_documents_of_the_round_are_told_to_everybody(
    round_2024: Round, cast: Cast
) -> None:
    booking = Deadline.objects.get(key="varaukset")
    move_deadline(booking, dt.date(2024, 3, 21), by=cast["koordinaattori"])
    basis = BasisDocument.objects.get(key="aluekehittamispaatos")
    move_basis(basis, dt.date(2024, 3, 28), by=cast["koordinaattori"], alone=True)
    for account in ("kainuu", "lvm", "vastuuhenkilo-ita", "ely-lappi"):
        found = {(title, words) for title, words, _url in said(cast[account])}
        assert found == {
            (booking.name_en, "moved the deadline: Thu 21 Mar 2024"),
            (basis.title_en, "moved the document’s date: Thu 28 Mar 2024"),
        }, account


def test_the_deadline_of_a_discussion_is_told_to_those_who_take_part(
    round_2024: Round, cast: Cast
) -> None:
    move_deadline(
        Deadline.objects.get(discussion=south()), dt.date(2024, 4, 9), by=cast["koordinaattori"]
    )
    assert said(cast["uusimaa"]) == [
        ("Agenda: Southern Finland", "moved the deadline: Tue 9 Apr 2024", "/2024/etela/")
    ]
    assert said(cast["lappi"]) == []


def test_a_moved_date_does_not_give_way_to_a_run_of_edits(
    round_2024: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = dt.datetime(2024, 4, 25, 9, tzinfo=clock.HELSINKI)
    move_discussion(south(), moved, by=cast["koordinaattori"])
    monkeypatch.setattr(changes, "LOOK_BACK", 3)
    topic = topics.propose_topic(south(), by=SYSTEM, title="Aihe")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    for version, account in enumerate(("okm", "lvm", "vm", "mmm", "ym")):
        text = f"Tavoite {version}"
        with clock.at(dt.date(2024, 3, 5)):
            topics.save_text(topic, "goals", "fi", text, by=cast[account], base_version=version)
    with clock.at(dt.date(2024, 3, 6)):
        found = recent_changes(cast["uusimaa"], desk_of(cast["uusimaa"]), since=None, limit=2)
    assert [line.moved for line in found] == [False, True]


def test_who_opened_an_agenda_is_nobodys_news(round_2024: Round, cast: Cast) -> None:
    publication = make_published(Discussion.objects.get(slug="ita"))
    mark_opened(publication, by=cast["kainuu"])
    found = feed(cast["okm"])
    assert "published the agenda" in [line.what for line in found]
    assert not [line for line in found if line.organisation is not None]


def test_outcomes_and_contacts_lead_to_their_pages(round_2024: Round, cast: Cast) -> None:
    owner, council = cast["vastuuhenkilo-etela"], cast.organisation("uusimaa")
    name_contact(south(), council, "Suunnittelujohtaja", by=owner)
    with clock.at(dt.date(2024, 4, 25)):
        outcome = outcomes.draw_up_outcome(south(), by=owner)
        outcomes.set_outcome_state(outcome, "commenting", by=owner)
        outcomes.confirm_outcome(outcome, Side.VN, by=owner)
        assert said(cast["uusimaa"]) == [
            ("Southern Finland", "confirmed the outcome", "/2024/etela/johtopaatokset/"),
            ("Southern Finland", "named a contact", "/2024/etela/"),
        ]


def test_an_action_and_a_topic_are_told_by_their_titles_in_the_readers_language(
    round_2024: Round, cast: Cast
) -> None:
    topic = topics.propose_topic(south(), by=SYSTEM, title="Aihe")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    topics.edit_topic(topic, by=SYSTEM, base_version=topic.version, title_sv="Ämnet")
    action = make_action(topic, by=cast["uusimaa"], title="Rata", title_sv="Banan")
    assert {(title, url) for title, _words, url in said(cast["okm"])} == {
        ("Aihe", "/2024/etela/asialista/1/"),
        (f"{action.number} Rata", f"/toimenpiteet/{action.number}/"),
    }
    with translation.override("sv"):
        assert {(line.title, line.language) for line in feed(cast["okm"])} >= {
            ("Ämnet", "sv"),
            (f"{action.number} Banan", "sv"),
        }


def test_answers_of_a_day_on_shared_actions_are_one_line(cast: Cast) -> None:
    make_actions(2, ("lvm", "kainuu", "lappi"))
    february = make_february()
    Round.objects.filter(year=2024).update(letter_date=dt.date(2024, 2, 14))
    for number in (1, 2):
        report = cell(february, "kainuu", number)
        followups.submit_report(report, by=cast["kainuu"], text="Etenee.", base_version=1)
    draft = cell(february, "lvm", 1)
    followups.save_draft(draft, by=cast["lvm"], text="Luonnos.", base_version=1)
    address = "/2024/seuranta/helmikuu-2024/?taho=kainuu"
    assert ("February 2024", "updated the follow-up", address) in said(cast["lvm"])
    assert [line for line in said(cast["lvm"]) if line[1] == "updated the follow-up"] == [
        ("February 2024", "updated the follow-up", address)
    ]
    for account in ("kainuu", "uusimaa"):
        assert "updated the follow-up" not in [words for _t, words, _u in said(cast[account])]
    lappi = cell(february, "lappi", 1)
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        followups.submit_report(lappi, by=cast["lappi"], text="Samoin.", base_version=1)
    told = "2 bodies updated the follow-up: Lapland, Kainuu"
    assert ("February 2024", told, "/2024/seuranta/helmikuu-2024/") in said(cast["lvm"])
