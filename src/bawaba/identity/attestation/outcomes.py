"""What an attestation can come to; every function runs inside the transaction of R5 and calls nobody outside."""

import uuid
from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.references import grouped
from bawaba.core.secrets import new_opening_code
from bawaba.core.text import T
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.opening import Opening, mark_phone_lost, open_account, rebind_account
from bawaba.identity.accounts.queries import addresses_to_tell, holder, live_accounts_of_phone
from bawaba.identity.accounts.repudiation import repudiation_link, weaken_links
from bawaba.identity.attestation.case import Case, Outcome
from bawaba.identity.attestation.queries import place_name
from bawaba.identity.attestation.rules import recycled_from
from bawaba.identity.codes.commands import issue_code
from bawaba.identity.enrolment import presence
from bawaba.identity.enrolment.queries import draft
from bawaba.identity.populations import NotReady
from bawaba.journal.commands import enqueue, record
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.registers.ports import Person

FIRST_LOGIN = "first-login"
RESERVED = "bank-first"
ASSURANCE = {"kiosk": 2, "bank": 2, "counter": 3}
NOT_ELIGIBLE = NotReady(
    "not_eligible",
    T(
        "لا يمكن تفعيل هذا الحساب هنا. راجع أقرب مكتب خدمة.",
        en="This account cannot be activated here. Please visit a service counter.",
    ),
    counter_mends=True,
)
BANK_NEVER_REBINDS = NotReady(
    "already_active",
    T(
        "لك حساب مفعّل. لتغيير جواله زر جهاز الخدمة الذاتية.",
        en="You have an active account. To change its phone, visit a kiosk.",
    ),
)
SUSPENDED = NotReady(
    "suspended",
    T(
        "هذا الحساب موقوف. راجع أقرب مكتب خدمة ومعك وثيقتك.",
        en="This account is suspended. Please visit a service counter with your document.",
    ),
    counter_mends=True,
)


def activate_enrolment(case: Case, person: Person, enrolment: UUID, evidence: UUID, by: Actor) -> Outcome:
    """The enrolment of this identifier and this phone comes alive, with the password chosen in it."""
    chosen = presence.activate(enrolment=enrolment, evidence=evidence, by=by)
    reach("r5.enrolment_moved")
    opening = _opening(
        case,
        person,
        language=chosen.language,
        user_name=chosen.user_name,
        password_hash=chosen.password_hash,
        terms_version=chosen.terms_version,
        email=chosen.email,
        email_confirmed=chosen.email_confirmed,
    )
    return _open(case, person, opening, by)


def open_here(case: Case, person: Person, evidence: UUID, by: Actor) -> Outcome:
    """Kiosk first: enrolled and activated in one visit; the password is chosen at the first log-in."""
    if case.match is not None:
        presence.discard(enrolment=case.match.enrolment, by=by)
    enrolment = presence.open_at_presence(present=_present(case, person, evidence), by=by)
    presence.activate(enrolment=enrolment, evidence=evidence, by=by)
    reach("r5.enrolment_moved")
    opening = _opening(
        case,
        person,
        language=_language(case),
        user_name=_suggested_name(person),
        password_hash="",
        terms_version=case.statement.terms_version,
    )
    return _open(case, person, opening, by)


def reserve_for(case: Case, person: Person, evidence: UUID, by: Actor) -> Outcome:
    """Bank first: an enrolment that waits on the portal, and a code to the phone that the bank stated."""
    enrolment, code = uuid.uuid4(), new_opening_code()
    issue_code(purpose=RESERVED, subject=enrolment, text=code, life=settings.LIMITS.reserved_life, by=by)
    sent = write_messages(
        template="bank-code",
        to=Recipient(subject=enrolment, language=_language(case), phone=case.statement.personal.phone),
        values={"code": grouped(code), "link": f"{settings.BAWABA.public_url}/complete"},
        channels=("sms",),
        by=by,
    )
    presence.reserve(present=_present(case, person, evidence), then=list(sent), enrolment=enrolment, by=by)
    reach("r5.reserved")
    return Outcome("code_sent")


def rebind(case: Case, person: Person, account: UUID, by: Actor) -> Outcome:
    """R6: a live account and a present person; never through a bank."""
    if case.attestor.channel == "bank":
        return decline(case, by, BANK_NEVER_REBINDS)
    if holder(account).state not in ACCOUNT.move("rebind").sources:
        return decline(case, by, SUSPENDED)
    phone = case.statement.personal.phone
    attended = case.attestor.channel == "counter"
    weaken_links(account=account, attended=attended)
    told = [task for old in addresses_to_tell(account) for task in _tell_rebound(case, old)]
    user_name = rebind_account(
        account=account, phone=phone, assurance=ASSURANCE[case.attestor.channel], attended=attended, then=told, by=by
    )
    reach("r5.account_rebound")
    presence.supersede_all(number=person.identifier, account=account, by=by)
    _release_phone(person, phone, account, by)
    enqueue(*_first_login(case, account))
    return Outcome("activated", user_name=user_name, first_login=True, rebound=True)


def decline(case: Case, by: Actor, why: NotReady | None = None) -> Outcome:
    """Nothing comes alive. A bank hears one word; the reason goes to the enrolment's proven phone."""
    reason = why or case.refusal or NOT_ELIGIBLE
    told: tuple[Task, ...] = ()
    if case.attestor.channel == "bank" and case.match is not None:
        found = draft(case.match.enrolment)
        told = write_messages(
            template="bank-not-activated",
            to=Recipient(subject=found.enrolment, language=found.language, phone=found.claims.phone),
            values={"why": reason.says.in_(found.language), "reference": grouped(found.claims.reference)},
            channels=("sms",),
            by=by,
        )
    record(Happening("attestation.decline", case.attestor.uuid, by, {"reason": reason.reason}), then=told)
    return Outcome("not_activated", why=reason)


def _open(case: Case, person: Person, opening: Opening, by: Actor) -> Outcome:
    opened = open_account(opening=opening, then=[], by=by)
    reach("r5.account_opened")
    _release_phone(person, opening.phone, opened.account, by)
    reach("r5.phone_bound")
    place = place_name(case.attestor, case.statement.place)
    values = {
        "place": place.in_(opening.language),
        "at": clock.now().isoformat(),
        "user_name": opened.user_name,
        "link": repudiation_link(account=opened.account, power="suspend", about=_about(case)),
    }
    to = Recipient(
        subject=opened.account,
        language=opening.language,
        phone=opening.phone,
        email=opening.email if opening.email_confirmed else None,
    )
    sent = write_messages(template="account-activated", to=to, values=values, channels=("sms", "email", "inbox"), by=by)
    first = not opening.password_hash
    record(
        Happening("attestation.accept", opened.account, by, {"channel": case.attestor.channel}),
        then=[*sent, *(_first_login(case, opened.account) if first else ())],
    )
    reach("r5.messages_written")
    return Outcome("activated", user_name=opened.user_name, first_login=first)


def _first_login(case: Case, account: UUID) -> tuple[Task, ...]:
    code = new_opening_code()
    issue_code(purpose=FIRST_LOGIN, subject=account, text=code, life=settings.LIMITS.opening_code_life, by=SYSTEM)
    return write_messages(
        template="first-login-code",
        to=Recipient(subject=account, language=_language(case), phone=case.statement.personal.phone),
        values={"code": grouped(code), "link": f"{settings.BAWABA.public_url}/first-login"},
        channels=("sms",),
        by=SYSTEM,
    )


def _tell_rebound(case: Case, old: Recipient) -> tuple[Task, ...]:
    revoked = old.phone is not None and old.phone != case.statement.personal.phone
    link = repudiation_link(account=old.subject, power="freeze" if revoked else "suspend", about=_about(case))
    return write_messages(
        template="account-rebound",
        to=old,
        values={
            "place": place_name(case.attestor, case.statement.place).in_(old.language),
            "at": clock.now().isoformat(),
            "link": link,
        },
        channels=("sms", "email"),
        by=SYSTEM,
    )


def _release_phone(person: Person, phone: str, account: UUID, by: Actor) -> None:
    """R11: a recycled number is taken from strangers, who are told on their other addresses."""
    uses = [use for use in live_accounts_of_phone(phone) if use.account != account]
    for use in recycled_from(person, uses):
        told: list[Task] = []
        for other in addresses_to_tell(use.account):
            if other.email:
                told += write_messages(template="phone-moved", to=other, values={}, channels=("email",), by=by)
        mark_phone_lost(account=use.account, phone=phone, then=told, by=by)


def _opening(case: Case, person: Person, **chosen: object) -> Opening:
    return Opening(
        person=person,
        population=person.population,
        identifier_kind=person.identifier_kind,
        identifier=person.identifier,
        phone=case.statement.personal.phone,
        assurance=ASSURANCE[case.attestor.channel],
        **chosen,  # type: ignore[arg-type]  # names are checked where it is called
    )


def _present(case: Case, person: Person, evidence: UUID) -> presence.Present:
    return presence.Present(
        population=person.population,
        identifier_kind=person.identifier_kind,
        identifier=person.identifier,
        phone=case.statement.personal.phone,
        language=_language(case),
        terms_version=case.statement.terms_version,
        evidence=evidence,
    )


def _about(case: Case) -> dict[str, str]:
    """What "not you?" flags: the channel and whoever worked in it."""
    said = case.statement
    return {
        "channel": case.attestor.channel,
        "attestor": case.attestor.slug,
        "operator": said.operator[:64],
        "place": said.place[:50],
    }


def _language(case: Case) -> str:
    return case.visit.language if case.visit is not None else case.statement.language


def _suggested_name(person: Person) -> str:
    letters = [c for c in f"{person.names.en.first}.{person.names.en.family}".casefold() if c.isalnum() or c == "."]
    return "".join(letters)[:30].strip(".") or "user"
