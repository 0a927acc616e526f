"""Another user name for an account: told to every address; logging in by number always works."""

from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.identity.accounts.models import Account, User
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.opening import names_to_try
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

CHANGES = ((5, 86400),)


def change_user_name(*, account: UUID, wanted: str, session_key: str | None, by: Actor) -> str:
    """The name it has now: as wished for, or with a number behind it when somebody has it (R10). SessionOver, TooOften.

    The budget is there for the names of others: whoever tries them out learns of a few a day, and is told of each.
    """
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        user, old = Account.objects.values_list("user_id", "user__user_name").get(uuid=account)
        names = names_to_try(wanted.casefold())
        if old == names[0]:
            return str(old)
        spend(budget="change.user_name", key=str(account), windows=CHANGES)
        new = next((name for name in names if name == old or _renamed(user, old, name)), old)
        if new != old:
            told = warn_every_address(account=account, template="user-name-changed", values={"user_name": new})
            record(Happening("account.change_user_name", account, by), then=told)
    return str(new)


def _renamed(user: int, old: str, new: str) -> bool:
    """One UPDATE, decided by the unique index: of two accounts that want a name one gets it."""
    try:
        with transaction.atomic():
            return bool(User.objects.filter(pk=user, user_name=old).update(user_name=new))
    except IntegrityError:
        return False
