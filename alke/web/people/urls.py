"""Addresses of signing in, roles, organisations."""

from django.urls import URLPattern, URLResolver, path, re_path

from alke.web.people import (
    absence_views,
    demo_views,
    hand_over_views,
    member_views,
    organisation_views,
    sign_in,
    views,
)

SECRET = "kirjaudu/salasana/"  # noqa: S105 - an address

urlpatterns: list[URLPattern | URLResolver] = [
    path("poissaolo/", absence_views.absence_list, name="absence_list"),
    path("poissaolo/<int:pk>/paata/", absence_views.absence_end, name="absence_end"),
    path("kirjaudu/", sign_in.account_login, name="account_login"),
    # allauth asks for both names
    path("kirjaudu/", sign_in.account_login, name="account_request_login_code"),
    path("kirjaudu/koodi/", sign_in.account_confirm_login_code, name="account_confirm_login_code"),
    path("kirjaudu/kayttooikeus/", sign_in.account_signup, name="account_signup"),
    path("kirjaudu/suljettu/", sign_in.account_inactive, name="account_inactive"),
    path("kirjaudu/ulos/", sign_in.account_logout, name="account_logout"),
    path("kirjaudu/ulkona/", sign_in.account_logged_out, name="account_logged_out"),
    path("kirjaudu/demo/", demo_views.demo_sign_in, name="demo_sign_in"),
    path(SECRET, sign_in.account_login_password, name="account_login_password"),
    path(f"{SECRET}uusi/", sign_in.account_reset_password, name="account_reset_password"),
    path(
        f"{SECRET}uusi/lahetetty/",
        sign_in.account_reset_password_done,
        name="account_reset_password_done",
    ),
    path(
        f"{SECRET}uusi/valmis/",
        sign_in.account_reset_password_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        rf"^{SECRET}uusi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        sign_in.account_reset_password_from_key,
        name="account_reset_password_from_key",
    ),
    path("roolit/", views.role_table, name="role_table"),
    path("organisaatiot/", views.organisation_list, name="organisation_list"),
    path("organisaatiot/uusi/", organisation_views.organisation_new, name="organisation_new"),
    path("organisaatiot/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path(
        "organisaatiot/<slug:slug>/muokkaa/",
        organisation_views.organisation_edit,
        name="organisation_edit",
    ),
    path(
        "organisaatiot/<slug:slug>/seuraajat/",
        hand_over_views.organisation_hand_over,
        name="organisation_hand_over",
    ),
    path(
        "organisaatiot/<slug:slug>/kayttajat/",
        member_views.organisation_members,
        name="organisation_members",
    ),
    path(
        "organisaatiot/<slug:slug>/kayttajat/rooli/<int:membership_id>/paata/",
        member_views.membership_end,
        name="membership_end",
    ),
    path(
        "organisaatiot/<slug:slug>/kayttajat/<int:user_id>/sulje/",
        member_views.account_close,
        name="account_close",
    ),
    path(
        "organisaatiot/<slug:slug>/kayttajat/<int:user_id>/avaa/",
        member_views.account_reopen,
        name="account_reopen",
    ),
]
