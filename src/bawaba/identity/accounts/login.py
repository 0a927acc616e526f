"""Logging in: a password under limits that never lock the owner out; what comes after it is of the second step."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, is_password_usable

from bawaba.identity.accounts.devices import knows_device
from bawaba.identity.accounts.hashers import hash_of_nobody
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.named import named
from bawaba.identity.accounts.queries import user_behind
from bawaba.identity.codes.commands import count_failure, count_in_a_row, forget_failures


class WrongDetails(Exception):
    """One answer for a wrong name, a wrong password, an account that is not activated, suspended or waiting."""


@dataclass(frozen=True)
class Proven:
    """Whose password was right; nobody is signed in yet. ``tries``: what was counted, to be forgotten with what follows."""

    account: UUID
    user: AbstractBaseUser
    tries: tuple[str, ...]


def check_details(*, name: str, password: str, address: str, device: str) -> Proven:
    """The account whose password was right; every try counts before anything is compared.

    Tries count per account and place (A5); those of unknown devices count together as well, and 100 in a row close
    the password for unknown devices only (A4). Every failure does the same work: one hash, the same statements.
    """
    whom = named(name)
    who, known = str(whom.account), knows_device(whom.account, device)
    place, strangers = f"login|{who}|{device if known else address}", f"password|{who}"
    if count_failure(key=place, most=settings.LIMITS.login_failures_before_wait) is not None:
        raise WrongDetails
    if not known and not count_in_a_row(key=strangers, most=settings.LIMITS.password_failures):
        raise WrongDetails
    of_nobody = hash_of_nobody()  # whether it is needed or not: the same work
    kept = whom.password if is_password_usable(whom.password) else of_nobody
    if not check_password(password, kept) or whom.state not in SIGNS_IN:
        raise WrongDetails
    return Proven(whom.account, whom.user(), (place, strangers))


def forget_tries(proven: Proven) -> None:
    """The password was right: the row of failures has ended. In the transaction of whatever it opens."""
    forget_failures(*proven.tries)


def check_password_again(*, account: UUID, password: str, address: str, device: str) -> bool:
    """The signed-in person proves again who they are, under the limits of logging in."""
    try:
        name = user_behind(account).user_name
        forget_tries(check_details(name=name, password=password, address=address, device=device))
    except WrongDetails:
        return False
    return True


def account_for_opening(number: str) -> UUID:
    """First log-in: whose number it is, or nobody's account, on which tries are counted like on anybody's."""
    return named(number).account
