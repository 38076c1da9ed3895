"""The front page, the desk, and pages about the service."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def health(request: HttpRequest) -> HttpResponse:
    """200 when the service can serve, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as fault:  # noqa: BLE001 - any fault means that we cannot serve
        return JsonResponse({"status": "fault", "reason": type(fault).__name__}, status=503)
    return JsonResponse({"status": "ok"})
