"""Codes of 80 bits, typed at doors that strangers know: tries are bounded by address, so that nobody closes another's code.

From one address five wrong tries, then it waits (A5), whatever names were tried there: a made-up name leaves no row of its
own. From all addresses together ``long_code_tries`` comparisons a code: a thousand of 2^80 are a chance below 10^-21, where
the five of a six-digit code are 5 of 10^6. A stranger would have to come from two hundred addresses to close one.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from bawaba.core import clock
from bawaba.core.secrets import same_code
from bawaba.identity.codes.commands import REPEATED, Verdict, count_failure, digest_of, forget_failures
from bawaba.identity.codes.models import OneTimeCode
from bawaba.journal.ports import Actor

NOTHING = 0


def try_long_code(*, purpose: str, subject: UUID, text: str, address: str, by: Actor) -> Verdict:
    """Count the try, then compare. Nobody's subject takes the same statements and the same commit as somebody's."""
    del by
    code = _counted(purpose, subject, address)
    if code is None or not same_code(bytes(code.digest), digest_of(purpose, subject, text)):
        return Verdict(right=False)
    forget_failures(_place(purpose, address))
    return Verdict(right=True, code=code.uuid)


def repeats_long_code(*, purpose: str, subject: UUID, text: str, address: str, by: Actor) -> bool:
    """Whether this text is the newest code, used a moment ago (a second click). The try has been counted already."""
    del by
    newest = OneTimeCode.objects.filter(purpose=purpose, subject=subject).order_by("-id").first()
    if newest is None or newest.withdrawn or newest.used_at is None or newest.used_at <= clock.now() - REPEATED:
        return False
    if not same_code(bytes(newest.digest), digest_of(purpose, subject, text)):
        return False
    forget_failures(_place(purpose, address))
    return True


def _counted(purpose: str, subject: UUID, address: str) -> OneTimeCode | None:
    """The newest code when one more comparison of it is allowed; the count is committed before anything is compared."""
    with transaction.atomic():
        if count_failure(key=_place(purpose, address), most=settings.LIMITS.code_tries) is not None:
            return None
        newest = OneTimeCode.objects.filter(purpose=purpose, subject=subject).order_by("-id").first()
        open_now = OneTimeCode.objects.filter(
            pk=newest.pk if newest else NOTHING,
            used_at__isnull=True,
            expires_at__gt=clock.now(),
            attempts__lt=settings.LIMITS.long_code_tries,
        )
        return newest if open_now.update(attempts=F("attempts") + 1) else None


def _place(purpose: str, address: str) -> str:
    return f"{purpose}|at|{address}"
