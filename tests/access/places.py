"""Where the table of access knocks: things of the sample by short names, and what is sent."""

import datetime as dt
from collections.abc import Callable

from alke.base import clock
from alke.base.papers.word.writer import write as write_word
from alke.domain.bookings.models import BookingRequest
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.operations import Opened, open_feed
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.imports.operations import begin_import
from alke.domain.imports.table_import_operations import begin_table_import
from alke.domain.outcomes import operations as outcomes
from alke.domain.outcomes.models import Outcome
from alke.domain.outcomes.queries import outcome_mark, sections
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.papers.words_catalogue import catalogue
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.operations import close_account
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Contact, Discussion, Round
from alke.domain.topics.action_models import Responsibility
from alke.domain.topics.models import Comment, Topic, TopicText
from alke.domain.topics.operations import sheet_mark
from tests.access import document_places as documents
from tests.access import notice_places as notices
from tests.access import participant_places as participants
from tests.domain.imports.old_papers import followup_table
from tests.factories.outcomes import confirm_both, decide_all

Arguments = documents.Arguments
EAST = documents.EAST
FOLLOWUP = {"year": 2024, "slug": "helmikuu-2024"}
AFTER = dt.datetime(2024, 4, 17, 9, 0, tzinfo=clock.HELSINKI)  # the East has met


def _proposal(discussion: str, proposer: str) -> Arguments:
    topics = Topic.objects.filter(discussion__round__year=2024, discussion__slug=discussion)
    topic = topics.in_pool().get(proposed_by__slug=proposer, disposition="open")
    return {"year": 2024, "slug": discussion, "pk": topic.pk}


def _thread() -> Arguments:
    rows = Comment.objects.filter(topic__discussion__slug="ita", topic__number=1, parent=None)
    return {**EAST, "number": 1, "pk": rows.earliest("pk").pk}


def _cell() -> Arguments:
    rows = ProgressReport.objects.filter(followup__slug="helmikuu-2024", action__number=2)
    return {**FOLLOWUP, "report_id": rows.get(organisation__slug="kainuu").pk}


def _ely_cell() -> Arguments:
    """The same action's, of a stakeholder in Kainuu."""
    ely = Organisation.objects.get(slug="ely-kainuu")
    cell = ProgressReport.objects.get(pk=_cell()["report_id"])
    place = ProgressReport.objects.filter(followup=cell.followup, action=cell.action)
    found = place.filter(organisation=ely).first() or ProgressReport.objects.create(
        followup=cell.followup, action=cell.action, organisation=ely, side="mk"
    )
    Responsibility.objects.get_or_create(action=cell.action, organisation=ely, side="mk")
    return {**FOLLOWUP, "report_id": found.pk}


def _contact(**which: str) -> Arguments:
    rows = Contact.objects.filter(discussion__round__year=2024, discussion__slug="ita", **which)
    return {**EAST, "contact_id": rows.earliest("pk").pk}


def _membership() -> Arguments:
    return {
        "slug": "kainuu",
        "membership_id": Membership.objects.get(user__demo_account="kainuu").pk,
    }


def _swap() -> Arguments:
    """Etelä-Pohjanmaa's request to Satakunta."""
    return {"year": 2024, "pk": BookingRequest.objects.get(state="open").pk}


def _account() -> Arguments:
    return {"slug": "kainuu", "user_id": User.objects.get(demo_account="kainuu").pk}


def _feed() -> Opened:
    """Kainuu's own calendar, with a new address."""
    actor = Actor.of(User.objects.get(demo_account="kainuu"))
    return open_feed(by=actor, scope=CalendarFeed.Scope.OWN)


def _outcome() -> Arguments:
    """The East's outcome, for comment, with an item."""
    system = Actor.system()
    with clock.at(AFTER):
        discussion = Discussion.objects.get(round__year=2024, slug="ita")
        outcome = outcomes.draw_up_outcome(discussion, by=system)
        if outcome.state == Outcome.State.DRAFT:  # two places may stand on it
            outcomes.record_item(outcome, by=system, kind="note", text="Jatketaan.")
            outcomes.set_outcome_state(outcome, Outcome.State.COMMENTING, by=system)
    return EAST


def _memo() -> Arguments:
    """The memo of Kainuu's meeting, which has been held by then."""
    place = {"year": 2024, "slug": "kainuu"}
    held = dt.datetime(2024, 4, 17, 8, 0, tzinfo=clock.HELSINKI)
    Discussion.objects.filter(round__year=2024, slug="kainuu").update(
        starts_at=held, ends_at=held + dt.timedelta(minutes=40)
    )
    with clock.at(AFTER):
        discussion = Discussion.objects.get(round__year=2024, slug="kainuu")
        memo = outcomes.draw_up_outcome(discussion, by=Actor.system())
        outcomes.record_item(memo, by=Actor.system(), kind="note", text="Jatketaan.")
    return place


def _ready() -> Arguments:
    """The same, decided and confirmed by both sides."""
    _outcome()
    outcome = Outcome.objects.get(discussion__round__year=2024, discussion__slug="ita")
    with clock.at(AFTER):
        decide_all(outcome)
        confirm_both(outcome)
    return EAST


def _outcome_mark() -> str:
    outcome = Outcome.objects.get(discussion__round__year=2024, discussion__slug="ita")
    return outcome_mark(sections(outcome))


def _item() -> Arguments:
    _outcome()
    outcome = Outcome.objects.get(discussion__round__year=2024, discussion__slug="ita")
    return {**EAST, "item_id": outcome.items.latest("pk").pk}


def _closed() -> Arguments:
    user = User.objects.get(demo_account="satakunta")
    close_account(user, by=Actor.system())
    return {"slug": "satakunta", "user_id": user.pk}


def _decision() -> Arguments:
    _outcome()
    return {**EAST, "number": 45}


def _words() -> Arguments:
    """One word of the documents."""
    place = next(n for n, word in enumerate(catalogue()) if word.key == "Agenda")
    return {f"s{place}": "Esityslista", "versio": "0"}


def _import() -> Arguments:
    """A file that Kainuu's contact brought back, as it was exported."""
    kainuu = Actor.of(User.objects.get(demo_account="kainuu"))
    (topic,) = sheet_topic(kainuu, 2024, "ita", 1)
    source = sheet_source(topic, kainuu)
    file = write_word(sheet_paper(source, "fi"))
    import_ = begin_import(source, file, "sapluuna.docx", by=kainuu, language="fi")
    return {**EAST, "number": 1, "pk": import_.pk}


def _table() -> Arguments:
    """A table of follow-up that Lapland's contact has brought."""
    lapland = Actor.of(User.objects.get(demo_account="lappi"))
    followup = FollowUpRound.objects.get(slug=FOLLOWUP["slug"])
    file = followup_table([("2 Neuvonta", "", "Lappi: Tehtiin.", "TEM", "Lappi")])
    import_ = begin_table_import(followup, file, "seuranta.docx", by=lapland, language="fi")
    return {**FOLLOWUP, "pk": import_.pk}


PLACES: dict[str, Callable[[], Arguments]] = {
    "-": dict,
    "2024": lambda: {"year": 2024},
    "2023-event": lambda: {"year": 2023, "slug": "yhteistilaisuus"},
    "2023-topic": lambda: {"year": 2023, "slug": "yhteistilaisuus", "number": 1},
    "east": lambda: EAST,
    "north": lambda: {"year": 2024, "slug": "pohjoinen"},
    "webinar": lambda: {"year": 2024, "slug": "webinaari"},
    "kainuu-meeting": lambda: {"year": 2024, "slug": "kainuu"},
    "savo-meeting": lambda: {"year": 2024, "slug": "pohjois-savo"},
    "lappi-meeting": lambda: {"year": 2024, "slug": "lappi"},
    "east-contact": lambda: _contact(organisation__slug="pohjois-savo"),
    "east-owner": lambda: _contact(duty="owner"),
    "east-1": lambda: {**EAST, "number": 1},
    "north-1": lambda: {"year": 2024, "slug": "pohjoinen", "number": 1},
    "east-1-docx": lambda: {**EAST, "number": 1, "form": "docx"},
    "north-1-pdf": lambda: {"year": 2024, "slug": "pohjoinen", "number": 1, "form": "pdf"},
    "2023-topic-docx": lambda: {**PLACES["2023-topic"](), "form": "docx"},
    "east-1-import": _import,
    "east-paper": documents.document("koordinaattori"),
    "east-mk-paper": documents.document("kainuu", draft=True),
    "east-registered": documents.registered,
    "east-public": documents.published,
    "east-paper-file": lambda: {**PLACES["east-paper"](), "number": 1, "form": "pdf"},
    "east-mk-file": lambda: {**PLACES["east-mk-paper"](), "number": 1, "form": "pdf"},
    "east-public-file": lambda: {**documents.published(), "number": 1, "form": "pdf"},
    "east-registered-1": lambda: {**documents.registered(), "number": 1},
    "east-public-1": lambda: {**documents.published(), "number": 1},
    "east-delivered": documents.sent_out,
    "east-link": documents.link,
    "east-link-file": lambda: {**documents.link(), "form": "pdf"},
    "east-folder": documents.folder,
    "east-signing": documents.signing,
    "east-made": documents.made,
    "kainuu-feed": lambda: {"pk": _feed().feed.pk},
    "kainuu-address": lambda: {"token": _feed().token},
    "kainuu-absence": participants.absence,
    "east-person": participants.person,
    "east-cancelled": participants.cancelled,
    "east-own-link": participants.link,
    "east-ely-kainuu": lambda: {**EAST, "body": "ely-kainuu"},
    "east-vm": lambda: {**EAST, "body": "vm"},
    "east-xlsx": lambda: {**EAST, "form": "xlsx"},
    "2024-work": documents.waiting_work,
    "2024-work-done": documents.done_work,
    "2024-okm": lambda: {"year": 2024, "body": "okm"},
    "2024-swap": _swap,
    "2024-folder": lambda: {"year": 2024, "folder": "basis"},
    "2024-docx": lambda: {"year": 2024, "form": "docx"},
    "2023-docx": lambda: {"year": 2023, "form": "docx"},
    "2023-event-docx": lambda: {**PLACES["2023-event"](), "form": "docx"},
    "2023-event-pdf": lambda: {**PLACES["2023-event"](), "form": "pdf"},
    "east-docx": lambda: {**EAST, "form": "docx"},
    "north-pdf": lambda: {"year": 2024, "slug": "pohjoinen", "form": "pdf"},
    "webinar-pdf": lambda: {"year": 2024, "slug": "webinaari", "form": "pdf"},
    "kainuu-docx": lambda: {"year": 2024, "slug": "kainuu", "form": "docx"},
    "east-outcome-docx": lambda: {**_outcome(), "form": "docx"},
    "kainuu-memo-pdf": lambda: {**_memo(), "form": "pdf"},
    "autumn-docx": lambda: {**PLACES["autumn"](), "form": "docx"},
    "autumn-csv": lambda: {**PLACES["autumn"](), "form": "csv"},
    "february-docx": lambda: {**FOLLOWUP, "form": "docx"},
    "february-xlsx": lambda: {**FOLLOWUP, "form": "xlsx"},
    "east-1-goals": lambda: {**EAST, "number": 1, "field": "goals"},
    "east-1-opening": lambda: {**EAST, "number": 1, "side": "mk"},
    "north-1-opening": lambda: {"year": 2024, "slug": "pohjoinen", "number": 1, "side": "mk"},
    "east-1-thread": _thread,
    "south-proposal": lambda: _proposal("etela", "kymenlaakso"),
    "east-proposal": lambda: _proposal("ita", "kymenlaakso"),
    "lappi-proposal": lambda: _proposal("lappi", "lappi"),
    "west-mk-draft": lambda: _proposal("lansi", "satakunta"),
    "east-held": lambda: EAST,
    "east-outcome": _outcome,
    "east-ready": _ready,
    "east-item": _item,
    "east-decision": _decision,
    "action-public": lambda: {"number": 2},
    "action-shared": lambda: {"number": 39},
    "action-mk-draft": lambda: {"number": 61},
    "autumn": lambda: {"year": 2023, "slug": "syksy-2023"},
    "february": lambda: FOLLOWUP,
    "february-table": _table,
    "kainuu-cell": _cell,
    "ely-cell": _ely_cell,
    "booking-deadline": lambda: {"year": 2024, "key": "varaukset"},
    "agenda-deadline": lambda: {"year": 2024, "key": "asialista-ita"},
    "decision-document": lambda: {"year": 2024, "key": "aluekehittamispaatos"},
    "kainuu": lambda: {"slug": "kainuu"},
    "kainuu-role": _membership,
    "kainuu-account": _account,
    "closed-account": _closed,
    "kainuu-mail": notices.mail,
    "kainuu-failed-mail": notices.failed_mail,
    "kainuu-digest": notices.stop_link,
    "reset-link": lambda: {"uidb36": "1a", "key": "set-password"},
}
LATER = {
    "east-held",
    "east-outcome",
    "east-item",
    "east-decision",
    "east-outcome-docx",
    "kainuu-memo-pdf",
}  # places to which one comes on 17.4.


def _text() -> TopicText:
    topic = Topic.objects.get(discussion__round__year=2024, discussion__slug="ita", number=1)
    return topic.texts.get(field="goals", language="fi", current=True)


def _goals() -> dict[str, str]:
    return {"kieli": "fi", "versio": str(_text().version), "text": "Uusi tavoite."}


def _earlier_goals() -> dict[str, str]:
    now = _text().version
    return {"kohta": "goals", "kieli": "fi", "versio": str(now - 1), "nykyinen": str(now)}


def _heading() -> dict[str, str]:
    return {"title": "Uusi otsikko", "minutes": "30", "versio": str(_text().topic.version)}


def _turned() -> dict[str, str]:
    topics = Topic.objects.filter(discussion__round__year=2024, discussion__slug="ita")
    return {"order": ",".join(str(topic.pk) for topic in topics.on_agenda().order_by("-number"))}


def _answer() -> dict[str, str]:
    report = ProgressReport.objects.get(pk=_cell()["report_id"])
    return {
        "teko": "tallenna",
        "text": "Uutta.",
        "status": "ongoing",
        "versio": str(report.version),
    }


def _finding() -> dict[str, str]:
    found = findings_of(Round.objects.get(year=2024))[0]
    return {"code": found.code, "subject": found.subject}


# What a form sends where its answer tells those who may from those who may not.
SENT: dict[str, dict[str, str] | Callable[[], dict[str, str]]] = {
    "notice_settings": {"tahti": "daily"},
    "reminder_nudge": notices.awaited,
    "delivery_bounce": documents.returned,
    "account_login": {"email": "lvm@lvm.example"},
    "account_request_login_code": {"email": "lvm@lvm.example"},
    "account_reset_password": {"email": "lvm@lvm.example"},
    "action_answer": {"organisation": "kainuu", "answer": "accepted"},
    "action_place": {"what": "predecessor", "number": "4"},
    "agenda_state": {"state": "commenting"},
    "attendance_edit": {"vastaus-kainuu": "written"},
    "basis_move": {"day": "2024-04-03"},
    "calendar_open": {"kalenteri": "own"},
    "booking_request": {"teko": "hyvaksy"},
    "comment_add": {"text": "Hyvä."},
    "deadline_move": {"day": "2024-04-04"},
    "document_refuse": {"syy": "Luku puuttuu."},
    "document_register": {"diaarinumero": "VN/2", "julkisuus": "public"},
    "demo_day": {"day": "2024-03-04"},
    "demo_sign_in": {"account": "lvm"},
    "discussion_cancel": {"reason": "Lakko."},
    "discussion_place": {"place": "Kuopio", "reason": "Sali."},
    "discussion_move": {"day": "2024-04-17", "starts": "9:00", "ends": "11:30", "reason": "Sali."},
    "finding_accept": _finding,
    "followup_state": {"vaihe": "sulje"},
    "letter_wording": {"teko": "tallenna", "text": "# Kirje", "versio": "0"},
    "paper_words": _words,
    "meeting_booking": {"aika": "2024-04-16T12:30", "teema": "Kaivosala"},
    "outcome_confirm": lambda: {"side": "mk", "nahty": _outcome_mark()},
    "outcome_decide": {"decision": "taken"},
    "outcome_item_add": {"text": "Uusi kohta.", "topic": "1"},
    "outcome_item_edit": {"text": "Muutettu.", "version": "1"},
    "outcome_item_remove": {"version": "1"},
    "outcome_reopen": {"reason": "Korjataan virhe."},
    "outcome_state": {"state": "draft"},
    "outcome_withdraw": {"side": "mk", "syy": "Muutettavaa."},
    "participant_add": {"organisation": "ely-kainuu", "title": "Johtaja"},
    "participant_deputy": {"sijainen-title": "Johtaja"},
    "participant_link": {"vastaus": "accepted"},
    "participant_link_correct": {"title": "Johtaja"},
    "participant_link_pass": {"kollega-title": "Johtaja", "kollega-email": "j@kainuu.example"},
    "participant_reply": {"vastaus": "accepted"},
    "report_cell": _answer,
    "report_review": {"teko": "hyvaksy"},
    "round_state": {"state": "followup"},
    "timetable_detail": {"teko": "ehdota"},
    "topic_confirm": lambda: {"side": "mk", "nahty": sheet_mark(_text().topic)},
    "topic_dispose": {"disposition": "written", "reason": "Ei mahdu."},
    "topic_field": _goals,
    "topic_heading": _heading,
    "topic_merge": lambda: {"target": str(_text().topic_id), "reason": "Sama asia."},
    "topic_opening": {"organisation": "kainuu", "speaker": "maakuntajohtaja", "minutes": "5"},
    "topic_propose": {"title": "Uusi aihe", "proposal": "Tarvitaan."},
    "topic_remove": {"reason": "Ei mahdu."},
    "topic_restore": _earlier_goals,
    "topic_split": {"titles": "Yksi\nToinen", "reason": "Kaksi asiaa."},
    "topic_state": {"state": "draft"},
    "topic_withdraw": {"side": "mk", "syy": "Muutettavaa."},
    "topics_reorder": _turned,
}
