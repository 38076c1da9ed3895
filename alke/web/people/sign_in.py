"""Signing in and out: allauth's flows behind our own addresses and pages.

What is here can be replaced (OIDC, passkeys) without a change elsewhere: pages only know
`account_login`, `account_logout` and the actor.
"""

from typing import Any

from allauth.account import views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alke.web.people.demo_accounts import AccountGroup, demo_groups


class _Entrance(views.RequestLoginCodeView):  # type: ignore[misc]
    """The address for the code, and in the demo the accounts that can be tried."""

    template_name = "account/account_login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups: list[AccountGroup] = demo_groups() if settings.DEMO else []
        context: dict[str, Any] = super().get_context_data(groups=groups, **kwargs)
        return context


def _page(view: Any, name: str) -> Any:
    return view.as_view(template_name=f"account/{name}.html")


_login = _Entrance.as_view()
_password = _page(views.LoginView, "account_login_password")
_code = _page(views.ConfirmLoginCodeView, "account_confirm_login_code")
_logout = _page(views.LogoutView, "account_logout")
_reset = _page(views.PasswordResetView, "account_reset_password")
_reset_done = _page(views.PasswordResetDoneView, "account_reset_password_done")
_from_key = _page(views.PasswordResetFromKeyView, "account_reset_password_from_key")
_from_key_done = _page(views.PasswordResetFromKeyDoneView, "account_reset_password_from_key_done")


def account_login(request: HttpRequest) -> HttpResponse:
    """Asks for the work address and sends a code to it."""
    response: HttpResponse = _login(request)
    return response


def account_login_password(request: HttpRequest) -> HttpResponse:
    """Asks for address and password; the code is the second step."""
    response: HttpResponse = _password(request)
    return response


def account_confirm_login_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code that was mailed."""
    response: HttpResponse = _code(request)
    return response


def account_logout(request: HttpRequest) -> HttpResponse:
    """Signs out; a mere visit asks first."""
    response: HttpResponse = _logout(request)
    return response


def account_logged_out(request: HttpRequest) -> HttpResponse:
    """Says that one is signed out."""
    return render(request, "account/account_logged_out.html")


def account_reset_password(request: HttpRequest) -> HttpResponse:
    """Mails a link by which a password is set or changed."""
    response: HttpResponse = _reset(request)
    return response


def account_reset_password_done(request: HttpRequest) -> HttpResponse:
    """Says that the link was mailed, whether or not the address is known."""
    response: HttpResponse = _reset_done(request)
    return response


def account_reset_password_from_key(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Asks for the new password, for whoever has the link."""
    response: HttpResponse = _from_key(request, uidb36=uidb36, key=key)
    return response


def account_reset_password_from_key_done(request: HttpRequest) -> HttpResponse:
    """Says that the password was changed."""
    response: HttpResponse = _from_key_done(request)
    return response


def account_signup(request: HttpRequest) -> HttpResponse:
    """Says how access is given: nobody signs up."""
    return render(request, "account/account_signup.html")


def account_inactive(request: HttpRequest) -> HttpResponse:
    """Says that the account is closed."""
    return render(request, "account/account_inactive.html", status=403)
