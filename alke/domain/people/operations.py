"""Every write of people and organisations."""

from alke.domain.people.demo_operations import create_demo_accounts
from alke.domain.people.load_operations import load_organisations

__all__ = ["create_demo_accounts", "load_organisations"]
