"""Forms of participants: what of a person is asked; the operations check what is typed."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.languages import Language
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.participants.models import Participant
from alke.domain.participants.person import TYPED, BadPerson, Person
from alke.domain.participants.table_match import OTHER
from alke.domain.people.models import Organisation
from alke.domain.topics.models import Topic
from alke.web.faults import add_fault

OPEN_TOPIC: Final = "avaa"  # gives an opening; of which topic is not known


class TypedForm(forms.Form):
    """What is typed of a person is checked with the form, so that all faults are told at once."""

    def clean(self) -> dict[str, Any]:
        """Each part as the operations will take it."""
        said = super().clean() or self.cleaned_data
        for field in [name for name in said if said[name] and name in TYPED]:
            try:
                said[field] = TYPED[field](said[field])
            except BadInput as fault:
                self.add_error(field, str(fault))
        return said


class PersonForm(TypedForm):
    """A person by role: the title is wanted, all else may be left out."""

    title = forms.CharField(label=gettext_lazy("Role or title"))
    email = forms.CharField(label=gettext_lazy("Work e-mail"), required=False)
    opening = forms.ChoiceField(label=gettext_lazy("Opening"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), required=False)
    mandate = forms.ChoiceField(label=gettext_lazy("Mandate"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Way of taking part"), choices=Participant.Mode.choices, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of mails"), required=False)

    def __init__(self, topics: Sequence[Topic], *, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.topics = {str(topic.number): topic for topic in topics}
        openings = [("", _("Gives no opening"))]
        openings += [(number, _("Opens topic %(n)s") % {"n": number}) for number in self.topics]
        self._choose("opening", [*openings, (OPEN_TOPIC, _("Gives an opening, topic open"))])
        self._choose("mandate", [("", _("Not told")), *Participant.Mandate.choices])
        self._choose("language", [("", _("The organisation’s")), *Language.choices])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def person(self) -> Person:
        """What was typed."""
        said = self.cleaned_data
        return Person(
            title=said["title"],
            email=said.get("email", ""),
            name=said["name"],
            represents=said.get("represents", ""),
            language=said.get("language", ""),
            mode=said.get("mode") or Participant.Mode.REMOTE,
            mandate=said.get("mandate", ""),
            gives_opening=bool(said.get("opening")),
            topic=self.topics.get(said.get("opening", "")),
        )


class RegisterForm(PersonForm):
    """The same with the body for which the person comes, which is asked first."""

    field_order = ("organisation",)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    represents = forms.CharField(label=gettext_lazy("Name of another stakeholder"), required=False)

    def __init__(
        self,
        bodies: Sequence[Organisation],
        topics: Sequence[Topic],
        *,
        for_all: bool,
        data: Any = None,
    ) -> None:
        super().__init__(topics, data=data)
        self.bodies = {body.slug: body for body in bodies}
        self.own = bodies[0] if bodies else None
        choices = [(body.slug, body.name) for body in bodies]
        if for_all:
            choices.insert(0, ("", _("Choose")))
        elif self.own is not None and self.own.kind == Organisation.Kind.COUNCIL:
            choices.append((OTHER, _("Another stakeholder")))
        self._choose("organisation", choices)

    def clean(self) -> dict[str, Any]:
        """Another stakeholder wants its name."""
        said = super().clean()
        if said.get("organisation") == OTHER and not said.get("represents"):
            self.add_error("represents", _("Give the stakeholder’s name."))
        return said

    @property
    def body(self) -> Organisation:
        """The body that was chosen; another stakeholder's is the council that answers for it."""
        chosen = self.cleaned_data["organisation"]
        if chosen == OTHER and self.own is not None:
            return self.own
        return self.bodies[chosen]


class EditForm(PersonForm):
    """The data of somebody who is registered; `seen` tells on what the change rests."""

    represents = forms.CharField(label=gettext_lazy("Name of another stakeholder"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)

    def compare(self, row: Participant) -> None:
        """Somebody else saved meanwhile: what stands now is told beside what was typed.

        Sent again the form rests on that, so that who has read it can let the own text stay.
        """
        self.add_error(
            None,
            _(
                "Somebody else changed the data meanwhile. What stands now is beside the fields; "
                "save again if your text shall stay."
            ),
        )
        now = values_of(row)
        self.data = {**{name: self[name].value() for name in self.fields}, "seen": now.pop("seen")}
        for name, value in now.items():
            if str(self.data[name] or "") != str(value or ""):
                choices = dict(getattr(self.fields[name], "choices", []))
                shown = choices.get(value, value) or "–"
                self.add_error(name, _("Now it is: %(value)s") % {"value": shown})


class OwnForm(TypedForm):
    """What a person corrects by its link."""

    title = forms.CharField(label=gettext_lazy("Role or title"))
    name = forms.CharField(label=gettext_lazy("Name"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Way of taking part"), choices=Participant.Mode.choices, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails"), choices=Language.choices, required=False
    )

    @property
    def person(self) -> Person:
        """What was typed."""
        return Person(**self.cleaned_data)


class DeputyForm(TypedForm):
    """Who comes in a person's place."""

    title = forms.CharField(label=gettext_lazy("Role or title"))
    email = forms.CharField(label=gettext_lazy("Work e-mail"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), required=False)

    @property
    def person(self) -> Person:
        """What was typed."""
        return Person(**self.cleaned_data)


def values_of(row: Participant) -> dict[str, Any]:
    """What the form of the row holds at first."""
    names = ("title", "email", "name", "mandate", "mode", "language", "represents")
    values = {name: getattr(row, name) for name in names}
    return values | {"opening": opening_value(row), "seen": row.sequence}


def opening_value(row: Participant) -> str:
    """The choice that stands for what the person opens."""
    if row.topic is not None:
        return str(row.topic.number)
    return OPEN_TOPIC if row.gives_opening else ""


def add_faults(form: forms.Form, fault: Refused | BadInput) -> None:
    """All that an operation did not take, each at its field where there is one."""
    for part in fault.parts if isinstance(fault, BadPerson) else [fault]:
        add_fault(form, part, {"topic": "opening"})
