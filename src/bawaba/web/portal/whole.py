"""Everything that the portal holds of one person, part by part: for a copy of it. Nothing of anybody else is in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bawaba.cases.appointments.queries import appointments_of
from bawaba.cases.catalogue import services
from bawaba.cases.fields import PersonNumber
from bawaba.cases.queries import PAGE as APPLICATIONS
from bawaba.cases.queries import ApplicationView, applications_of
from bawaba.core.browsers import in_words
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.documents.queries import PAGE as DOCUMENTS
from bawaba.documents.queries import documents_of
from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.profile import Profile, accepted_terms
from bawaba.identity.accounts.session_list import open_sessions_of
from bawaba.identity.attestation.queries import comparisons_of
from bawaba.identity.clients.learning import LEARNED
from bawaba.identity.clients.queries import consents_of
from bawaba.identity.delegation.queries import DelegationView, power_of
from bawaba.identity.passkeys.queries import passkeys_of
from bawaba.journal.queries import PAGE as LINES
from bawaba.journal.queries import lines_of
from bawaba.messaging.queries import PAGE as LETTERS
from bawaba.messaging.queries import letters_of
from bawaba.payments.queries import PAGE as BILLS
from bawaba.payments.queries import bills_of
from bawaba.web.portal import tracked
from bawaba.web.portal.happened import HAPPENED
from bawaba.web.portal.my_history import told
from bawaba.web.portal.my_tracker import looks
from bawaba.web.portal.papers import STATES
from bawaba.web.portal.standing import standing_of
from bawaba.web.portal.whole_ways import browsers_told, trust_told, wishes_told

Value = str | T | date | datetime | Money | int
Item = list[tuple[str, T, Value]]  # name for programs, label for people, value
MOST_PAGES = 500

REFERENCE, STATE, AT = T("الرقم المرجعي", en="Reference"), T("الحال", en="State"), T("الوقت", en="Time")
SERVICE, UNTIL, NAME = T("الخدمة", en="Service"), T("حتى", en="Until"), T("الاسم", en="Name")
FOR_ANOTHER = T("لشخص آخر، فلا نذكر ما كُتب عنه", en="For another person: what was said of them is left out")
DELEGATIONS = {"given": T("منحته", en="Given by you"), "received": T("مُنح لك", en="Given to you")}
LEVELS = T("مستوى الثقة", en="Assurance")


@dataclass(frozen=True)
class Part:
    """One kind of thing that is held."""

    name: str
    title: T
    items: Sequence[Item]


def parts_of(account: UUID, who: Profile, *, language: str, session_key: str | None) -> list[Part]:
    """In the order of the copy; without the register, which is asked by whoever calls."""
    return [
        Part("account", T("الحساب", en="Account"), [_account(who)]),
        Part("sessions", T("أين دخلت", en="Where I am logged in"), _sessions(account, session_key)),
        Part("passkeys", T("مفاتيح المرور", en="Passkeys"), _passkeys(account)),
        Part("applications", T("الطلبات", en="Applications"), _applications(account)),
        Part("appointments", T("المواعيد", en="Appointments"), _appointments(account)),
        Part("bills", T("الفواتير", en="Bills"), _bills(account)),
        Part("documents", T("الوثائق", en="Documents"), _documents(account)),
        Part("letters", T("الرسائل", en="Messages"), _letters(account, language)),
        Part("consents", T("موافقاتي", en="Consents"), _consents(account)),
        Part("terms", T("الشروط التي قبلتها", en="Terms accepted"), _terms(account)),
        Part("fingerprints", T("مقارنة البصمة", en="Fingerprint compared"), _compared(account)),
        Part("delegations", T("التفويضات", en="Delegations"), _delegations(account)),
        Part("trust", T("أقارب موثوقون", en="Trusted relatives"), trust_told(account)),
        Part("wishes", T("كيف تصلني الرسائل", en="How I am told"), wishes_told(account)),
        Part("browsers", T("متصفحات تصلها الإشعارات", en="Browsers that are notified"), browsers_told(account)),
        Part("history", T("ما جرى في حسابي", en="What happened on my account"), _history(account)),
        Part("looks", T("من اطّلع على بياناتي", en="Who looked at my data"), _looks(account)),
    ]


def all_of(page: Callable[[int | None], Sequence[Any]], size: int, number: Callable[[Any], int]) -> Iterable[Any]:
    """Every row of a list that goes on by key."""
    before: int | None = None
    for _ in range(MOST_PAGES):
        rows = page(before)
        yield from rows
        if len(rows) < size:
            return
        before = number(rows[-1])


def _account(who: Profile) -> Item:
    found: Item = [
        ("name", NAME, T(who.names_ar or who.names_en, en=who.names_en or who.names_ar)),
        ("user_name", T("اسم المستخدم", en="User name"), who.user_name),
        ("identifier", T("الرقم", en="Number"), who.identifier),
        ("activated_at", T("فُعّل", en="Activated"), who.activated_at),
        ("assurance", LEVELS, who.assurance),
    ]
    second = T("البريد الثاني", en="Second e-mail")
    kinds = {"phone": T("الجوال", en="Phone"), "email": T("البريد", en="E-mail"), "other": second}
    return found + [(one.kind, kinds[one.kind], one.text) for one in who.addresses]


def _sessions(account: UUID, session_key: str | None) -> list[Item]:
    return [
        [
            ("device", T("الجهاز", en="Device"), in_words(one.opened.browser, one.opened.system)),
            ("network", T("الشبكة", en="Network"), one.opened.network),
            ("since", T("دخلت", en="Logged in"), one.made_at),
            ("used", T("آخر استخدام", en="Last used"), one.seen_at),
        ]
        for one in open_sessions_of(account, session_key=session_key)
    ]


def _passkeys(account: UUID) -> list[Item]:
    return [[("name", NAME, one.name), ("made_at", AT, one.made_at)] for one in passkeys_of(account)]


def _applications(account: UUID) -> list[Item]:
    rows = all_of(lambda before: applications_of(account, before), APPLICATIONS, lambda one: one.number)
    return [_application(one) for one in rows]


def _application(one: ApplicationView) -> Item:
    service = services().get(one.service)
    found: Item = [
        ("reference", REFERENCE, one.reference),
        ("service", SERVICE, service.title if service else one.service),
        ("state", STATE, standing_of(one.state)[0]),
        ("made_at", AT, one.made_at),
    ]
    if one.concerned is not None:
        return [*found, ("for", T("لمن", en="For whom"), FOR_ANOTHER)]
    others = {asked.name for asked in service.fields if isinstance(asked, PersonNumber)} if service else set()
    answers = [(name, one.asked[name]) for name in one.asked if name not in others]
    found += [(f"answer_{name}", _both(said["label"]), _both(said["shown"])) for name, said in answers]
    return found + ([("letter", T("رسالة الموظف", en="The officer's letter"), one.letter)] if one.letter else [])


def _both(texts: Sequence[str]) -> T:
    return T(texts[0], en=texts[1])


def _appointments(account: UUID) -> list[Item]:
    return [
        [("reference", REFERENCE, one.reference), ("starts_at", AT, one.starts_at)] for one in appointments_of(account)
    ]


def _bills(account: UUID) -> list[Item]:
    return [
        [
            ("reference", REFERENCE, bill.reference),
            ("title", SERVICE, bill.title),
            ("total", T("المبلغ", en="Amount"), bill.total),
            ("raised_at", AT, bill.raised_at),
        ]
        + ([("paid_at", T("سُدّدت", en="Paid"), bill.paid_at)] if bill.paid_at else [])
        for _, bill in all_of(lambda before: bills_of(account, before), BILLS, lambda one: one[0])
    ]


def _documents(account: UUID) -> list[Item]:
    rows = all_of(lambda before: documents_of(account, before), DOCUMENTS, lambda one: one.number)
    return [
        [
            ("reference", REFERENCE, one.reference),
            ("title", NAME, _both(one.content["title"])),
            ("state", STATE, STATES[one.word]),
            ("issued_at", AT, one.issued_at),
        ]
        for one in rows
    ]


def _letters(account: UUID, language: str) -> list[Item]:
    rows = all_of(lambda before: letters_of(account, language, before), LETTERS, lambda one: one.number)
    return [
        [
            ("written_at", AT, one.written_at),
            ("title", NAME, one.title),
            ("body", T("النص", en="Text"), one.apart()[0]),  # its link is a power, and a copy lies about for years
        ]
        for one in rows
    ]


def _consents(account: UUID) -> list[Item]:
    states = {"active": T("سارية", en="In force")}
    return [
        [
            ("agency", T("الجهة", en="Agency"), one.name),
            ("state", STATE, states.get(one.state, T("سُحبت", en="Withdrawn"))),
            ("given_at", AT, one.given_at),
            *((f"may_learn_{scope}", T("تعرف", en="May learn"), LEARNED[scope].said) for scope in one.scopes),
        ]
        for one in consents_of(account)
    ]


def _terms(account: UUID) -> list[Item]:
    return [
        [("version", T("الإصدار", en="Version"), one.version), ("accepted_at", AT, one.at)]
        for one in accepted_terms(account)
    ]


def _compared(account: UUID) -> list[Item]:
    """That a finger was compared, with which consent; no sample is kept anywhere."""
    text = T("نص الموافقة", en="Text of the consent")
    return [[("at", AT, one.at), ("by", NAME, one.by), ("text", text, one.text)] for one in comparisons_of(account)]


def _delegations(account: UUID) -> list[Item]:
    power = power_of(face(account))
    sides = (("given", power.given), ("received", power.received))
    return [_delegation(side, one) for side, rows in sides for one in rows]


def _delegation(side: str, one: DelegationView) -> Item:
    """Without who is on the other side."""
    titles = [services()[slug].title for slug in one.services if slug in services()]
    named = T("، ".join(title.ar for title in titles), en=", ".join(title.en for title in titles))
    return [("side", T("من منحه", en="Given by"), DELEGATIONS[side]), ("services", SERVICE, named),
            ("offered_at", AT, one.offered_at), ("last_day", UNTIL, one.last_day)]  # fmt: skip


def _history(account: UUID) -> list[Item]:
    lines = all_of(lambda before: lines_of(account, HAPPENED, before), LINES, lambda one: one.number)
    what, where = T("ماذا", en="What"), T("أين", en="Where")
    return [
        [("at", AT, one.line.at), ("what", what, one.what), *([("where", where, one.where)] if one.where else [])]
        for one in told(list(lines))
    ]


def _looks(account: UUID) -> list[Item]:
    lines = all_of(lambda before: lines_of(account, tracked.READ, before), LINES, lambda one: one.number)
    who, what, why = T("من", en="Who"), T("ماذا", en="What"), T("بحق", en="Basis")
    return [
        [("at", AT, one.line.at), ("who", who, one.who), ("what", what, one.what), ("basis", why, one.basis)]
        + ([("service", SERVICE, one.about)] if one.about else [])
        for one in looks(list(lines))
    ]
