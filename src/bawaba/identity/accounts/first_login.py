"""A code that chooses the first password, to the phone that was just proved."""

from django.conf import settings

from bawaba.core.references import grouped
from bawaba.core.secrets import new_opening_code
from bawaba.identity.codes.commands import issue_code
from bawaba.journal.ports import Actor, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient

FIRST_LOGIN = "first-login"


def write_first_login_code(*, to: Recipient, by: Actor) -> tuple[Task, ...]:
    """In the caller's transaction; what delivers it."""
    code = new_opening_code()
    issue_code(purpose=FIRST_LOGIN, subject=to.subject, text=code, life=settings.LIMITS.opening_code_life, by=by)
    values = {"code": grouped(code), "link": f"{settings.BAWABA.public_url}/first-login"}
    return write_messages(template="first-login-code", to=to, values=values, channels=("sms",), by=by)
