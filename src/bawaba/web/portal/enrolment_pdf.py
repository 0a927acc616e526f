"""The registration's receipt as PDF."""

from django.conf import settings

from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.sheets import Row, Sheet, sheet_pdf
from bawaba.identity.enrolment.queries import Draft
from bawaba.identity.populations import population


def receipt_pdf(draft: Draft, reader: Reader) -> bytes:
    """What the person takes to a kiosk or bank; it is a shortcut for typing, never authority."""
    sheet = Sheet(
        title=T("إيصال طلب تسجيل", en="Registration receipt"),
        rows=[
            Row(T("الفئة", en="Group"), reader.text(population(draft.population).title)),
            Row(T("رقم الطلب", en="Reference"), grouped(draft.claims.reference), ltr=True),
            Row(T("فعّل حسابك قبل", en="Activate before"), reader.moment(draft.expires_at)),
        ],
        reference=draft.claims.reference,
        qr_text=draft.claims.reference,
        qr_says=T("امسح الرمز عند الجهاز بدل كتابة رقمك", en="Scan at the kiosk instead of typing your number"),
        foot=T(
            "احضر بنفسك ومعك جوالك. لن يطلب منك أي موظف رمز التحقق.",
            en="Come yourself, with your phone. No officer will ever ask for your code.",
        ),
    )
    return sheet_pdf(sheet, reader, T(settings.BAWABA.notice_ar, en=settings.BAWABA.notice_en))
