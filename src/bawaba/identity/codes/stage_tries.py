"""Tries of what is not sent but owned (an app's code, a recovery code): five a log-in, and in a row as many as of its SMS codes.

A log-in that waits is behind the right password, so nobody without it closes anything here (R8).
"""

from uuid import UUID

from django.conf import settings

from bawaba.identity.codes.commands import count_failure, count_up, end_row, forget_failures


def count_try(*, purpose: str, subject: UUID, stage: str) -> bool:
    """Count one more as failed before its outcome is known; False when none is left. ``stage`` names the log-in that waits."""
    if count_up(key=_of_stage(purpose, subject, stage), most=settings.LIMITS.code_tries) is None:
        return False
    return count_failure(key=_of_all(purpose, subject), most=settings.LIMITS.login_failures_before_wait) is None


def forget_tries_of(*, purpose: str, subject: UUID, stage: str) -> None:
    """It was right: the row of failures has ended, and that of this log-in goes."""
    forget_failures(_of_all(purpose, subject))
    end_row(_of_stage(purpose, subject, stage))


def _of_all(purpose: str, subject: UUID) -> str:
    return f"{purpose}|{subject}"


def _of_stage(purpose: str, subject: UUID, stage: str) -> str:
    return f"{purpose}|{subject}|at|{stage}"
