"""Choosing the first password and changing it: the sessions of the old one end at their next request (A29)."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.models import Account, TermsAcceptance, User
from bawaba.identity.accounts.open_sessions import end_sessions_of
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.repudiation import repudiation_link
from bawaba.identity.codes.commands import use_code
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.messaging.commands import write_messages


def choose_first_password(*, account: UUID, code: UUID, password: str, terms_version: str, by: Actor) -> None:
    """First log-in: the opening code is used up, and never becomes the password."""
    hashed = make_password(password)  # before the transaction: hashing holds no lock
    with transaction.atomic():
        end_sessions_of(account)
        use_code(code=code, by=by)
        row = Account.objects.get(uuid=account)
        User.objects.filter(pk=row.user_id).update(password=hashed)
        if terms_version:
            TermsAcceptance.objects.create(account=row, version=terms_version, accepted_at=clock.now())
        record(Happening("account.choose_password", account, by))


def change_password(*, account: UUID, password: str, session_key: str | None, by: Actor) -> None:
    """Every session but this one ends; the holder is told, and how to say that it was not them."""
    hashed, who = make_password(password), holder(account)
    with transaction.atomic():
        end_sessions_of(account, but=session_key)
        User.objects.filter(account__uuid=account).update(password=hashed)
        link = repudiation_link(account=account, power="suspend", about={"channel": "portal"})
        told = write_messages(
            template="password-changed",
            to=who.recipient(),
            values={"at": clock.now().isoformat(), "link": link},
            channels=("sms", "email", "inbox"),
            by=by,
        )
        record(Happening("account.change_password", account, by), then=told)
