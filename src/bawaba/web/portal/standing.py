"""How an application stands and what comes next, in words that tell nothing of whose it is or what it asks for."""

from bawaba.core.text import T

UNDER_WAY = T("قيد التنفيذ", en="Under way")
NOTHING = T("لا شيء يُنتظر من مقدم الطلب.", en="Nothing is expected of the applicant.")
ANEW = T("لمقدمه أن يقدّم طلبًا جديدًا.", en="The applicant may apply anew.")
# state: how it stands, and the next step
APPLICATIONS = {
    "draft": (T("مسودة", en="Draft"), T("يكملها مقدمها ثم يقدّمها.", en="The applicant completes and submits it.")),
    "submitted": (T("قُدّم", en="Submitted"), NOTHING),
    "awaiting_counterparty": (
        T("ينتظر الطرف الآخر", en="Waits for the other side"),
        T("يوافق الطرف الآخر من حسابه.", en="The other side agrees from their own account."),
    ),
    "awaiting_payment": (
        T("ينتظر السداد", en="Waits for payment"),
        T("تُسدَّد الفاتورة من صفحة الطلب.", en="The bill is paid from the application's page."),
    ),
    "in_review": (
        T("لدى موظف", en="With an officer"),
        T("ينتظر قرار الجهة، ويصل في رسالة.", en="The agency decides; the decision comes as a message."),
    ),
    "returned": (
        T("يحتاج إكمالًا", en="Needs something from the applicant"),
        T("يقرأ مقدمه رسالة الموظف في صفحته ويكمله.", en="The applicant reads the officer's letter and completes it."),
    ),
    "approved": (T("قُبل", en="Approved"), NOTHING),
    "failed": (UNDER_WAY, T("السجل لا يجيب، ونعيد المحاولة.", en="The register is silent; we keep trying.")),
    "effected": (T("أُنجز", en="Done"), NOTHING),
    "issued": (
        T("أُنجز", en="Done"),
        T("الوثيقة في صفحة «وثائقي».", en="The document is under “My documents”."),
    ),
    "refused": (T("مرفوض", en="Refused"), T("السبب في صفحة الطلب.", en="The application's page says why.")),
    "rejected": (T("مرفوض", en="Refused"), T("السبب في صفحة الطلب.", en="The application's page says why.")),
    "declined": (T("تعذّر إتمامه", en="Cannot be completed"), ANEW),
    "cancelled": (T("ملغى", en="Cancelled"), ANEW),
    "expired": (T("انتهت مهلته", en="Expired"), ANEW),
}


COMES = T("يحضر صاحبه بنفسه إلى جهاز أو بنك أو مكتب.", en="The applicant comes in person: kiosk, bank or counter.")
REGISTER_ANEW = T("له أن يسجّل من جديد.", en="The applicant may register anew.")
REGISTRATIONS = {
    "started": (
        T("بدأ ولم يُثبت الجوال", en="Begun; phone not proven"),
        T("يكتب الرمز الذي وصله في صفحته.", en="The applicant types the code that came by SMS into their own page."),
    ),
    "phone_proven": (
        T("لم يُرسل بعد", en="Not submitted yet"),
        T("يكمل بياناته ويرسله.", en="The applicant completes and submits it."),
    ),
    "registered": (T("ينتظر التفعيل", en="Waits for activation"), COMES),
    "attestation_failed": (T("لم يُفعّل", en="Not activated"), COMES),
    "reserved": (
        T("بدأه بنك", en="Begun by a bank"),
        T(
            "يكمله صاحبه في الموقع بالرمز الذي وصله.",
            en="The applicant completes it on the site with the code that came by SMS.",
        ),
    ),
    "in_fraud_review": (
        T("قيد المراجعة", en="Under review"),
        T(
            "يراجع مكتب خدمة ومعه وثيقته، أو ينتظر رسالتنا.",
            en="The applicant visits a counter with their document, or waits for our message.",
        ),
    ),
    "activated": (T("فُعّل", en="Activated"), T("يدخل صاحبه إلى حسابه.", en="The applicant logs in.")),
    "closed": (
        T("أُغلق", en="Closed"),
        T("يراجع مكتب خدمة ومعه وثيقته.", en="The applicant visits a counter with their document."),
    ),
    "superseded": (
        T("حلّ محله طلب آخر", en="Replaced by another"),
        T("يدخل صاحبه إلى حسابه.", en="The applicant logs in."),
    ),
    "cancelled": (T("ملغى", en="Cancelled"), REGISTER_ANEW),
    "expired": (T("انتهت مهلته", en="Expired"), REGISTER_ANEW),
}


def registration_standing(state: str) -> tuple[T, T]:
    """The same of a registration."""
    return REGISTRATIONS[state]


def standing_of(state: str) -> tuple[T, T]:
    """How it stands, and the next step; what the table does not name is under way."""
    return APPLICATIONS.get(state, (UNDER_WAY, NOTHING))
