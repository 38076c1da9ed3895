"""How allauth behaves here: nobody signs up; mail and sentences are our own."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from alke.base.links import link
from alke.base.mail import letter
from alke.base.mailaddress import is_mail_address
from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.people.operations import set_password
from alke.web.addresses import own_address
from alke.web.people.landing import home_of, note_arrival

_WAIT = _("Too many attempts. Wait a few minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the administrator, so sign-up is closed."""

    error_messages = {  # noqa: RUF012 - as in the class above it
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not belong together."),
        "incorrect_code": _("The code is not right. Check it, or ask for a new one."),
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site are gone on to."""
        return bool(own_address(self.request, url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, in the person's language."""
        return home_of(cast("User", request.user))

    def login(self, request: HttpRequest, user: User) -> None:
        """Begins the session."""
        super().login(request, user)
        note_arrival(request, user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """A page that says so."""
        return link("account_logged_out")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only sentences of our own; what went well, the next page says itself."""
        if text := kwargs.get("message"):
            messages.add_message(request, level, text)

    def set_password(self, user: User, password: str) -> None:
        """Through the operation, so that it is recorded."""
        set_password(user, password, by=Actor.of(user))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends in the recipient's language (R16); strangers get that of the page.

        Nothing is told of an address that no mail can reach: it is unknown like others.
        """
        if not is_mail_address(email):
            return
        spoken = User.objects.filter(email__iexact=email).values_list("language", flat=True)
        language = spoken.first() or translation.get_language() or "fi"
        home = self.request.build_absolute_uri(link("home"))
        links = {
            key: translate_url(value, language)
            for key, value in {**context, "home_url": home}.items()
            if key.endswith("_url") and value
        }
        with translation.override(language):
            self.render_mail(template_prefix, email, {**context, **links}).send()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """From mail/<name>.<language>.txt, whose first line is the subject."""
        language = (translation.get_language() or "fi")[:2]
        return letter(
            template_prefix.rsplit("/", 1)[-1],
            language,
            [email] if isinstance(email, str) else email,
            {**context, "email": email},
            sender=self.get_from_email(),
            headers=headers,
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the person's own address."""
        self.send_mail(template_prefix, email or user.email, context or {})
