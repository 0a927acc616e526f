"""Browsers that an account lets be woken when a letter comes: one more, one less. The account is always taken first."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core.browsers import in_words
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.opened_on import OpenedOn
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.queries import has_happened
from bawaba.messaging.browsers import give_up_browser, give_up_browsers, keep_browser
from bawaba.messaging.ports import Subscription


def wake_browser(
    *, account: UUID, subscription: Subscription, device: str, on: OpenedOn, session_key: str | None, by: Actor
) -> None:
    """Told to every address; the same again changes nothing. UnknownService, TooManyBrowsers, TooOften, SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        made = keep_browser(
            subject=account, subscription=subscription, device=device, browser=on.browser, system=on.system
        )
        if made is None:
            return
        spend(budget="add.browser", key=str(account), windows=settings.LIMITS.push_changes)
        values = {"browser": in_words(on.browser, on.system)}
        told = warn_every_address(account=account, template="browser-added", values=values)
        said = {"browser": on.browser, "system": on.system, "listed": str(made)}  # as log-ins say it
        record(Happening("account.add_browser", account, by, said), then=told)


def rest_browser(*, account: UUID, browser: UUID, session_key: str | None, by: Actor) -> bool:
    """Whether it was the account's; told to every address, once. SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if not give_up_browser(subject=account, browser=browser):
            return has_happened(account, "account.remove_browser", listed=str(browser))
        told = warn_every_address(account=account, template="browser-removed", values={})
        record(Happening("account.remove_browser", account, by, {"listed": str(browser)}), then=told)
    return True


def rest_device(*, account: UUID, device: str, by: Actor) -> None:
    """In the transaction of a log-out there; nobody is written to about what they have just done."""
    if device and (count := give_up_browsers(subject=account, device=device)):
        record(Happening("account.remove_browser", account, by, {"reason": "logged_out"}, count=count))
