"""The administrator's form of an organisation."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.languages import CODES, Language
from alke.domain.people import queries
from alke.domain.people.models import Organisation, Region
from alke.domain.people.organisation_operations import (
    ADDRESS_LIMIT,
    FIELDS,
    NAME_LIMIT,
    SHORT_LIMIT,
)

LINES_LIMIT = 4000
NAME_LABELS = {
    "fi": gettext_lazy("Name in Finnish"),
    "sv": gettext_lazy("Name in Swedish"),
    "en": gettext_lazy("Name in English"),
}
SHORT_LABELS = {
    "fi": gettext_lazy("Short name in Finnish"),
    "sv": gettext_lazy("Short name in Swedish"),
    "en": gettext_lazy("Short name in English"),
}
Kept = dict[str, Any]


class OrganisationForm(forms.Form):
    """Names, validity, regions, spellings and successors; names of bodies one a line."""

    language = forms.ChoiceField(label=gettext_lazy("Main language"), choices=Language.choices)
    registry_email = forms.EmailField(
        label=gettext_lazy("Registry’s e-mail"),
        help_text=gettext_lazy("Documents that are delivered to the body go there too."),
        max_length=ADDRESS_LIMIT,
        required=False,
    )
    valid_from = forms.DateField(label=gettext_lazy("First day"), required=False)
    valid_to = forms.DateField(label=gettext_lazy("Last day"), required=False)
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    aliases = forms.CharField(
        label=gettext_lazy("Other spellings"),
        help_text=gettext_lazy("One a line, as papers write the name."),
        max_length=LINES_LIMIT,
        required=False,
        widget=forms.Textarea,
    )
    successors = forms.CharField(
        label=gettext_lazy("Successors"),
        help_text=gettext_lazy("One a line: name or short name of the body that goes on."),
        max_length=LINES_LIMIT,
        required=False,
        widget=forms.Textarea,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, organisation: Organisation | None = None) -> None:
        self.kept = kept_values(organisation) if organisation else {}
        super().__init__(data, initial={**self.kept, "seen": digest(self.kept)})
        for code in CODES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=NAME_LABELS[code], max_length=NAME_LIMIT, required=code == "fi"
            )
            self.fields[f"short_{code}"] = forms.CharField(
                label=SHORT_LABELS[code], max_length=SHORT_LIMIT, required=False
            )
        regions = [(region.slug, region.name) for region in Region.objects.all()]
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
        if organisation is None:
            del self.fields["aliases"], self.fields["successors"]
            self.fields["kind"] = forms.ChoiceField(
                label=gettext_lazy("Kind"), choices=Organisation.Kind.choices
            )

    def clean_successors(self) -> list[Organisation]:
        """The bodies named, each found exactly once."""
        found = []
        for line in _lines(self.cleaned_data["successors"]):
            rows = queries.named(line)
            if len(rows) != 1:
                raise forms.ValidationError(
                    _("“%(name)s” is not the name of one known organisation.") % {"name": line}
                )
            found.append(rows[0])
        return found

    def clean_aliases(self) -> list[str]:
        """One spelling a line."""
        return _lines(self.cleaned_data["aliases"])

    def clean_regions(self) -> list[Region]:
        """The regions themselves."""
        return list(Region.objects.filter(slug__in=self.cleaned_data["regions"]))

    def clean(self) -> Kept:
        """Somebody else saved meanwhile: what stands now is told beside each field."""
        cleaned: Kept = super().clean() or {}
        if self.kept and cleaned.get("seen") not in {"", digest(self.kept)}:
            self.add_error(
                None,
                _(
                    "Somebody else changed the organisation meanwhile. What stands now is beside "
                    "the fields; save again if your text shall stay."
                ),
            )
            for key, value in self.kept.items():
                if str(self[key].value() or "") != str(value or ""):
                    self.add_error(key, _("Now it is: %(value)s") % {"value": value or "–"})
        return cleaned


def kept_values(organisation: Organisation) -> Kept:
    """The form's values of an organisation as it stands."""
    kin = queries.kin_of(organisation)
    values = {key: getattr(organisation, key) for key in FIELDS}
    return values | {
        "regions": sorted(organisation.regions.values_list("slug", flat=True)),
        "aliases": "\n".join(sorted(alias.text for alias in organisation.aliases.all())),
        "successors": "\n".join(sorted(body.name_fi for body in kin.successors)),
    }


def digest(values: Kept) -> str:
    """Moves with every value, so that a form made before a change is known."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
