"""A bare Django view: no middleware, no database, one word. What the framework alone can do on this machine."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """One word."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="bench", ALLOWED_HOSTS=["localhost"], MIDDLEWARE=[], USE_TZ=True)
application = get_wsgi_application()
