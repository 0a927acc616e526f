"""How an account is told of things: the language of its messages, and its wishes for what is not urgent."""

from uuid import UUID

from django.db import transaction

from bawaba.identity.accounts.models import Account
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.messaging.rules import Wishes
from bawaba.messaging.wishing import set_wishes

LANGUAGES = ("", "ar", "en")  # empty: as the pages


def choose_telling(*, account: UUID, language: str, wishes: Wishes, by: Actor) -> None:
    """The account's row is taken first: of two forms sent at once one comes after the other. What is held follows."""
    with transaction.atomic():
        Account.objects.filter(uuid=account).update(message_language=language)
        then = set_wishes(subject=account, wishes=wishes)
        record(Happening("account.prefer_messages", account, by), then=then)
