"""Addresses of bookings: the board, a region's booking, attendance, the timetable."""

from django.urls import URLPattern, path

from alke.web.bookings import attendance_views, booking_views, request_views, timetable_views, views

urlpatterns: list[URLPattern] = [
    path("", views.booking_board, name="booking_board"),
    path("osallistuminen/", attendance_views.attendance_matrix, name="attendance_matrix"),
    path(
        "osallistuminen/<slug:body>/",
        attendance_views.attendance_edit,
        name="attendance_edit",
    ),
    path("aikataulu/", timetable_views.timetable_detail, name="timetable_detail"),
    path("pyynnot/<int:pk>/", request_views.booking_request, name="booking_request"),
    path("<slug:slug>/", booking_views.meeting_booking, name="meeting_booking"),
]
