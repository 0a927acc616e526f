"""Pure decisions about cases: reasons, and who may not decide."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bawaba.core.text import T

LIFT = {
    "owner_attended": T("أثبت صاحب الحساب حضوره", en="The holder was attended"),
    "pressed_in_error": T("ضغط صاحبه الزر خطأً، وأثبت حضوره", en="The holder pressed in error, and was attended"),
}
KEEP = {
    "owner_awaited": T("ننتظر حضور صاحب الحساب", en="The holder is awaited at a counter"),
    "under_inquiry": T("البلاغ قيد التحقيق", en="The report is under inquiry"),
    "attestor_suspected": T("شبهة على جهة التفعيل", en="The attestor is suspected"),
}
SETTLE = {
    "no_sign_of_fraud": T("لا دليل على احتيال", en="No sign of fraud"),
    "passed_to_inquiry": T("أُحيل إلى التحقيق", en="Passed on to an inquiry"),
}
RELEASE = {
    "no_sign_of_fraud": T("لا دليل على احتيال", en="No sign of fraud"),
    "mistyped": T("أخطاء كتابة من صاحب الطلب", en="The applicant mistyped"),
}
KEEP_HELD = {
    "under_inquiry": T("الطلب قيد التحقيق", en="It is under inquiry"),
    "counter_advised": T("طُلب من صاحبه مراجعة مكتب", en="The applicant was asked to a counter"),
}
CLOSE = {
    "not_the_holder": T("مقدم الطلب ليس صاحب الرقم", en="The applicant does not hold the number"),
    "fraud": T("محاولة احتيال", en="An attempt at fraud"),
}
OF_CASES: Mapping[str, Mapping[str, T]] = {"lift": LIFT, "keep": KEEP, "settle": SETTLE}
OF_ENROLMENTS: Mapping[str, Mapping[str, T]] = {"release": RELEASE, "keep": KEEP_HELD, "close": CLOSE}


def was_part_of_it(officer: str, attendant: str, flagged: Iterable[Mapping[str, str]]) -> bool:
    """Whoever attended the person, or is flagged by any press, decides nothing about it (four eyes)."""
    return officer in (attendant, *(about.get("operator", "") for about in flagged))


def may_be_lifted(attended_at: datetime | None) -> bool:
    """Only after attended proof."""
    return attended_at is not None


def pressed_since(attended_at: datetime | None, pressed: Iterable[datetime]) -> datetime | None:
    """The newest press that came after the attended proof: perhaps the holder's own, who was never attended."""
    later = [at for at in pressed if attended_at is not None and at > attended_at]
    return max(later, default=None)
