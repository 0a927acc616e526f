"""Every door and where it hangs."""

from django.urls import URLPattern, URLResolver, include, path

from bawaba.web.channel_api import views as channel
from bawaba.web.desk.urls import urlpatterns as desk
from bawaba.web.oidc.urls import urlpatterns as oidc
from bawaba.web.portal import public
from bawaba.web.portal.urls import urlpatterns as portal

urlpatterns: list[URLPattern | URLResolver] = [
    path("channel/v1/", channel.api.urls),
    path("desk/", include(desk)),
    *oidc,
    *portal,
]
handler400 = public.unreadable
handler403 = public.forbidden
handler404 = public.not_found
handler500 = public.broken
