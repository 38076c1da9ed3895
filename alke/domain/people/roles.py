"""What each role may do: the one table, shown to users at /roolit/ and asked by the rules."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.domain.people.models import Membership

Role = Membership.Role


class Scope(StrEnum):
    """How far a power reaches."""

    ALL = "all"  # everywhere
    DISCUSSION = "discussion"  # in the discussions that one is responsible for
    SIDE = "side"  # one's own side, in the discussions that one's organisation takes part in
    OWN = "own"  # what one's organisation answers for
    REGION = "region"  # the same, and for a council what its region's other bodies answer for
    INVITED = "invited"  # discussions to which one's organisation is invited
    SHARED = "shared"  # everything that the sides share


class Power(StrEnum):
    """What can be done, in the order in which the page shows it."""

    READ = "read"
    RUN_ROUND = "run-round"
    MOVE_DATES = "move-dates"
    BOOK_MEETING = "book-meeting"
    ANSWER_ATTENDANCE = "answer-attendance"
    RUN_DISCUSSION = "run-discussion"
    PUBLISH = "publish"
    PROPOSE_TOPIC = "propose-topic"
    EDIT_SHEET = "edit-sheet"
    COMMENT = "comment"
    CONFIRM = "confirm"
    REGISTER = "register"
    ANSWER_ACTION = "answer-action"
    REPORT = "report"
    SUBMIT_REPORT = "submit-report"
    STAND_IN = "stand-in"
    RETURN_REPORT = "return-report"
    MANAGE_ORGANISATIONS = "manage-organisations"
    READ_AUDIT = "read-audit"


POWER_LABELS: dict[Power, Promise] = {
    Power.READ: _("Read what the sides share"),
    Power.RUN_ROUND: _("Set up and run the round"),
    Power.MOVE_DATES: _("Move dates"),
    Power.BOOK_MEETING: _("Book the time of a regional meeting"),
    Power.ANSWER_ATTENDANCE: _("Answer whether a ministry attends a regional meeting"),
    Power.RUN_DISCUSSION: _("Run a discussion: agenda, places, openings"),
    Power.PUBLISH: _("Publish agenda and outcome"),
    Power.PROPOSE_TOPIC: _("Propose topics"),
    Power.EDIT_SHEET: _("Edit the sheet and actions"),
    Power.COMMENT: _("Comment"),
    Power.CONFIRM: _("Confirm on behalf of one's side"),
    Power.REGISTER: _("Register participants"),
    Power.ANSWER_ACTION: _("Accept or decline responsibility for an action"),
    Power.REPORT: _("Write follow-up"),
    Power.SUBMIT_REPORT: _("Submit follow-up"),
    Power.STAND_IN: _("Answer and report for bodies on the Government’s side that are no ministry"),
    Power.RETURN_REPORT: _("Accept or return follow-up"),
    Power.MANAGE_ORGANISATIONS: _("Manage organisations and accounts"),
    Power.READ_AUDIT: _("Read the record of changes"),
}

SCOPE_LABELS: dict[Scope, Promise] = {
    Scope.ALL: _("everywhere"),
    Scope.DISCUSSION: _("in one's own discussion"),
    Scope.SIDE: _("on one's own side"),
    Scope.OWN: _("for one's own organisation"),
    Scope.REGION: _("for one's own organisation, in a council also for its stakeholders"),
    Scope.INVITED: _("where invited"),
    Scope.SHARED: _("everything shared"),
}


@dataclass(frozen=True)
class RoleInfo:
    """Who holds a role, and its powers with their reach."""

    who: Promise
    powers: dict[Power, Scope]


ROLES: dict[Role, RoleInfo] = {
    Role.COORDINATOR: RoleInfo(
        _("Ministry of Economic Affairs and Employment, a few people"),
        {
            Power.READ: Scope.ALL,
            Power.RUN_ROUND: Scope.ALL,
            Power.MOVE_DATES: Scope.ALL,
            Power.BOOK_MEETING: Scope.ALL,
            Power.RUN_DISCUSSION: Scope.ALL,
            Power.PUBLISH: Scope.ALL,
            Power.PROPOSE_TOPIC: Scope.SIDE,
            Power.COMMENT: Scope.ALL,
            Power.REGISTER: Scope.ALL,
            Power.STAND_IN: Scope.ALL,
            Power.RETURN_REPORT: Scope.ALL,
            Power.READ_AUDIT: Scope.ALL,
        },
    ),
    Role.OWNER: RoleInfo(
        _("Ministry of Economic Affairs and Employment, one per discussion"),
        {
            Power.READ: Scope.ALL,
            Power.RUN_DISCUSSION: Scope.DISCUSSION,
            Power.PUBLISH: Scope.DISCUSSION,
            Power.PROPOSE_TOPIC: Scope.SIDE,
            Power.EDIT_SHEET: Scope.DISCUSSION,
            Power.COMMENT: Scope.DISCUSSION,
            Power.CONFIRM: Scope.DISCUSSION,
            Power.REGISTER: Scope.DISCUSSION,
            Power.RETURN_REPORT: Scope.DISCUSSION,
        },
    ),
    Role.MINISTRY_CONTACT: RoleInfo(
        _("each ministry, one to three people"),
        {
            Power.READ: Scope.ALL,
            Power.ANSWER_ATTENDANCE: Scope.OWN,
            Power.PROPOSE_TOPIC: Scope.SIDE,
            Power.EDIT_SHEET: Scope.SIDE,
            Power.COMMENT: Scope.SIDE,
            Power.CONFIRM: Scope.SIDE,
            Power.REGISTER: Scope.OWN,
            Power.ANSWER_ACTION: Scope.OWN,
            Power.REPORT: Scope.OWN,
            Power.SUBMIT_REPORT: Scope.OWN,
        },
    ),
    Role.COUNCIL_CONTACT: RoleInfo(
        _("each regional council, one to three people"),
        {
            Power.READ: Scope.ALL,
            Power.BOOK_MEETING: Scope.SIDE,
            Power.PROPOSE_TOPIC: Scope.SIDE,
            Power.EDIT_SHEET: Scope.SIDE,
            Power.COMMENT: Scope.SIDE,
            Power.CONFIRM: Scope.SIDE,
            Power.REGISTER: Scope.REGION,
            Power.ANSWER_ACTION: Scope.REGION,
            Power.REPORT: Scope.REGION,
            Power.SUBMIT_REPORT: Scope.REGION,
        },
    ),
    Role.EDITOR: RoleInfo(
        _("in a ministry or a council; confirms nothing"),
        {
            Power.READ: Scope.ALL,
            Power.PROPOSE_TOPIC: Scope.SIDE,
            Power.EDIT_SHEET: Scope.SIDE,
            Power.COMMENT: Scope.SIDE,
            Power.REPORT: Scope.REGION,
        },
    ),
    Role.GUEST: RoleInfo(
        _("stakeholders: ELY Centres, cities, universities"),
        {Power.READ: Scope.INVITED, Power.COMMENT: Scope.INVITED, Power.REGISTER: Scope.OWN},
    ),
    Role.READER: RoleInfo(
        _("advisory bodies and others for information"),
        {Power.READ: Scope.SHARED},
    ),
    Role.ADMINISTRATOR: RoleInfo(
        _("operations; no content"),
        {Power.MANAGE_ORGANISATIONS: Scope.ALL, Power.READ_AUDIT: Scope.ALL},
    ),
}


def label(role: str) -> str:
    """The role's name in the active language."""
    return str(Role(role).label)


def roles_with(power: Power) -> frozenset[Role]:
    """The roles that have `power`, whatever its reach."""
    return frozenset(role for role, info in ROLES.items() if power in info.powers)


def names_of(power: Power) -> str:
    """The roles that have `power`, named in a sentence in the active language."""
    names = [label(role) for role, info in ROLES.items() if power in info.powers]
    return ", ".join(name[:1].lower() + name[1:] for name in names)
