"""Tells Django where the tables are; nobody imports it."""

from alke.domain.audit.models import AuditEvent, AuditHead
from alke.domain.bookings.models import (
    Booking,
    BookingRequest,
    MinistryAnswer,
    TimetableProposal,
)
from alke.domain.calendars.models import CalendarFeed
from alke.domain.documents.approval_models import Approval, Seal
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import Document, DocumentFile, DocumentVersion
from alke.domain.documents.signed_models import Signature, SignedForm
from alke.domain.documents.work_models import Work
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.imports.models import WordImport
from alke.domain.invitations.models import Invitation, InvitationReply, Inviting
from alke.domain.notices.models import Mail, Notice, Preferences, Received
from alke.domain.outcomes.models import (
    ActionDecision,
    Outcome,
    OutcomeConfirmation,
    OutcomeItem,
    OutcomePublication,
)
from alke.domain.papers.letter_models import LetterWording
from alke.domain.papers.words_models import PaperWording
from alke.domain.participants.models import Attendance, Enrolment, Participant
from alke.domain.people.models import (
    Absence,
    Membership,
    Organisation,
    OrganisationAlias,
    Region,
    Succession,
    User,
)
from alke.domain.reminders.models import Occurrence, Reminder
from alke.domain.rounds.finding_models import FindingAcceptance
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    DiscussionGroup,
    Distribution,
    GroupMember,
    Round,
)
from alke.domain.rounds.sheet_models import Priority, SheetTemplate
from alke.domain.runs.models import JobRun
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.models import (
    Comment,
    Opening,
    Topic,
    TopicConfirmation,
    TopicLineage,
    TopicText,
)

__all__ = [
    "Absence",
    "Action",
    "ActionDecision",
    "ActionOrigin",
    "AgendaPublication",
    "Approval",
    "Attendance",
    "AuditEvent",
    "AuditHead",
    "BasisDocument",
    "Booking",
    "BookingRequest",
    "CalendarFeed",
    "Comment",
    "Contact",
    "Deadline",
    "Delivery",
    "Discussion",
    "DiscussionGroup",
    "Distribution",
    "Document",
    "DocumentFile",
    "DocumentVersion",
    "Enrolment",
    "FindingAcceptance",
    "FollowUpRound",
    "GroupMember",
    "Invitation",
    "InvitationReply",
    "Inviting",
    "JobRun",
    "LetterWording",
    "Mail",
    "Membership",
    "MinistryAnswer",
    "Notice",
    "NoticeRecipient",
    "Occurrence",
    "Opening",
    "Organisation",
    "OrganisationAlias",
    "Outcome",
    "OutcomeConfirmation",
    "OutcomeItem",
    "OutcomePublication",
    "PaperWording",
    "Participant",
    "Preferences",
    "Priority",
    "ProgressReport",
    "Received",
    "Region",
    "Reminder",
    "ReportDraft",
    "Responsibility",
    "Round",
    "Seal",
    "SheetTemplate",
    "Signature",
    "SignedForm",
    "Succession",
    "TimetableProposal",
    "Topic",
    "TopicConfirmation",
    "TopicLineage",
    "TopicText",
    "User",
    "WordImport",
    "Work",
]
