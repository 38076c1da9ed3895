"""Every write of people and organisations."""

from alke.domain.people.absence_operations import end_absence, note_absence
from alke.domain.people.account_operations import (
    close_account,
    end_membership,
    give_access,
    note_visit,
    reopen_account,
    set_password,
)
from alke.domain.people.demo_operations import create_demo_accounts
from alke.domain.people.load_operations import load_organisations
from alke.domain.people.organisation_operations import create_organisation, edit_organisation

__all__ = [
    "close_account",
    "create_demo_accounts",
    "create_organisation",
    "edit_organisation",
    "end_absence",
    "end_membership",
    "give_access",
    "load_organisations",
    "note_absence",
    "note_visit",
    "reopen_account",
    "set_password",
]
