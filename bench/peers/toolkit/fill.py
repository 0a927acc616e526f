"""Tables, people with sessions, and the agency, which everybody has allowed (``skip_authorization``)."""

import json
import os
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.toolkit.settings")
django.setup()

from django.conf import settings  # noqa: E402 - needs the settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402


def make(sessions: int, client: str, secret: str, back: str) -> dict[str, list[str]]:
    """Cookies."""
    call_command("migrate", verbosity=0)
    Application.objects.create(
        client_id=client,
        client_secret=secret,
        hash_client_secret=False,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=back,
        skip_authorization=True,
        algorithm="RS256",
    )
    cookies = []
    for number in range(sessions):
        user = User.objects.create(username=f"bench{number}", first_name="عمر سعيد خالد الحسن")
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        cookies.append(str(session.session_key))
    return {"cookies": cookies}


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]), *sys.argv[2:5])))
