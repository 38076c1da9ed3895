"""A round in which something is known of persons in every way that there is."""

import datetime as dt

from django.db.models import F

from alke.base import clock, files
from alke.domain.documents.approval_models import Approval
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.operations import make_document, register_version
from alke.domain.documents.signed_models import Signature, SignedForm
from alke.domain.documents.work_models import Work
from alke.domain.imports.models import WordImport
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail, write_notice
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Contact, Discussion, Round
from alke.domain.topics.agenda_models import NoticeRecipient
from tests.factories.actions import make_published
from tests.factories.documents import new_file
from tests.factories.participants import make_participant
from tests.factories.topics import make_meeting

SYSTEM = Actor.system()
ADDRESS = "maija.mallikas@kainuu.example"
FORMAT = f'[round]\nyear = 2024\n# kysy: {ADDRESS}\n\n[owner]\nemail = "{ADDRESS}"\n'


def make_known() -> Round:
    """The round of 2024 with the East, held on 16.4.2024; nothing of it comes later."""
    east = make_meeting()
    make_published(east)
    _file_round(east.round)
    row = make_participant(east, name="Maija Mallikas", email=ADDRESS)
    Contact.objects.filter(discussion=east).update(email=ADDRESS)
    now = clock.now()
    told = Invitation.objects.create(
        participant=row, email=ADDRESS, told="REQUEST", state="x", sent_at=now
    )
    InvitationReply.objects.create(
        participant=row,
        sender=told.email,
        result="delegated",
        comment="Maija tulee.",
        deputy=ADDRESS,
        at=now,
    )
    for about in (row.audit_key, f"discussion:{east.pk}"):
        sent_mail(about)
    user = User.objects.get(demo_account="kainuu")
    line = write_notice(to=user, kind="agenda-published", about="", line={"fi": "Julkaistu."})
    NoticeRecipient.objects.filter(user=user).update(notice=line)
    WordImport.objects.create(
        topic=east.topics.first(),
        side="mk",
        at=now,
        file_name="sapluuna.docx",
        file_hash="0" * 64,
        language="fi",
        returned={"author": "Maija Mallikas"},
    )
    Work.objects.create(
        kind="bundle",
        round=east.round,
        language="fi",
        state="done",
        at=now,
        touched_at=now,
        name="kooste.zip",
        digest=files.keep(b"a bundle with lists of people"),
    )
    for kind in ("participants", "agenda"):
        _file_paper(east, kind)
    return Round.objects.get(pk=east.round_id)


def sent_mail(about: str, at: dt.datetime | None = None) -> Mail:
    """A mail that went out to the person, with an invitation, and came back once."""
    mail = write_mail(
        to=ADDRESS,
        user=User.objects.get(demo_account="kainuu"),
        language="fi",
        kind="test",
        subject="Alke: kutsu",
        text="Hei Maija!",
        html="<p>Hei Maija!</p>",
        calendar=b"BEGIN:VCALENDAR",
        headers={"List-Unsubscribe": "<https://alke.example/lopeta/x>"},
        about=about,
    )
    now = at or clock.now()
    Mail.objects.filter(pk=mail.pk).update(
        state="sent", sent_at=now, at=now, fault=f"451 <{ADDRESS}> try later"
    )
    return mail


def _file_round(round: Round) -> None:
    Round.objects.filter(pk=round.pk).update(format_text=FORMAT)


def _file_paper(east: Discussion, kind: str) -> DocumentVersion:
    """A registered paper of Alke that was refused once, signed elsewhere and delivered."""
    series = Document(
        kind=kind,
        folder="participants" if kind == "participants" else "agenda",
        round=east.round,
        discussion=east,
        language="fi",
        title=f"Paperi: {kind}",
    )
    data = b"%PDF-1.4 " + kind.encode()
    version = make_document(series, lambda: [new_file(data)], "x", kind, by=SYSTEM)
    register_version(version, number="VN/1/2024-TEM-7", publicity="public", by=SYSTEM)
    body = Organisation.objects.get(slug="kainuu")
    for other in ("", "2"):
        Delivery.objects.create(
            version=version,
            organisation=body,
            address=other + ADDRESS,
            language="fi",
            at=clock.now(),
            state="bounced",
            reason=f"550 <{ADDRESS}> unknown",
        )
    Approval.objects.create(
        version=version,
        position=1,
        title="Osastopäällikkö",
        organisation=body,
        state="refused",
        at=clock.now(),
        reason="Maija Mallikas puuttuu.",
    )
    form = SignedForm.objects.create(version=version, content="same", at=clock.now())
    Signature.objects.create(
        form=form,
        position=1,
        by="Maija Mallikas",
        fingerprint="0" * 64,
        is_dated=True,
        is_trusted=True,
    )
    return version


def edit_again(row: Participant) -> None:
    """Somebody gives a name and an address once more."""
    Participant.objects.filter(pk=row.pk).update(
        name="Maija Mallikas", email=ADDRESS, sequence=F("sequence") + 1
    )
