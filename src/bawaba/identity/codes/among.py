"""One code sought among those of several subjects: whoever adds subjects pushes nobody's code out of reach."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from bawaba.core import clock
from bawaba.core.secrets import same_code
from bawaba.identity.codes.commands import digest_of, take_turn
from bawaba.identity.codes.models import OneTimeCode
from bawaba.journal.ports import Actor

NOBODY = UUID(int=0)
Found = tuple[UUID, UUID, bytes]


def try_code_among(
    *, purpose: str, subjects: Sequence[UUID], text: str, turn: str, by: Actor
) -> tuple[UUID, UUID] | None:
    """Count the try on every open code of these subjects, then compare: the subject and the code that the text is.

    One turn after the other under ``turn``, so that each code is compared five times and no more, however parallel.
    """
    del by
    right = None
    for subject, code, digest in _counted(purpose, subjects, turn):
        if same_code(digest, digest_of(purpose, subject, text)):
            right = (subject, code)
    return right


def _counted(purpose: str, subjects: Sequence[UUID], turn: str) -> list[Found]:
    with transaction.atomic():
        take_turn(key=f"{purpose}|{turn}")
        rows = OneTimeCode.objects.filter(
            purpose=purpose,
            subject__in=subjects or [NOBODY],  # the same statements where nothing waits: time tells nobody
            used_at__isnull=True,
            expires_at__gt=clock.now(),
            attempts__lt=settings.LIMITS.code_tries,
        )
        found = list(rows.values_list("pk", "subject", "uuid", "digest"))
        OneTimeCode.objects.filter(pk__in=[row[0] for row in found] or [0]).update(attempts=F("attempts") + 1)
    return [(subject, code, bytes(digest)) for _, subject, code, digest in found]
