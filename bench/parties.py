"""Runs under the portal's settings: people who are logged in and have allowed an agency what it asks for."""

import json
import sys

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - needs the settings
from django.db import transaction  # noqa: E402

from bawaba.identity.clients.consenting import give_consent  # noqa: E402
from bawaba.identity.clients.loading import issue_secret, load_party  # noqa: E402
from bawaba.journal.ports import Actor  # noqa: E402
from bench.people import BY, PASSWORD, opened, signed_in  # noqa: E402


def make(sessions: int, client: str, back: str, site: str) -> dict[str, list[str]]:
    """Cookies, and the agency's secret."""
    described = {
        "slug": client,
        "name": {"ar": "جهة القياس", "en": "Agency of the bench"},
        "purpose": {"ar": "قياس السرعة", "en": "Measuring"},
        "site": site,
        "redirect_uris": [back],
        "authentication": "client_secret_basic",
        "scopes": ["profile"],
    }
    party, hashed, cookies = load_party(described=described, by=BY), make_password(PASSWORD), []
    for number in range(sessions):
        with transaction.atomic():
            account = opened(number, hashed).account
        give_consent(account=account, party=party, scopes=("openid", "profile"), by=Actor("person", str(account)))
        cookies.append(signed_in(account))
    return {"cookies": cookies, "secret": [issue_secret(slug=client, by=BY)]}


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]), *sys.argv[2:5])))
