"""Every door and where it hangs."""

from bawaba.web.channel_api import views as channel
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("channel/v1/", channel.api.urls),
]
