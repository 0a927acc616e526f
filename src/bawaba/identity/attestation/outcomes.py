"""What an attestation can come to; every function runs inside the transaction of R5 and calls nobody outside."""

import uuid
from uuid import UUID

from django.conf import settings

from bawaba.core.secrets import new_opening_code
from bawaba.core.text import T
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.opening import Opening, mark_phone_lost, open_account, rebind_account
from bawaba.identity.accounts.phone_rule import free_and_losing
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.renumbering import renumber
from bawaba.identity.accounts.repudiation import weaken_links
from bawaba.identity.attestation import letters
from bawaba.identity.attestation.case import Case, Outcome
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import issue_code
from bawaba.identity.enrolment import presence
from bawaba.identity.populations import NotReady
from bawaba.identity.recovery.proving import note_renewed_attestation
from bawaba.identity.review.commands import note_attended
from bawaba.identity.review.queries import waits_for_proof
from bawaba.journal.commands import enqueue, record
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.registers.ports import Person

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

WAITS_FOR_REVIEW = NotReady(
    "waits_for_review",
    T(
        "أثبتّ حضورك، وربطنا جوالك بالحساب. يبقى موقوفًا حتى يبتّ موظف في البلاغ، ثم نرسل لك رمز الدخول.",
        en="You have proved who you are, and the account has your phone now. It stays suspended until an officer has"
        " decided about the report; then we send you a code to log in.",
    ),
)


class PhoneTaken(Exception):
    """R11: the phone serves a stranger's account in use, or a household's five."""


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
    return _open(case, person, opening, enrolment, by)


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
        language=letters.language_of(case),
        user_name=_suggested_name(person),
        password_hash="",
        terms_version=case.statement.terms_version,
    )
    return _open(case, person, opening, enrolment, by)


def reserve_for(case: Case, person: Person, evidence: UUID, by: Actor) -> Outcome:
    """Bank first: an enrolment that waits on the portal, and a code to the phone that the bank stated."""
    enrolment, code = uuid.uuid4(), new_opening_code()
    spend(budget=letters.BY_BANKS, key=case.statement.personal.phone, windows=settings.LIMITS.sends_per_phone)
    issue_code(purpose=RESERVED, subject=enrolment, text=code, life=settings.LIMITS.reserved_life, by=by)
    sent = letters.bank_code(case, enrolment, code)
    presence.reserve(present=_present(case, person, evidence), then=list(sent), enrolment=enrolment, by=by)
    reach("r5.reserved")
    return Outcome("code_sent", enrolment=enrolment)


def rebind(case: Case, person: Person, account: UUID, by: Actor) -> Outcome:
    """R6: a live account and a present person; never through a bank, whose word counts once for a recovery that waits for it."""
    if case.attestor.channel == "bank":
        note_renewed_attestation(account=account, phone=case.statement.personal.phone, by=by)
        return decline(case, by, BANK_NEVER_REBINDS)
    attended, state = case.attestor.channel == "counter", holder(account).state
    waits = attended and state == "suspended" and waits_for_proof(account)
    if state not in ACCOUNT.move("rebind").sources and not waits:
        return decline(case, by, SUSPENDED)
    user_name = _rebind(case, person, account, "attend" if waits else "rebind", by)
    if waits:
        return Outcome("not_activated", why=WAITS_FOR_REVIEW, account=account)
    enqueue(*letters.first_login(case, account))
    return Outcome("activated", user_name=user_name, first_login=True, rebound=True, account=account)


def _rebind(case: Case, person: Person, account: UUID, move: str, by: Actor) -> str:
    phone, attended = case.statement.personal.phone, case.attestor.channel == "counter"
    renumber(account=account, person=person, by=by)
    weaken_links(account=account, attended=attended)
    user_name = rebind_account(
        account=account,
        phone=phone,
        assurance=ASSURANCE[case.attestor.channel],
        attended=attended,
        then=letters.rebound(case, account),
        move=move,
        by=by,
    )
    reach("r5.account_rebound")
    if attended:
        note_attended(account=account, place=case.statement.place, attendant=case.statement.operator, by=by)
    presence.supersede_all(number=person.identifier, account=account, by=by)
    _release_phone(person, phone, account, by)
    return user_name


def decline(case: Case, by: Actor, why: NotReady | None = None) -> Outcome:
    """Nothing comes alive. A bank hears one word; the reason goes to the enrolment's proven phone."""
    reason, waiting = why or case.refusal or NOT_ELIGIBLE, case.match.enrolment if case.match else None
    told: tuple[Task, ...] = ()
    if waiting is not None:
        presence.fail(enrolment=waiting, by=by)
        told = letters.not_activated(case, waiting, reason) if case.attestor.channel == "bank" else ()
    record(Happening("attestation.decline", case.attestor.uuid, by, {"reason": reason.reason}), then=told)
    return Outcome("not_activated", why=reason, enrolment=waiting)


def _open(case: Case, person: Person, opening: Opening, enrolment: UUID, by: Actor) -> Outcome:
    opened = open_account(opening=opening, then=[], by=by)
    reach("r5.account_opened")
    _release_phone(person, opening.phone, opened.account, by)
    reach("r5.phone_bound")
    first = not opening.password_hash
    told = letters.activated(case, opening, opened)
    code = letters.first_login(case, opened.account) if first else ()
    channel = {"channel": case.attestor.channel}
    record(Happening("attestation.accept", opened.account, by, channel), then=[*told, *code])
    reach("r5.messages_written")
    return Outcome(
        "activated", user_name=opened.user_name, first_login=first, account=opened.account, enrolment=enrolment
    )


def _release_phone(person: Person, phone: str, account: UUID, by: Actor) -> None:
    """R11: a recycled number is taken from strangers, who are told on their other addresses."""
    free, losing = free_and_losing(person, phone)
    if not free:
        raise PhoneTaken  # since it was proved, a stranger's account was bound to it
    for use in losing:
        mark_phone_lost(account=use.account, phone=phone, by=by)


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
        language=letters.language_of(case),
        terms_version=case.statement.terms_version,
        evidence=evidence,
    )


def _suggested_name(person: Person) -> str:
    letters = [c for c in f"{person.names.en.first}.{person.names.en.family}".casefold() if c.isalnum() or c == "."]
    return "".join(letters)[:30].strip(".") or "user"
