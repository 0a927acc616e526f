"""Tables, users with twenty violations each, and sessions of some of them."""

import json
import os
import sys
from datetime import datetime

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.stock.settings")
django.setup()

from django.conf import settings  # noqa: E402 - needs the settings
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from bench.peers.stock.models import Violation  # noqa: E402
from bench.violations import twenty  # noqa: E402

PASSWORD = "نخلة-طويلة-2026"


def make(users: int, sessions: int) -> dict[str, list[str]]:
    """User names, and cookies of those who are signed in."""
    call_command("migrate", verbosity=0)
    hashed, cookies = make_password(PASSWORD), []
    User.objects.bulk_create([User(username=f"bench{number}", password=hashed) for number in range(users)])
    owners = list(User.objects.order_by("pk"))
    for owner in owners[:sessions]:
        session = SessionStore()
        session["_auth_user_id"], session["_auth_user_hash"] = str(owner.pk), owner.get_session_auth_hash()
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        cookies.append(str(session.session_key))
        Violation.objects.bulk_create(rows_of(owner))
    return {"names": [owner.username for owner in owners], "cookies": cookies, "password": [PASSWORD]}


def rows_of(owner: User) -> list[Violation]:
    """The same twenty."""
    return [
        Violation(
            owner=owner,
            number=one["number"],
            kind=one["kind"]["ar"],
            place=one["place"]["ar"],
            plate=one["plate"]["ar"],
            occurred_at=datetime.fromisoformat(one["occurred_at"]),
            halalas=one["amount_halalas"],
            status=one["status"],
        )
        for one in twenty()
    ]


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]), int(sys.argv[2]))))
