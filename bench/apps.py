"""Runs under the portal's settings: people who have an authenticator app, as setting one up leaves them."""

import json
import sys

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - needs the settings
from django.db import transaction  # noqa: E402

from bawaba.identity.accounts.authenticator_app import new_secret  # noqa: E402
from bawaba.identity.accounts.factors import keep_app  # noqa: E402
from bawaba.identity.accounts.models import Account  # noqa: E402 - without a log-in of each, which setting up asks for
from bench.people import PASSWORD, opened  # noqa: E402


def make(count: int) -> dict[str, list[str]]:
    """User names and secrets."""
    hashed, names, secrets = make_password(PASSWORD), [], []
    with transaction.atomic():
        for number in range(count):
            one = opened(number, hashed)
            sealed, secret = new_secret(one.account)
            mine = Account.objects.filter(uuid=one.account)
            mine.update(app_step=0)
            keep_app(user=mine.values_list("user_id", flat=True).get(), sealed=sealed)
            names.append(one.user_name)
            secrets.append(secret)
    return {"names": names, "secrets": secrets, "password": [PASSWORD]}


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
