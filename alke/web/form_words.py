"""Words of Django's forms that Alke says in its own way: its catalogues translate them anew."""

from django.utils.translation import gettext_noop, ngettext_lazy

OWN = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
