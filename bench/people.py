"""Runs under the portal's settings: makes accounts through the portal's own commands, and opens sessions for some."""

import json
import sys
import time
from datetime import date
from uuid import UUID

import django

django.setup()

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY  # noqa: E402 - needs the settings
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import transaction  # noqa: E402

from bawaba.identity.accounts.gate import Proofs, open_session  # noqa: E402
from bawaba.identity.accounts.opening import Opened, Opening, open_account  # noqa: E402
from bawaba.identity.accounts.sessions import SessionStore  # noqa: E402
from bawaba.journal.ports import Actor  # noqa: E402
from bawaba.registers.ports import Name, Names, Person  # noqa: E402

BY = Actor("operator")
PASSWORD = "نخلة-طويلة-2026"


def person(number: int) -> Person:
    """Somebody, as the register would tell."""
    names = Names(ar=Name("عمر", "سعيد", "خالد", "الحسن"), en=Name("Omar", "Said", "Khalid", "Alhasan"))
    return Person(
        person_key=f"bench-{number}",
        population="citizen",
        identifier_kind="national_id",
        identifier=f"1{number:09d}",
        names=names,
        birth_date=date(1990, 1, 1),
        sex="M",
        nationality="SAU",
        alive=True,
        blocked=False,
        biometric_on_file=True,
        biometric_exempt=False,
        inside_country=True,
        head_of_household=None,
        documents=(),
        household=(),
    )


def opened(number: int, hashed: str) -> Opened:
    """One account, with its user name."""
    one = person(number)
    wanted = Opening(
        one,
        "citizen",
        "national_id",
        one.identifier,
        f"+9665{number:08d}",
        2,
        "ar",
        f"bench{number}",
        hashed,
        "",
    )
    return open_account(opening=wanted, then=[], by=BY)


def signed_in(account: UUID) -> str:
    """The cookie of a session, with what allauth records of a log-in."""
    session, ways = SessionStore(), ("password", "sms")
    proven = [{"method": way, "at": time.time(), "reauthenticated": way == "sms"} for way in ways]
    kept = {AUTHENTICATION_METHODS_SESSION_KEY: proven}
    open_session(session=session, account=account, proofs=Proofs(ways), device="bench", kept=kept, last_out=None)
    return str(session.session_key)


def make(accounts: int, sessions: int) -> dict[str, list[str]]:
    """User names, and cookies of those who are signed in."""
    hashed, names, cookies = make_password(PASSWORD), [], []
    with transaction.atomic():
        for number in range(accounts):
            one = opened(number, hashed)
            names.append(one.user_name)
            if number < sessions:
                cookies.append(signed_in(one.account))
    return {"names": names, "cookies": cookies, "password": [PASSWORD]}


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]), int(sys.argv[2]))))
