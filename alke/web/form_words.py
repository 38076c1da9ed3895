"""Words of Django's forms that Alke says in its own way: its catalogues translate them anew."""

from django.utils.translation import gettext_noop

OWN = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
)
