"""Plants words into one side's drafts of every kind, as people of that side write them."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alke.base import clock
from alke.base.papers.word.writer import write as write_word
from alke.domain.followup import operations as followup
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.imports.models import WordImport
from alke.domain.imports.operations import begin_import
from alke.domain.imports.table_import_operations import begin_table_import
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations, operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import Named
from alke.domain.topics.models import Topic
from tests.domain.imports.old_papers import followup_table
from tests.domain.imports.word_edits import edited, write

MORNING = dt.datetime(2024, 3, 4, 9, 30, tzinfo=clock.HELSINKI)
STEP = dt.timedelta(minutes=1)
# Moments between what is planted: pages are asked for as they stood then, too.
MOMENTS = [f"2024-03-04T09:{minute}" for minute in (31, 33, 35, 37, 59)]


class Planter:
    """One person's drafts; each secret is one word that stands nowhere else."""

    def __init__(self, by: Actor, organisation: str, side: str) -> None:
        self.by = by
        self.side = side
        self.organisation = Organisation.objects.get(slug=organisation)
        self.secrets: dict[str, str] = {}  # word by what it is
        self.shown: set[str] = set()  # those that the own side still sees somewhere
        self.topics: list[Topic] = []
        self.actions: list[Action] = []
        self.reports: list[ProgressReport] = []
        self.imports: list[WordImport] = []
        self.moment = MORNING

    def word(self, kind: str, *, shown: bool = True) -> str:
        """A new secret."""
        word = f"Salaisuus{self.side}{kind}"
        self.secrets[kind] = word
        if shown:
            self.shown.add(kind)
        return word

    @contextmanager
    def later(self) -> Iterator[None]:
        """A minute after what was planted before."""
        self.moment += STEP
        with clock.at(self.moment):
            yield

    def plant(self) -> None:
        """Drafts of every kind."""
        steps: list[Callable[[], None]] = [
            self._proposal,
            self._rewritten_proposal,
            self._action,
            self._rewritten_action,
            self._comment,
            self._report,
            self._rewritten_report,
            self._file,
            self._table,
        ]
        for step in steps:
            step()

    @property
    def _east(self) -> Discussion:
        return Discussion.objects.get(round__year=2024, slug="ita")

    @property
    def _sheet(self) -> Topic:
        return Topic.objects.get(discussion=self._east, number=1)

    def _propose(self, title: str, proposal: str) -> Topic:
        with self.later():
            topic = operations.propose_topic(
                self._east, by=self.by, title=title, proposal=proposal, draft_side=self.side
            )
        self.topics.append(topic)
        return topic

    def _proposal(self) -> None:
        self._propose(self.word("proposaltitle"), self.word("proposaltext"))

    def _rewritten_proposal(self) -> None:
        """Shared only after the secret was taken out of it."""
        topic = self._propose(self.word("oldtitle", shown=False), self.word("oldtext", shown=False))
        with self.later():
            topic = operations.edit_proposal(
                topic, by=self.by, base_version=topic.version, title="Avoin", proposal="Avoin."
            )
        with self.later():
            operations.share_topic(topic, by=self.by)

    def _create(self, title: str, step: str) -> Action:
        with self.later():
            action = action_operations.create_action(
                self._sheet,
                by=self.by,
                title=title,
                next_step=step,
                draft_side=self.side,
                responsibles=[Named(self.organisation, lead=True)],
            )
        self.actions.append(action)
        return action

    def _action(self) -> None:
        action = self._create(self.word("actiontitle"), self.word("actionstep"))
        with self.later():
            action_operations.edit_action(
                action,
                by=self.by,
                base_version=action.version,
                money_source=self.word("actionmoney"),
            )

    def _rewritten_action(self) -> None:
        """Shared only after the secret was taken out of it."""
        action = self._create(self.word("oldaction"), self.word("oldstep"))
        with self.later():
            action = action_operations.edit_action(
                action,
                by=self.by,
                base_version=action.version,
                title="Avoin toimenpide",
                next_step="Avoin askel",
            )
        with self.later():
            action_operations.share_action(action, by=self.by)
        with self.later():  # what all see hangs on what one side sees
            action_operations.link_predecessor(action, self.actions[0], by=self.by)

    def _comment(self) -> None:
        with self.later():
            thread = operations.add_comment(
                self._sheet, "goals", self.word("comment"), by=self.by, own_side_only=True
            )
        with self.later():
            operations.add_comment(
                self._sheet, "goals", self.word("reply"), by=self.by, parent=thread
            )
        with self.later():
            operations.add_comment(
                self._sheet,
                f"action:{self.actions[0].number}",
                self.word("actioncomment"),
                by=self.by,
                own_side_only=True,
            )

    def _cells(self) -> list[ProgressReport]:
        rows = ProgressReport.objects.filter(followup__slug="helmikuu-2024")
        found = rows.filter(organisation=self.organisation, draft=None).exclude(state="accepted")
        return list(found.order_by("action__number"))

    def _report(self) -> None:
        report = self._cells()[0]
        self.reports.append(report)
        with self.later():
            followup.save_draft(
                report, by=self.by, text=self.word("report"), base_version=report.version
            )

    def _rewritten_report(self) -> None:
        """Submitted only after the secret was taken out of it; another one thrown away."""
        sent, dropped = self._cells()[1:3]
        with self.later():
            draft = followup.save_draft(
                sent,
                by=self.by,
                text=self.word("oldreport", shown=False),
                base_version=sent.version,
            )
        with self.later():
            followup.submit_report(
                sent, by=self.by, text="Avoin.", status="ongoing", base_version=draft.version
            )
            draft = followup.save_draft(
                dropped,
                by=self.by,
                text=self.word("droppedreport", shown=False),
                base_version=dropped.version,
            )
        with self.later():
            followup.discard_draft(dropped, by=self.by, base_version=draft.version)
        self.reports += [sent, dropped]

    def _file(self) -> None:
        """A sheet that came back from Word."""
        (topic,) = sheet_topic(self.by, 2024, "ita", 1)
        source = sheet_source(topic, self.by)
        file = edited(
            write_word(sheet_paper(source, "fi")), write("alke_f_goals", self.word("word"))
        )
        name = f"{self.word('filename')}.docx"
        with self.later():
            import_ = begin_import(source, file, name, by=self.by, language="fi")
        self.imports.append(import_)

    def _table(self) -> None:
        """A table of follow-up that came from Word."""
        progress = ["", f"{self.organisation.short}: {self.word('statement')}"]
        row = ("5 Jatkuvan oppimisen alueellinen palvelukokonaisuus", *progress, "", "")
        if self.side == "vn":
            row = (row[0], progress[1], "", "", "")
        file = followup_table([row], self.word("beside"))
        round_ = FollowUpRound.objects.get(slug="helmikuu-2024")
        with self.later():
            import_ = begin_table_import(round_, file, "a.docx", by=self.by, language="fi")
        self.imports.append(import_)
