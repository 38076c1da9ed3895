"""What is known of persons in a round goes when its time has come, and nothing else (R17)."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from alke.base import files
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import first_broken_link
from alke.domain.documents.evidence import altered_documents
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.work_models import Work
from alke.domain.insight.evidence import altered_publications
from alke.domain.insight.notice import notice_of
from alke.domain.invitations.models import InvitationReply
from alke.domain.notices.models import Mail
from alke.domain.participants.links import participant_of, token_of
from alke.domain.participants.models import Participant
from alke.domain.retention import erasing_operations
from alke.domain.retention.operations import erase_due, erase_personal, erase_unbound
from alke.domain.retention.personal import PERSONAL, Rule
from alke.domain.retention.traces import NO_REASON
from alke.domain.rounds.format_queries import current_format
from alke.domain.rounds.formats_writer import write_format
from alke.domain.rounds.models import Contact, Deadline, Discussion, Round
from alke.domain.rounds.operations import load_round, new_round
from alke.domain.topics.agenda_models import NoticeRecipient
from alke.domain.topics.agenda_operations import mark_opened
from tests.cast import Cast
from tests.domain.retention.conftest import DUE
from tests.factories.followup import make_followup
from tests.factories.known import ADDRESS, SYSTEM, edit_again, sent_mail
from tests.factories.rounds import edited, make_round

SECOND = dt.timedelta(seconds=1)
HELD = DUE.replace(year=2024) - SECOND  # the last moment of the day
OF_ROUND = sorted(key for key, rule in PERSONAL.items() if rule == Rule.ROUND)
# what of a list of people goes with the list; the agenda's stays
OF_LISTS = ["Approval.reason", "Delivery.address", "Delivery.reason", "Signature.by"]
Committed = Callable[..., Any]


def values(column: str, **which: Any) -> list[Any]:
    """What stands in the column, where there is anything."""
    model, _dot, name = column.partition(".")
    rows = apps.get_model("alke", model).objects.filter(**which).values_list(name, flat=True)
    return [value for value in rows if value and bytes(str(value), "utf-8") != b"b''"]


def told_of_persons(round: Round) -> dict[str, list[Any]]:
    """Everything that the round's columns tell of persons."""
    return {column: values(column) for column in OF_ROUND}


def lists() -> list[DocumentVersion]:
    """The versions of papers that only tell who took part."""
    return list(DocumentVersion.objects.filter(document__kind="participants"))


@pytest.mark.parametrize("column", OF_ROUND)
def test_each_column_of_the_round_is_empty_afterwards(known: Round, column: str) -> None:
    assert values(column) != []
    erase_personal(known, at=DUE)
    if column == "Round.format_text":
        assert values(column) == ['[round]\nyear = 2024\n# kysy: \n\n[owner]\nemail = ""\n']
    else:
        assert values(column) == []


@pytest.mark.parametrize("column", OF_LISTS)
def test_what_belongs_to_a_paper_goes_with_it_and_else_stays(known: Round, column: str) -> None:
    where = "form__version" if column == "Signature.by" else "version"
    own = {f"{where}__document__kind": "participants"}
    others = {f"{where}__document__kind": "agenda"}
    before, kept = values(column, **own), values(column, **others)
    assert before
    assert kept
    erase_personal(known, at=DUE)
    assert set(values(column, **own)) <= {NO_REASON}
    assert values(column, **others) == kept


def test_lists_of_people_go_and_other_papers_are_untouched(
    known: Round, django_capture_on_commit_callbacks: Committed
) -> None:
    (gone,), work = lists(), Work.objects.get()
    (kept,) = DocumentVersion.objects.exclude(pk=gone.pk)
    digests = [gone.files.get().digest, work.digest]
    with django_capture_on_commit_callbacks(execute=True):
        erase_personal(known, at=DUE)
    for digest in digests:
        with pytest.raises(files.Altered, match="missing"):
            files.read(digest)
    assert files.read(kept.files.get().digest) == b"%PDF-1.4 agenda"
    assert (gone.is_erased, kept.is_erased) == (True, False)
    gone.refresh_from_db()
    assert (gone.registry_number, gone.publicity, gone.number) == ("VN/1/2024-TEM-7", "public", 1)


def test_the_archive_package_still_lists_the_papers_whose_files_are_gone(
    known: Round, tmp_path: Path
) -> None:
    erase_personal(known, at=DUE)
    call_command("archive", "2024", str(tmp_path / "paketti.zip"))
    with zipfile.ZipFile(tmp_path / "paketti.zip") as packed:
        (table,) = [name for name in packed.namelist() if name.endswith("metatiedot.csv")]
        lines = packed.read(table).decode().splitlines()
    papers = [("Paperi: participants" in line, "säilytysaika" in line) for line in lines[1:]]
    assert papers == [(True, True), (False, False)]


def test_role_body_answers_and_counts_stay(known: Round, cast: Cast) -> None:
    east = Discussion.objects.select_related("round").get(slug="ita")
    mark_opened(east.publications.get(), by=cast["kainuu"])
    row = Participant.objects.get()
    Participant.objects.update(reply="accepted", mandate="position")
    before = notice_of(east)
    assert before.people > before.opened == 1
    erase_personal(known, at=DUE)
    row.refresh_from_db()
    shown = (row.title, row.organisation.slug, row.reply, row.mandate)
    assert shown == ("Maakuntajohtaja", "kainuu", "accepted", "position")
    assert set(Contact.objects.values_list("title", flat=True)) == {"Yhteyshenkilö"}
    after = notice_of(east)
    assert (after.people, after.opened) == (before.people, 1)
    assert [(body, len(people)) for body, people in after.bodies] == [
        (body, len(people)) for body, people in before.bodies
    ]
    assert Mail.objects.filter(state="sent", subject="Alke: kutsu").count() == 2


def test_an_agenda_opened_afterwards_is_not_said_to_have_been_opened_in_time(
    known: Round, cast: Cast
) -> None:
    publication = Discussion.objects.get(slug="ita").publications.get()
    assert NoticeRecipient.objects.filter(user=cast.user("kainuu")).count() == 1
    erase_personal(known, at=DUE)
    assert mark_opened(publication, by=cast["kainuu"]) == 0


def test_the_links_that_were_sent_open_nothing_any_more(known: Round) -> None:
    Discussion.objects.filter(slug="ita").update(starts_at=None, ends_at=None)
    row = Participant.objects.select_related("discussion").get()
    Participant.objects.update(link_sent_at=DUE)
    Deadline.objects.create(round=known, key="viimeinen", purpose="other", due_at=HELD)
    token = token_of(row)
    assert participant_of(token) == [row]
    erase_personal(known, at=DUE)
    assert participant_of(token) == []


def test_the_record_of_changes_still_holds_and_names_nobody(known: Round) -> None:
    erase_personal(known, at=DUE)
    call_command("audit", "verify")
    assert (list(altered_publications()), list(altered_documents())) == ([], [])
    assert first_broken_link() is None
    (event,) = AuditEvent.objects.filter(event="personal.erased")
    (gone,) = lists()
    assert (event.subject, event.round_id, event.user) == (f"round:{known.pk}", known.pk, None)
    assert event.changes["rows"][1] == {
        "participants": 1,
        "contacts": 2,
        "format": 1,
        "invitations": 1,
        "replies": 1,
        "mails": 2,
        "recipients": NoticeRecipient.objects.exclude(person=None).count(),
        "imports": 1,
        "works": 1,
        "files": 1,
        "deliveries": 2,
        "signatures": 1,
        "approvals": 1,
    }
    assert event.changes["documents"] == [None, [gone.audit_key]]
    assert ADDRESS not in str(event.changes)


def test_who_was_told_of_an_agenda_cannot_be_exchanged_under_cover_of_erasing(
    known: Round, cast: Cast
) -> None:
    erase_personal(known, at=DUE)
    row = NoticeRecipient.objects.exclude(person=None).first()
    assert row is not None
    NoticeRecipient.objects.filter(pk=row.pk).update(user=cast.user("lappi"))
    assert list(altered_publications()) == ["asialista 2024/ita, versio 1"]


def test_a_paper_that_is_kept_cannot_be_taken_away_under_cover_of_erasing(known: Round) -> None:
    erase_personal(known, at=DUE)
    (file,) = DocumentFile.objects.all()
    key = file.version.audit_key
    file.delete()
    assert list(altered_documents()) == [f"{key} (file.pdf)"]


def test_one_second_earlier_nothing_is_erased(known: Round) -> None:
    before = told_of_persons(known)
    assert erase_due(at=DUE - SECOND) == {}
    with pytest.raises(Refused, match=r"16\.4\.2026"):
        erase_personal(known, at=DUE - SECOND)
    assert told_of_persons(known) == before
    assert erase_due(at=DUE) == {2024: sum(erased_rows().values())}


def erased_rows() -> dict[str, int]:
    """The numbers of the last event."""
    event = AuditEvent.objects.filter(event="personal.erased").latest("seq")
    rows: dict[str, int] = event.changes["rows"][1]
    return rows


def everything() -> dict[str, list[Any]]:
    """All rows of all our tables."""
    models = apps.get_app_config("alke").get_models()
    return {model.__name__: list(model._default_manager.values()) for model in models}


def test_a_second_time_changes_nothing(known: Round) -> None:
    erase_personal(known, at=DUE)
    before = everything()
    assert erase_personal(known, at=DUE) == {}
    assert erase_due(at=DUE) == {}
    assert everything() == before


def test_what_came_in_later_goes_the_next_time(known: Round) -> None:
    erase_personal(known, at=DUE)
    edit_again(Participant.objects.get())
    assert erase_due(at=DUE) == {2024: 1}
    assert Participant.objects.get().email == ""


def test_a_longer_time_of_the_format_is_kept_to(known: Round) -> None:
    Round.objects.update(settings={"retention_years": 3})
    assert erase_due(at=DUE) == {}
    assert list(erase_due(at=DUE.replace(year=2027))) == [2024]


def test_the_last_date_of_a_round_is_its_end_also_when_nobody_has_ended_it(known: Round) -> None:
    Deadline.objects.create(
        round=known, key="seuranta", purpose="followup", due_at=DUE.replace(year=2025)
    )
    assert erase_due(at=DUE) == {}
    later = DUE.replace(year=2027)
    assert erase_due(at=later) == {}
    assert list(erase_due(at=later + dt.timedelta(days=1))) == [2024]


def test_nothing_goes_while_a_followup_of_its_actions_is_open(known: Round) -> None:
    followup = make_followup(scope_year=2024, due_at=HELD, state="open")
    assert erase_due(at=DUE) == {}
    with pytest.raises(Refused, match=followup.name):
        erase_personal(known, at=DUE)
    type(followup).objects.update(state="closed", closed_at=DUE)
    assert list(erase_due(at=DUE)) == [2024]


def test_a_round_without_dates_has_no_end(world: None) -> None:
    Round.objects.create(year=2031, name_fi="Kierros 2031")
    assert erase_due(at=DUE.replace(year=2099)) == {}


def test_a_run_that_breaks_off_erases_nothing(
    known: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> int:
        raise RuntimeError("power failure")

    before = told_of_persons(known)
    monkeypatch.setitem(erasing_operations._OWN_WAYS, "format", fail)
    with pytest.raises(RuntimeError, match="power failure"):
        erase_due(at=DUE)
    assert told_of_persons(known) == before
    assert not AuditEvent.objects.filter(event="personal.erased").exists()


def test_a_file_that_a_killed_worker_had_no_time_to_remove_goes_the_next_time(
    known: Round,
) -> None:
    digest = lists()[0].files.get().digest
    erase_personal(known, at=DUE)  # never committed here, so the file is still there
    assert files.read(digest) == b"%PDF-1.4 participants"
    assert erase_due(at=DUE) == {}
    with pytest.raises(files.Altered, match="missing"):
        files.read(digest)


def test_a_file_that_another_paper_has_too_stays(known: Round) -> None:
    file = lists()[0].files.get()
    (other,) = DocumentVersion.objects.exclude(document__kind="participants")
    other.files.update(digest=file.digest)
    erase_due(at=DUE)
    assert files.read(file.digest) == b"%PDF-1.4 participants"


def test_a_mail_that_still_waits_is_left_until_it_is_settled(known: Round) -> None:
    mail = Mail.objects.filter(about__startswith="participant:").get()
    Mail.objects.filter(pk=mail.pk).update(state="waiting", sent_at=None)
    erase_personal(known, at=DUE)
    mail.refresh_from_db()
    assert mail.to == ADDRESS
    Mail.objects.filter(pk=mail.pk).update(state="failed")
    assert erase_due(at=DUE) == {2024: 1}


def test_mails_and_replies_of_no_round_are_emptied_after_ninety_days(known: Round) -> None:
    early, late = DUE - dt.timedelta(days=90, seconds=1), DUE - dt.timedelta(days=90)
    old, new = sent_mail("", early), sent_mail("", late)
    gone = sent_mail("participant:999999", early)  # whom it was about is not there any more
    InvitationReply.objects.create(sender=ADDRESS, result="unknown", at=early)
    InvitationReply.objects.create(sender=ADDRESS, result="unknown", at=late)
    assert erase_unbound(at=DUE) == 3
    assert erase_unbound(at=DUE) == 0
    for mail, to in ((old, ""), (gone, ""), (new, ADDRESS)):
        mail.refresh_from_db()
        assert (mail.to, mail.user_id is None) == (to, False)
    left = InvitationReply.objects.filter(participant=None).order_by("at")
    assert [row.sender for row in left] == ["", ADDRESS]
    assert Mail.objects.exclude(to="").count() == 3  # those of the round have their own time


def test_a_format_says_how_long_and_else_it_is_two_years(world: None) -> None:
    round_ = make_round("2022")
    assert round_.retention_years == 2
    text = edited("2022", ('weekends = "flag"', 'weekends = "flag"\nretention_years = 5'))
    assert load_round(text, by=SYSTEM).round.retention_years == 5
    current = current_format(Round.objects.get(year=2022))
    assert current is not None
    assert "retention_years = 5" in write_format(current)


def test_a_round_whose_addresses_are_gone_still_makes_the_next_one(world: None) -> None:
    round_ = make_round("2022")
    assert round_.format_text.count("@") > 1
    erase_personal(round_, at=DUE)
    round_.refresh_from_db()
    assert "@" not in round_.format_text
    assert new_round(2031, round_, by=SYSTEM).round.discussions.count() == 18
