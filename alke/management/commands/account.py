"""Opens accounts from the command line: the first one, before anyone can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from alke.base.languages import CODES, Language
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.operations import give_access, load_organisations
from alke.management.ready import require_migrated


class Command(BaseCommand):
    """`alke account add EMAIL --organisation SLUG --role ROLE`; they sign in with a mailed code."""

    help = "Give a person a role in an organisation; makes the account if need be."

    def add_arguments(self, parser: CommandParser) -> None:
        """`add EMAIL` and what the person is where."""
        parser.add_argument(
            "--language", dest="spoken", choices=CODES, default="fi", help="of what is printed"
        )
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="give a person a role in an organisation")
        add.add_argument("email")
        add.add_argument("--organisation", required=True, metavar="SLUG", help="such as tem")
        add.add_argument("--role", required=True, choices=Membership.Role.values)
        add.add_argument("--title", default="", help="a duty, not a name")
        add.add_argument("--language", choices=["fi", "sv"], default="fi", help="of the person")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Makes it, or says in one line why not."""
        require_migrated()
        with translation.override(options["spoken"]):
            self._add(**options)

    def _add(self, *, organisation: str, email: str, role: str, **options: Any) -> None:
        if not Organisation.objects.exists():  # a fresh database: the shipped ones
            load_organisations(by=Actor.system())
        body = Organisation.objects.filter(slug=organisation).first()
        if body is None:
            raise CommandError(_("There is no organisation “%(slug)s”.") % {"slug": organisation})
        try:
            given = give_access(
                body,
                by=Actor.system(),
                email=email,
                role=Membership.Role(role),
                title=options["title"],
                language=Language(options["language"]),
            )
        except (BadInput, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("%(email)s: %(role)s, %(organisation)s")
            % {
                "email": given.user.email,
                "role": given.get_role_display().lower(),
                "organisation": body.name,
            }
        )
