"""What activation needs from the register: pure questions about a person and a day."""

from datetime import date

from bawaba.core.text import T
from bawaba.identity.populations.shape import Bounds, NotReady, Requirement
from bawaba.registers.ports import Person

NOT_ALIVE = NotReady(
    "not_eligible",
    T(
        "لا يمكن تفعيل هذا الطلب. راجع أقرب مكتب خدمة.",
        en="This registration cannot be activated. Please visit a service counter.",
    ),
)
NO_BIOMETRICS = NotReady(
    "biometrics_missing",
    T(
        "لا توجد بصمة مسجلة لك. سجّل بصمتك في أقرب مكتب خدمة.",
        en="No fingerprint of yours is on record. Have it recorded at a service counter.",
    ),
    counter_mends=True,
)
OUTSIDE = NotReady(
    "outside", T("السجل يفيد بأنك خارج البلاد.", en="The register says that you are outside the country.")
)
NO_HEAD = NotReady(
    "no_head", T("لا يوجد رب أسرة مرتبط بإقامتك.", en="No head of household is linked to your residence permit.")
)
TOO_YOUNG = NotReady(
    "too_young",
    T(
        "لم تبلغ بعد السن التي يُفتح فيها الحساب.",
        en="You have not yet reached the age at which an account can be opened.",
    ),
)

DOCUMENT_NAMES = {
    "national_id": T("بطاقة الهوية", en="national ID card"),
    "iqama": T("الإقامة", en="residence permit"),
    "visa": T("التأشيرة", en="visa"),
}


def alive_and_free(person: Person, today: date, bounds: Bounds) -> NotReady | None:
    """Alive and not blocked by an authority; one answer for both."""
    del today, bounds
    return None if person.alive and not person.blocked else NOT_ALIVE


def document_valid(kind: str) -> Requirement:
    """The newest document of the kind has not run out."""
    expired = _expired(kind)

    def holds(person: Person, today: date, bounds: Bounds) -> NotReady | None:
        del bounds
        return None if _runs_on(person, kind, today) else expired

    return holds


def document_not_long_lapsed(kind: str) -> Requirement:
    """It ran out no longer ago than the installation tolerates."""
    expired = _expired(kind)

    def holds(person: Person, today: date, bounds: Bounds) -> NotReady | None:
        return None if _runs_on(person, kind, today - bounds.asleep_after_lapse) else expired

    return holds


def _runs_on(person: Person, kind: str, day: date) -> bool:
    document = person.document(kind)
    return document is not None and document.expires >= day


def _expired(kind: str) -> NotReady:
    name = DOCUMENT_NAMES[kind]
    return NotReady(
        f"{kind}_expired",
        T(f"{name.ar} غير سارية. جدّدها ثم فعّل حسابك.", en=f"Your {name.en} is not valid. Renew it, then activate."),
    )


def biometrics_on_file(person: Person, today: date, bounds: Bounds) -> NotReady | None:
    """A fingerprint is on record, or the register or an officer exempts from it."""
    del today, bounds
    return None if person.biometric_on_file or person.biometric_exempt else NO_BIOMETRICS


def inside_the_country(person: Person, today: date, bounds: Bounds) -> NotReady | None:
    """The last crossing was an entry."""
    del today, bounds
    return None if person.inside_country else OUTSIDE


def lives_with_a_head(person: Person, today: date, bounds: Bounds) -> NotReady | None:
    """A live link to a head of household."""
    del today, bounds
    return None if person.head_of_household else NO_HEAD


def old_enough(person: Person, today: date, bounds: Bounds) -> NotReady | None:
    """A dependent has reached the minimum age, in Gregorian years."""
    born = person.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return None if age >= bounds.minimum_age_dependent else TOO_YOUNG
