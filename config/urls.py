"""Addresses of the product; each area keeps its own. Finnish has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from alke.web.calendars import feed_views as feeds
from alke.web.documents import check_views as check
from alke.web.documents import delivery_open_views as opening
from alke.web.participants import link_views as participation
from alke.web.site import views as site

urlpatterns: list[URLPattern | URLResolver] = [
    path("terveys/", site.health, name="health"),
    # one address, whatever the language of its reader
    path("kalenteri/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    *i18n_patterns(
        path("", include("alke.web.site.urls")),
        path("", include("alke.web.people.urls")),
        path("", include("alke.web.notices.urls")),
        path("", include("alke.web.actions.urls")),
        path("tarkistus/", check.signature_check, name="signature_check"),
        path("toimitus/<str:token>/", opening.delivery_open, name="delivery_open"),
        path("toimitus/<str:token>/<slug:form>/", opening.delivery_file, name="delivery_file"),
        path(
            "osallistuminen/<str:token>/", participation.participant_link, name="participant_link"
        ),
        path(
            "osallistuminen/<str:token>/tiedot/",
            participation.participant_link_correct,
            name="participant_link_correct",
        ),
        path(
            "osallistuminen/<str:token>/kollega/",
            participation.participant_link_pass,
            name="participant_link_pass",
        ),
        path("asiakirjat/", include("alke.web.documents.document_urls")),
        path("kalenteri/", include("alke.web.calendars.urls")),
        path("<int:year>/aikataulu.ics", feeds.round_calendar, name="round_calendar"),
        path("<int:year>/", include("alke.web.documents.round_urls")),
        path("<int:year>/", include("alke.web.followup.urls")),
        path("<int:year>/", include("alke.web.documents.followup_urls")),
        path("<int:year>/varaukset/", include("alke.web.bookings.urls")),
        path("<int:year>/", include("alke.web.rounds.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.documents.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.invitations.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.participants.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.topics.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.outcomes.urls")),
        path("<int:year>/<slug:slug>/", include("alke.web.discussions.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "alke.web.errors.bad_request"
handler403 = "alke.web.errors.permission_denied"
handler404 = "alke.web.errors.not_found"
handler429 = "alke.web.errors.too_many_requests"  # asked for by allauth
handler500 = "alke.web.errors.server_error"
