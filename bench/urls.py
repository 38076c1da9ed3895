"""The product's addresses, and a trivial view behind the same middleware for comparison."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def trivial(request: HttpRequest) -> HttpResponse:
    """The least that Django answers."""
    return HttpResponse("ok", headers={"Cache-Control": "no-store"})


urlpatterns = [path("tyhja/", trivial), *urlpatterns]
