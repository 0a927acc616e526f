"""Tries of what is not sent but owned (an app's code, a recovery code), behind the right password alone (R8).

Five a log-in that waits; in a row as many as of SMS codes, then a wait (A5), known devices and others apart; and a hundred in a row from
devices that the account does not know close this way to such devices until the holder has come in by another (A4).
"""

from uuid import UUID

from django.conf import settings

from bawaba.identity.codes.commands import count_failure, count_in_a_row, count_up, end_row, forget_failures


def count_try(*, purpose: str, subject: UUID, stage: str, known: bool) -> bool:
    """Count one more as failed before its outcome is known; False when none is left.

    ``stage`` names the log-in that waits; ``known``: the account was signed in to from this device before.
    """
    if count_up(key=_of_stage(purpose, subject, stage), most=settings.LIMITS.code_tries) is None:
        return False
    if (
        count_failure(key=_in_a_row(purpose, subject, known=known), most=settings.LIMITS.login_failures_before_wait)
        is not None
    ):
        return False
    return known or count_in_a_row(key=_of_strangers(purpose, subject), most=settings.LIMITS.password_failures)


def forget_tries_of(*, purpose: str, subject: UUID, stage: str) -> None:
    """It was right: the rows of failures have ended, and that of this log-in goes."""
    rows = [_in_a_row(purpose, subject, known=known) for known in (True, False)]
    forget_failures(*rows, _of_strangers(purpose, subject))
    end_row(_of_stage(purpose, subject, stage))


def reopen_ways(*purposes: str, subject: UUID) -> None:
    """The holder has come in by another way: what strangers did to these is over."""
    forget_failures(*closed_to_strangers(*purposes, subject=subject))


def closed_to_strangers(*purposes: str, subject: UUID) -> list[str]:
    """The tallies that close these ways to devices that the account does not know."""
    return [_of_strangers(purpose, subject) for purpose in purposes]


def _in_a_row(purpose: str, subject: UUID, *, known: bool) -> str:
    """Strangers close nothing to devices that the account knows."""
    return f"{purpose}|{subject}|known" if known else f"{purpose}|{subject}"


def _of_stage(purpose: str, subject: UUID, stage: str) -> str:
    return f"{purpose}|{subject}|at|{stage}"


def _of_strangers(purpose: str, subject: UUID) -> str:
    return f"{purpose}|{subject}|strangers"
