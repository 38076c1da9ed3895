"""Makes every name and text of the sample hold a word that fits on no line."""

from django.apps import apps
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat, Left

WORD = "Maakuntajohtajakokousvalmisteluryhmä" * 6
ADDRESS = "https://a.example/" + "liikennejarjestelmasuunnitelma-" * 4 + "x.html"
LANGUAGES = ("", "_fi", "_sv")
NAMES = {f"{name}{code}" for name in ("name", "short", "title") for code in LANGUAGES}
TEXTS = {"next_step", "place", "proposal", "reason", "return_comment", "speaker", "text", "text_sv"}
KEPT = {"AgendaPublication", "AuditEvent", "OutcomePublication"}  # what is never altered


def lengthen() -> None:
    """A long word after each name, a long address after each text."""
    for model in apps.get_app_config("alke").get_models():
        if model.__name__ in KEPT:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, CharField | TextField) and field.name in NAMES | TEXTS:
                word = WORD if field.name in NAMES else ADDRESS
                longer = Concat(F(field.name), Value(f" {word}"), output_field=TextField())
                rows = model._default_manager.exclude(**{field.name: ""})
                rows.update(**{field.name: Left(longer, field.max_length or 2000)})
