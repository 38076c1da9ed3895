"""alke round: load a format, check a round, publish it, print its file, make the next one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.languages import CODES
from alke.base.verdicts import Refused
from alke.domain.invitations.load_operations import load_round
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.people.operations import load_organisations
from alke.domain.rounds.findings import Finding, findings_of
from alke.domain.rounds.formats import FormatFaults
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import new_round, publish_round
from alke.management.ready import require_migrated

SEVERITIES = {"error": "!!", "warning": " !", "info": " i"}


class Command(BaseCommand):
    """Loads, checks, publishes and makes rounds; 0 done, 1 refused or faulty, 2 usage."""

    help = "Load, check, publish, show or make a round."

    def add_arguments(self, parser: CommandParser) -> None:
        """`load FILE`, `check YEAR [--json]`, `publish` and `show YEAR`, `new YEAR --from YEAR`."""
        parser.add_argument("--language", choices=CODES, default="fi", help="of what is printed")
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="load a round from its format, a TOML file")
        load.add_argument("file", type=Path)
        check = actions.add_parser("check", help="print what is odd about a round")
        check.add_argument("year", type=int)
        check.add_argument("--json", action="store_true", help="as a JSON list")
        publish = actions.add_parser("publish", help="show a round to the public")
        publish.add_argument("year", type=int)
        show = actions.add_parser("show", help="print a round as a file, to be edited and loaded")
        show.add_argument("year", type=int)
        new = actions.add_parser("new", help="make a round like another, with its dates shifted")
        new.add_argument("year", type=int)
        new.add_argument("--from", type=int, required=True, dest="source", metavar="YEAR")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Runs one of them."""
        require_migrated()
        with translation.override(options["language"]):
            try:
                getattr(self, f"_{options['action']}")(**options)
            except Refused as fault:
                raise CommandError(str(fault)) from fault
            except FormatFaults as faults:
                raise CommandError(self._listed(faults.faults, options)) from faults

    def _load(self, file: Path, **_options: Any) -> None:
        text = _text_of(file)
        if not Organisation.objects.exists():  # a fresh database: the shipped ones
            load_organisations(by=Actor.system())
        loaded = load_round(text, by=Actor.system())
        name = loaded.round.name
        if loaded.created:
            self.stdout.write(_("The round was made: %(name)s.") % {"name": name})
        elif loaded.changes:
            changed = len(loaded.changes)
            text = ngettext(
                "%(n)s thing was changed: %(name)s.",
                "%(n)s things were changed: %(name)s.",
                changed,
            )
            self.stdout.write(text % {"n": changed, "name": name})
            for subject in loaded.changes:
                self.stdout.write(f"   {subject}")
        else:
            self.stdout.write(_("Nothing to change: %(name)s.") % {"name": name})

    def _check(self, year: int, *, json: bool, **_options: Any) -> None:
        findings = findings_of(_round(year))
        open_ = [finding for finding in findings if not finding.accepted]
        if json:
            self.stdout.write(_as_json(open_))
            return
        for finding in open_:
            self.stdout.write(f"{SEVERITIES[finding.severity]} {finding.title} [{finding.code}]")
            self.stdout.write(f"   {finding.message} {finding.remedy}")
        self.stdout.write(_summary(len(open_), len(findings) - len(open_)))

    def _publish(self, year: int, **_options: Any) -> None:
        round_ = _round(year)
        if round_.published_at is not None:
            self.stdout.write(_("The round is public already: %(name)s.") % {"name": round_.name})
            return
        publish_round(round_, by=Actor.system())
        self.stdout.write(
            _("The round is public: %(name)s, at /%(year)s/.") % {"name": round_.name, "year": year}
        )

    def _show(self, year: int, **_options: Any) -> None:
        text = _round(year).format_text
        if not text:
            raise CommandError(_("The round %(year)s has no format to go by.") % {"year": year})
        self.stdout.write(text)

    def _new(self, year: int, source: int, **_options: Any) -> None:
        loaded = new_round(year, _round(source), by=Actor.system())
        self.stdout.write(_("The round was made: %(name)s.") % {"name": loaded.round.name})
        open_ = len(findings_of(loaded.round))
        self.stdout.write(_summary(open_, 0))
        self.stdout.write(
            _(
                "Complete it in a file: alke round show %(year)s > %(year)s.toml, "
                "then alke round load %(year)s.toml."
            )
            % {"year": year}
        )

    @staticmethod
    def _listed(faults: Iterable[object], options: dict[str, Any]) -> str:
        lines = list(map(str, faults))
        if options["action"] == "load":
            head = _("%(file)s was not loaded.") % {"file": options["file"]}
            lines = [f"{options['file']}: {line}" for line in lines]
        else:
            head = _("The round was not made.")
        return "\n".join([head, *lines])


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise CommandError(_("%(file)s is not text in UTF-8.") % {"file": file}) from None
    except FileNotFoundError:
        raise CommandError(_("There is no file %(file)s.") % {"file": file}) from None
    except OSError:
        raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from None


def _round(year: int) -> Round:
    found = Round.objects.filter(year=year).first()
    if found is None:
        raise CommandError(_("There is no round of %(year)s.") % {"year": year})
    return found


def _as_json(findings: list[Finding]) -> str:
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)


def _summary(found: int, accepted: int) -> str:
    text = ngettext("%(n)s finding.", "%(n)s findings.", found) % {"n": found}
    if accepted:
        text += " " + ngettext("%(n)s has been let be.", "%(n)s have been let be.", accepted) % {
            "n": accepted
        }
    return text
