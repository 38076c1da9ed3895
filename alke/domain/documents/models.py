"""Tables of documents: what is in the folders, version by version; no version ever changes."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import CODES
from alke.base.links import link
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Discussion, Round

NUMBER_LIMIT = 60
GROUND_LIMIT = 300
TITLE_LIMIT = 200


class DocumentQuerySet(models.QuerySet["Document"]):
    """Named filters of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of which the actor may see a version (R13)."""
        seen = DocumentVersion.objects.visible_to(actor).filter(document=OuterRef("pk"))
        return self.filter(Exists(seen))


class Document(models.Model):
    """A document in a folder (asiakirja): one paper in one language, through all its versions."""

    class Kind(models.TextChoices):
        """What sort of paper it is; all but the filed ones are made by Alke."""

        LETTER = "letter", _("Guidance letter")
        AGENDA = "agenda", _("Agenda")
        SHEET = "sheet", _("Sheet")
        CONTACTS = "contacts", _("Contacts")
        PARTICIPANTS = "participants", _("Participants")
        NOTICE = "notice", _("Notice record")
        CONCLUSIONS = "conclusions", _("Conclusions")
        MEMO = "memo", _("Memo")
        FOLLOWUP = "followup", _("Follow-up table")
        FILED = "filed", _("Filed document")

    class Folder(models.TextChoices):
        """The folders of a round and of a discussion, in their order, as people know them."""

        LETTER = "letter", _("Letter and guidance")
        BASIS = "basis", _("Base documents")
        AGENDA = "agenda", _("Agenda and sheets")
        PARTICIPANTS = "participants", _("Participants and notices")
        OUTCOME = "outcome", _("Conclusions and memos")
        FOLLOWUP = "followup", _("Follow-up")
        MATERIAL = "material", _("Other material")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    folder = models.CharField(max_length=12, choices=Folder.choices)
    round = models.ForeignKey(Round, models.PROTECT, related_name="documents")
    discussion = models.ForeignKey(
        Discussion, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    subject = models.CharField(max_length=60, blank=True)  # which sheet or follow-up: "1", "syksy"
    language = models.CharField(max_length=2, choices=[(code, code) for code in CODES])
    title = models.CharField(max_length=TITLE_LIMIT)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["folder", "title", "language", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion", "kind", "subject", "language"],
                condition=~Q(kind="filed") & ~Q(discussion=None),
                name="one_series_in_a_discussion",
            ),
            models.UniqueConstraint(
                fields=["round", "kind", "subject", "language"],
                condition=~Q(kind="filed") & Q(discussion=None),
                name="one_series_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, with all versions."""
        return link("document_detail", self.pk)

    @property
    def is_made(self) -> bool:
        """Whether Alke makes it of its own data."""
        return self.kind != Document.Kind.FILED


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Named filters of versions."""

    def visible_to(self, actor: Actor) -> Self:
        """Published ones for all; shared ones for members; drafts for their own side (R13).

        Guests see what is shared of the discussions to which they are invited, unless it is secret.
        """
        if actor.is_system:
            return self
        public = Q(stage=DocumentVersion.Stage.PUBLIC) & ~Q(document__round__published_at=None)
        if not actor.reads:
            return self.filter(public)
        shared = ~Q(stage=DocumentVersion.Stage.DRAFT)
        if not actor.reads_all:
            invited = Discussion.objects.visible_to(actor).values("pk")
            shared &= Q(document__discussion__in=invited)
            shared &= ~Q(publicity=DocumentVersion.Publicity.SECRET)
            return self.filter(public | shared)
        own = Q(stage=DocumentVersion.Stage.DRAFT, side__in=actor.sides)
        return self.filter(shared | own)


class DocumentVersion(models.Model):
    """One version of a document (asiakirjan versio): its files never change, its stage grows."""

    class Stage(models.TextChoices):
        """How far it is on its way from one side's draft to the public (R13); only forwards."""

        DRAFT = "draft", _("Draft of one side")
        SHARED = "shared", _("Shared")
        REGISTERED = "registered", _("Registered")
        PUBLIC = "public", _("Public")

    class Publicity(models.TextChoices):
        """The class of publicity, given when the version is registered (Act 621/1999)."""

        PUBLIC = "public", _("Public")
        PARTLY = "partly", _("Partly secret")
        SECRET = "secret", _("Secret")

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.SHARED)
    side = models.CharField(max_length=2, choices=Side.choices, blank=True)  # whose draft
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    source = models.CharField(max_length=120, blank=True)  # code of the state it was made of
    contents = models.CharField(max_length=64, blank=True)  # SHA-256 without code and moment
    note = models.CharField(max_length=500, blank=True)  # what is new
    registry_number = models.CharField(max_length=NUMBER_LIMIT, blank=True)
    publicity = models.CharField(max_length=10, choices=Publicity.choices, blank=True)
    ground = models.CharField(max_length=GROUND_LIMIT, blank=True)  # section of law, if secret
    registered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="version_once"),
            models.CheckConstraint(
                name="a_draft_is_of_one_side",
                condition=(Q(stage="draft") & ~Q(side="")) | (~Q(stage="draft") & Q(side="")),
            ),
            models.CheckConstraint(
                name="a_registered_version_has_its_class",
                condition=Q(stage__in=["draft", "shared"]) | ~Q(publicity=""),
            ),
            models.CheckConstraint(
                name="only_public_papers_are_published",
                condition=~Q(stage="public") | Q(publicity="public"),
            ),
            models.CheckConstraint(
                name="secrecy_has_its_ground",
                condition=Q(publicity__in=["", "public"]) | ~Q(ground=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"document:{self.document_id}/{self.number}"

    @property
    def is_erased(self) -> bool:
        """Whether its files are gone since it told who took part, and its time had come (R17)."""
        return not self.files.all()

    def has_form(self, form: str) -> bool:
        """Whether one of its files is of that form."""
        return any(file.form == form for file in self.files.all())


class DocumentFile(models.Model):
    """A file of a version (tiedosto), in one form; its name in the store is its SHA-256."""

    class Form(models.TextChoices):
        """Which of the version's files it is."""

        WORD = "docx", _("Word")
        PDF = "pdf", _("PDF")
        SEALED = "sealed", _("Sealed PDF")
        SIGNED = "signed", _("PDF signed elsewhere")
        OTHER = "other", _("File")

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="files")
    form = models.CharField(max_length=8, choices=Form.choices)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "form"], name="one_file_of_a_form")
        ]

    def __str__(self) -> str:
        return self.name
